import { findProgram } from '#lib/server/domain/organizations.ts';
import { findParticipant } from '#lib/server/domain/people.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { accountingOf, Period } from '#lib/server/feed/accounting.ts';

export const load = async ({ locals: { db, actor }, params: { participant }, url }) => {
	const period = Period.parse(Object.fromEntries(url.searchParams));
	const told = await accountingOf(db.read, actor, participant, period);
	const { enrollments, ...person } = await findParticipant(db.read, actor, participant);
	logRead(actor, {
		organizationId: enrollments[0].organizationId,
		subject: `participant:${participant}`,
		kind: 'disclosures.read'
	});
	const { zone } = await findProgram(db.read);
	return { person, told, period, zone };
};
