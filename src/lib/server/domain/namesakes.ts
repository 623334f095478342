/** Namesakes: people of an organization whose name is nearly that of somebody new. */
import { asc, eq } from 'drizzle-orm';
import type { Read } from '../db/open.ts';
import { enrollments, participantNames, participants, referrals } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { findGroup } from './groups.ts';
import { areAlike, namesIn, type Named } from './names.ts';

/** As the organization calls them: never the legal name. */
export type Namesake = Named & { participantId: Id; number: string };

const { participantId, firstName, lastName, legalFirstName, legalLastName } = participantNames;
/** What names are compared by. */
export const comparable = {
	...{ participantId, firstName, lastName, legalFirstName, legalLastName },
	number: participants.number
};

/** Everybody who is or was in one of the organization's groups, or was referred to it. */
export async function peopleOf(read: Read, organizationId: Id): Promise<Comparable[]> {
	const enrolled = await read
		.selectDistinct(comparable)
		.from(enrollments)
		.innerJoin(participants, eq(participants.id, enrollments.participantId))
		.innerJoin(participantNames, eq(participantId, participants.id))
		.where(eq(enrollments.organizationId, organizationId))
		.orderBy(asc(participants.number));
	const referred = await read
		.selectDistinct(comparable)
		.from(referrals)
		.innerJoin(participants, eq(participants.id, referrals.participantId))
		.innerJoin(participantNames, eq(participantId, participants.id))
		.where(eq(referrals.organizationId, organizationId))
		.orderBy(asc(participants.number));
	const all = new Map([...enrolled, ...referred].map((person) => [person.participantId, person]));
	return [...all.values()];
}
export type Comparable = Pick<
	typeof participantNames.$inferSelect,
	'participantId' | 'firstName' | 'lastName' | 'legalFirstName' | 'legalLastName'
> & { number: string };

/** Is one of the names nearly one of the person's? */
export const isLike = (names: Named[], person: Comparable): boolean =>
	names.some((name) => namesIn(person).some((other) => areAlike(name, other)));

/** So many are shown to choose from at the most. */
const mostShown = 5;

export const namesakesAmong = (people: Comparable[], names: Named[]): Namesake[] =>
	people
		.filter((person) => isLike(names, person))
		.slice(0, mostShown)
		.map(({ participantId, number, firstName, lastName }) => ({
			participantId,
			number,
			firstName,
			lastName
		}));

/**
 * For whoever takes people into the group's organization.
 * @throws 404, 403
 */
export async function namesakesOf(read: Read, actor: Actor, groupId: Id, name: Named): Promise<Namesake[]> {
	const group = await findGroup(read, actor, groupId);
	allow(actor, 'people.create', group);
	return namesakesAmong(await peopleOf(read, group.organizationId), [name]);
}
