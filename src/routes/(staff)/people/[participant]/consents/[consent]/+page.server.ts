import { consentCopy } from '#lib/server/domain/consent-copies.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { can } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor }, params: { participant, consent }, url }) => {
	const { revokedAt, ...copy } = await consentCopy(db.read, actor, participant, consent);
	const { organizationId } = copy;
	logRead(actor, { organizationId, subject: `participant:${participant}`, kind: 'consents.read' });
	const { zone } = await findProgram(db.read);
	return {
		copy: { ...copy, revokedOn: revokedAt && dayIn(zone, revokedAt) },
		signed: url.searchParams.has('signed'),
		can: { record: can(actor, 'consents.record', copy) }
	};
};
