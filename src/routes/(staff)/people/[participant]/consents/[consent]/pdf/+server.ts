import { consentCopy } from '#lib/server/domain/consent-copies.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { consentPrint } from '#lib/record-words.ts';
import { recordOptions, recordResponse } from '../../../../../../records.ts';

export const GET = async ({ locals, params: { participant, consent }, url }) => {
	const { db, actor } = locals;
	const { revokedAt, ...copy } = await consentCopy(db.read, actor, participant, consent);
	const { organizationId } = copy;
	logRead(actor, { organizationId, subject: `participant:${participant}`, kind: 'consents.read' });
	const { zone } = await findProgram(db.read);
	const shown = { ...copy, revokedOn: revokedAt && dayIn(zone, revokedAt) };
	return recordResponse(consentPrint(shown, recordOptions({ url })), 'consent', locals);
};
