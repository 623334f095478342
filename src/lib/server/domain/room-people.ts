/** Room people: those on the roll as a session's screen shows them, which others in the room may see. */
import type { Read } from '../db/open.ts';
import type { Id } from '../ids.ts';
import { authorsOf } from './authors.ts';
import { engagementsIn, type EngagementEntry } from './engagements.ts';
import { rollOfSession, type RollEntry } from './rolls.ts';
import type { Session } from './sessions.ts';
import { visitorsOf } from './visitors.ts';
import { fullName, shortName } from '#lib/format.ts';
import type { Standing } from '#lib/roll.ts';
import type { AbsenceReason } from '#lib/vocabulary.ts';

/** Somebody on the roll. Others may see the screen: first name and initial, unless two people share them. */
export type RoomPerson = Standing & {
	enrollmentId: Id;
	name: string;
	/** Ids of what a new mark would replace. */
	heads: Id[];
	/** The contradicting statements and who made them, until one is settled on. */
	review: (Standing & { id: Id; by: string | null })[];
	corrected: boolean;
	/** What they said beforehand, if they said that they would be away. */
	announced?: AbsenceReason;
	/** The "all others here" that marked them, while it can be taken back at once. */
	inAll: Id | null;
	/** How they took part, as it was last noted: for the facilitators alone. */
	engagement?: EngagementEntry;
};
/** Somebody from another group, by first name and initial alone, and the lessons that they make up. */
export type RoomVisitor = RoomPerson & { lessonIds: string[] };

export async function roomPeople(read: Read, session: Session): Promise<RoomPerson[]> {
	const roll = await rollOfSession(read, session);
	const engagements = await engagementsIn(read, session.id);
	const people = await shownOf(read, roll, namesFor(roll));
	return people.map((one) => {
		const engagement = engagements.get(one.enrollmentId);
		return engagement ? { ...one, engagement } : one;
	});
}

export async function roomVisitors(read: Read, session: Session): Promise<RoomVisitor[]> {
	const visitors = await visitorsOf(read, session);
	const names = new Map(visitors.map((one) => [one.enrollmentId, shortName(one)]));
	const people = await shownOf(read, visitors, names);
	return people.map((one, i) => ({ ...one, lessonIds: visitors[i].lessonIds }));
}

async function shownOf(read: Read, roll: RollEntry[], names: Map<Id, string>): Promise<RoomPerson[]> {
	const author = await authorsOf(
		read,
		roll.flatMap(({ review }) => review.map(({ markedBy }) => markedBy))
	);
	return roll.map((one) => {
		const { enrollmentId, status, cameAt, leftAt, reason, late, announced, heads, corrected, inAll } = one;
		const review = one.review.map(({ markedBy, ...mark }) => ({ ...mark, by: author(markedBy) }));
		return {
			enrollmentId,
			name: names.get(enrollmentId)!,
			status,
			cameAt,
			leftAt,
			reason,
			...(late && { late }),
			...(announced && { announced }),
			heads,
			review,
			corrected,
			inAll
		};
	});
}

/** First name and initial, by enrollment; the whole name for people who would read the same. */
export function namesFor(
	people: Pick<RollEntry, 'enrollmentId' | 'firstName' | 'lastName'>[]
): Map<Id, string> {
	const alike = Map.groupBy(people, shortName);
	const names = [...alike].flatMap(([short, own]) =>
		own.map((one) => [one.enrollmentId, own.length > 1 ? fullName(one) : short] as const)
	);
	return new Map(names);
}
