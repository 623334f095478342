import { ownConsentCopy } from '#lib/server/domain/consent-copies.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';

export const load = async ({ locals: { db, actor }, params, url }) => {
	const { revokedAt, ...copy } = await ownConsentCopy(db.read, actor, params.consent);
	const { zone } = await findProgram(db.read);
	return {
		copy: { ...copy, revokedOn: revokedAt && dayIn(zone, revokedAt) },
		said: ['signed', 'stopped'].find((word) => url.searchParams.has(word)) ?? null
	};
};
