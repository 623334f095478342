/** The facts about people in a group, gathered for `progress`. */
import { asc, eq, inArray } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { EditionOutline } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import {
	deliveries,
	enrollments,
	groups,
	homework,
	makeUps,
	policies,
	practices,
	sessions,
	sites
} from '../db/schema/index.ts';
import { notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { delaysIn } from './delays.ts';
import { outlineOf } from './lessons.ts';
import { countedMarks, markFacts } from './mark-facts.ts';
import {
	current,
	type DeliveryFact,
	type Facts,
	type Held,
	type HomeworkFact,
	type MakeUpFact,
	type PracticeFact,
	type SessionFact
} from './progress.ts';
import { dayIn } from './schedule.ts';
import { daysAway } from './stays.ts';
import { policyFrom, type MakeUpState, type Policy } from '#lib/vocabulary.ts';

export type GroupFacts = {
	groupId: Id;
	organizationId: Id;
	policy: Policy;
	edition: EditionOutline;
	/** By enrollment id. */
	facts: Map<Id, Facts>;
	/** By enrollment id. */
	participants: Map<Id, Id>;
};

/** Facts of a group's enrollments, of all or of those named, with what the same people did in earlier groups. */
export async function factsIn(read: Read, groupId: Id, enrollmentIds?: Id[]): Promise<GroupFacts> {
	const gathered = await ownFactsIn(read, groupId, enrollmentIds);
	const carrying = gathered.people.filter(({ carries }) => carries.length > 0);
	if (carrying.length === 0) return gathered;
	const earlier = await factsOf(
		read,
		carrying.flatMap(({ carries }) => carries)
	);
	for (const { id, carries } of carrying) {
		const before = carries.flatMap((one) => earlier.get(one) ?? []);
		gathered.facts.set(id, withEarlier(gathered.facts.get(id)!, before));
	}
	return gathered;
}

export type EarlierFacts = NonNullable<Facts['before']>;

/** Facts with the credit of earlier groups. */
export const withEarlier = (own: Facts, before: EarlierFacts): Facts => ({
	...own,
	practices: [...own.practices, ...before.flatMap(({ facts }) => facts.practices)],
	homework: [...(own.homework ?? []), ...before.flatMap(({ facts }) => facts.homework ?? [])],
	before
});

/** What was done in some enrollments, each by itself, by enrollment id. */
export async function factsOf(read: Read, enrollmentIds: Id[]): Promise<Map<Id, EarlierFacts[number]>> {
	const { id, groupId } = enrollments;
	const rows = await read
		.select({ id, groupId })
		.from(enrollments)
		.where(inArray(id, enrollmentIds))
		.orderBy(asc(id));
	const all = new Map<Id, EarlierFacts[number]>();
	for (const [group, own] of Map.groupBy(rows, (row) => row.groupId)) {
		const { policy, edition, facts } = await ownFactsIn(
			read,
			group,
			own.map((row) => row.id)
		);
		for (const [one, its] of facts) all.set(one, { groupId: group, policy, edition, facts: its });
	}
	return all;
}

/** What is the same for everybody in a group, and for whoever may join it. */
export async function sharedFactsIn(read: Read, groupId: Id) {
	const group = await groupRules(read, groupId);
	const { sessions, editionOf } = await sessionFacts(read, groupId);
	const deliveries = await deliveryFacts(read, groupId);
	const shared = {
		today: dayIn(group.zone, now()),
		sessions,
		deliveries,
		heldWith: await heldEditions(read, editionOf, sessions, deliveries)
	};
	return { ...group, edition: await outlineOf(read, group.editionId), shared };
}

async function ownFactsIn(read: Read, groupId: Id, enrollmentIds?: Id[]) {
	const { shared, ...group } = await sharedFactsIn(read, groupId);
	const people = await enrolled(read, groupId, enrollmentIds);
	const ids = people.map((one) => one.id);
	const marked = byEnrollment(await markFacts(read, ids));
	const practiced = byEnrollment(await practiceFacts(read, ids));
	const saidOfHomework = byEnrollment(await homeworkFacts(read, ids));
	const madeUp = byEnrollment(await makeUpStatements(read, ids));
	const own = ({ id, ...stay }: (typeof people)[number]): Facts => ({
		...shared,
		away: daysAway(stay, shared.today),
		marks: countedMarks(marked.get(id) ?? [], shared.sessions, stay),
		practices: practiced.get(id) ?? [],
		homework: saidOfHomework.get(id) ?? [],
		makeUps: heldOf(madeUp.get(id) ?? [])
	});
	return {
		groupId,
		organizationId: group.organizationId,
		policy: group.policy,
		edition: group.edition,
		people,
		facts: new Map(people.map((one) => [one.id, own(one)])),
		participants: new Map(people.map((one) => [one.id, one.participantId]))
	};
}

async function groupRules(read: Read, groupId: Id) {
	const [group] = await read
		.select({
			organizationId: groups.organizationId,
			editionId: groups.editionId,
			policy: policies.data,
			zone: sites.zone
		})
		.from(groups)
		.innerJoin(policies, eq(policies.id, groups.policyId))
		.innerJoin(sites, eq(sites.id, groups.siteId))
		.where(eq(groups.id, groupId));
	if (!group) throw notFound();
	return { ...group, policy: policyFrom(group.policy) };
}

async function enrolled(read: Read, groupId: Id, enrollmentIds?: Id[]) {
	const { id, participantId, enrolledOn, pausedOn, backOn, away, carries } = enrollments;
	const rows = await read
		.select({ id, participantId, enrolledOn, pausedOn, backOn, away, carries })
		.from(enrollments)
		.where(eq(enrollments.groupId, groupId))
		.orderBy(asc(id));
	return enrollmentIds ? rows.filter((row) => enrollmentIds.includes(row.id)) : rows;
}

/** The editions that a group has moved on from, oldest first, with all that it had held by then. */
async function heldEditions(
	read: Read,
	editionOf: Map<Id, Id>,
	sessions: SessionFact[],
	deliveries: DeliveryFact[]
): Promise<Held[]> {
	const all: Held[] = [];
	const until = new Set<Id>();
	for (const editionId of new Set(editionOf.values())) {
		until.add(editionId);
		const isHeld = (sessionId: Id) => until.has(editionOf.get(sessionId) ?? '');
		all.push({
			edition: await outlineOf(read, editionId),
			sessions: sessions.filter(({ id }) => isHeld(id)),
			deliveries: deliveries.filter(({ sessionId }) => isHeld(sessionId))
		});
	}
	return all;
}

async function sessionFacts(read: Read, groupId: Id) {
	const rows = await read
		.select()
		.from(sessions)
		.where(eq(sessions.groupId, groupId))
		.orderBy(asc(sessions.number));
	const delays = await delaysIn(read, rows);
	const sessionsOfGroup: SessionFact[] = rows.map(
		({ id, number, date, kind, lessonIds, endedAt, cancelledAt }) => ({
			id,
			number,
			date,
			booster: kind === 'booster',
			lessonIds,
			ended: endedAt !== null,
			cancelled: cancelledAt !== null,
			delay: delays.get(id) ?? 0
		})
	);
	const editionOf = new Map(
		rows.flatMap(({ id, editionId }) => (editionId ? [[id, editionId] as const] : []))
	);
	return { sessions: sessionsOfGroup, editionOf };
}

async function deliveryFacts(read: Read, groupId: Id): Promise<DeliveryFact[]> {
	const { id, replaces, sessionId, lessonId, activity, state, minutes } = deliveries;
	return read
		.select({ id, replaces, sessionId, lessonId, activity, state, minutes })
		.from(deliveries)
		.where(eq(deliveries.groupId, groupId))
		.orderBy(asc(id));
}

async function practiceFacts(
	read: Read,
	enrollmentIds: Id[]
): Promise<(PracticeFact & { enrollmentId: Id })[]> {
	const { id, replaces, sessionId, enrollmentId, lessonId, shown, withdrawn, setting, role } = practices;
	return read
		.select({ id, replaces, sessionId, enrollmentId, lessonId, shown, withdrawn, setting, role })
		.from(practices)
		.where(inArray(enrollmentId, enrollmentIds))
		.orderBy(asc(id));
}

async function homeworkFacts(
	read: Read,
	enrollmentIds: Id[]
): Promise<(HomeworkFact & { enrollmentId: Id })[]> {
	const { id, replaces, sessionId, enrollmentId, lessonId, state } = homework;
	return read
		.select({ id, replaces, sessionId, enrollmentId, lessonId, state })
		.from(homework)
		.where(inArray(enrollmentId, enrollmentIds))
		.orderBy(asc(id));
}

async function makeUpStatements(read: Read, enrollmentIds: Id[]) {
	const { id, replaces, enrollmentId, lessonId, state, minutes, way } = makeUps;
	return read
		.select({ id, replaces, enrollmentId, lessonId, state, minutes, way })
		.from(makeUps)
		.where(inArray(enrollmentId, enrollmentIds))
		.orderBy(asc(id));
}

type MakeUpStatement = MakeUpFact & { id: Id; replaces: Id | null; state: MakeUpState };

/** What was held, of all that was said of make-ups: plans and approvals count nothing, and neither does what is over. */
export const heldOf = (said: MakeUpStatement[]): MakeUpFact[] =>
	current(said.map((one) => ({ ...one, replaces: one.replaces ? [one.replaces] : [] })))
		.filter(({ state }) => state === 'held')
		.map(({ lessonId, minutes, way }) => ({ lessonId, minutes, way }));

function byEnrollment<F extends { enrollmentId: Id }>(facts: F[]): Map<Id, F[]> {
	const found = new Map<Id, F[]>();
	for (const fact of facts) {
		const own = found.get(fact.enrollmentId);
		if (own) own.push(fact);
		else found.set(fact.enrollmentId, [fact]);
	}
	return found;
}
