import { findProgram } from '#lib/server/domain/organizations.ts';
import { findParticipant } from '#lib/server/domain/people.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { accountingOf, Period } from '#lib/server/feed/accounting.ts';
import { toldPrint } from '#lib/record-words.ts';
import { recordOptions, recordResponse } from '../../../../../records.ts';

export const GET = async ({ locals, params: { participant }, url }) => {
	const { db, actor } = locals;
	const period = Period.parse(Object.fromEntries(url.searchParams));
	const told = await accountingOf(db.read, actor, participant, period);
	const { enrollments, ...person } = await findParticipant(db.read, actor, participant);
	const { organizationId } = enrollments[0];
	logRead(actor, { organizationId, subject: `participant:${participant}`, kind: 'disclosures.read' });
	const { zone } = await findProgram(db.read);
	return recordResponse(toldPrint(told, { person, zone }, recordOptions({ url })), 'disclosures', locals);
};
