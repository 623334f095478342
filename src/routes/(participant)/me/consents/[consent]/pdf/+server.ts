import { ownConsentCopy } from '#lib/server/domain/consent-copies.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { consentPrint } from '#lib/record-words.ts';
import { recordOptions, recordResponse } from '../../../../../records.ts';

export const GET = async ({ locals, params, url }) => {
	const { revokedAt, ...copy } = await ownConsentCopy(locals.db.read, locals.actor, params.consent);
	const { zone } = await findProgram(locals.db.read);
	const shown = { ...copy, revokedOn: revokedAt && dayIn(zone, revokedAt) };
	return recordResponse(consentPrint(shown, recordOptions({ url })), 'consent', locals);
};
