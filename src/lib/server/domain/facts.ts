/** The facts about people in a group, gathered for `progress`. */
import { asc, eq, inArray } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { EditionOutline } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import {
	deliveries,
	enrollments,
	groups,
	makeUps,
	marks,
	policies,
	practices,
	sessions,
	sites
} from '../db/schema/index.ts';
import { notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { outlineOf } from './lessons.ts';
import {
	current,
	type DeliveryFact,
	type Facts,
	type MakeUpFact,
	type MarkFact,
	type PracticeFact,
	type SessionFact
} from './progress.ts';
import { dayIn } from './schedule.ts';
import type { MakeUpState, Policy } from '#lib/vocabulary.ts';

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

/** Facts of a group's enrollments, of all or of those named. */
export async function factsIn(read: Read, groupId: Id, enrollmentIds?: Id[]): Promise<GroupFacts> {
	const group = await groupRules(read, groupId);
	const people = await enrolled(read, groupId, enrollmentIds);
	const ids = people.map((one) => one.id);
	const shared = {
		today: dayIn(group.zone, now()),
		sessions: await sessionFacts(read, groupId),
		deliveries: await deliveryFacts(read, groupId)
	};
	const marked = byEnrollment(await markFacts(read, ids));
	const practiced = byEnrollment(await practiceFacts(read, ids));
	const madeUp = byEnrollment(await makeUpStatements(read, ids));
	const own = (id: Id): Facts => ({
		...shared,
		marks: marked.get(id) ?? [],
		practices: practiced.get(id) ?? [],
		makeUps: heldOf(madeUp.get(id) ?? [])
	});
	return {
		groupId,
		organizationId: group.organizationId,
		policy: group.policy,
		edition: await outlineOf(read, group.editionId),
		facts: new Map(ids.map((id) => [id, own(id)])),
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
	return group;
}

async function enrolled(read: Read, groupId: Id, enrollmentIds?: Id[]) {
	const { id, participantId } = enrollments;
	const rows = await read
		.select({ id, participantId })
		.from(enrollments)
		.where(eq(enrollments.groupId, groupId))
		.orderBy(asc(id));
	return enrollmentIds ? rows.filter((row) => enrollmentIds.includes(row.id)) : rows;
}

async function sessionFacts(read: Read, groupId: Id): Promise<SessionFact[]> {
	const rows = await read
		.select()
		.from(sessions)
		.where(eq(sessions.groupId, groupId))
		.orderBy(asc(sessions.number));
	return rows.map(({ id, number, date, kind, lessonIds, endedAt, cancelledAt }) => ({
		id,
		number,
		date,
		booster: kind === 'booster',
		lessonIds,
		ended: endedAt !== null,
		cancelled: cancelledAt !== null
	}));
}

async function deliveryFacts(read: Read, groupId: Id): Promise<DeliveryFact[]> {
	const { id, replaces, sessionId, lessonId, activity, state, minutes } = deliveries;
	return read
		.select({ id, replaces, sessionId, lessonId, activity, state, minutes })
		.from(deliveries)
		.where(eq(deliveries.groupId, groupId))
		.orderBy(asc(id));
}

async function markFacts(read: Read, enrollmentIds: Id[]): Promise<(MarkFact & { enrollmentId: Id })[]> {
	const { id, replaces, sessionId, enrollmentId, status, cameAt, leftAt, reason } = marks;
	return read
		.select({ id, replaces, sessionId, enrollmentId, status, cameAt, leftAt, reason })
		.from(marks)
		.where(inArray(enrollmentId, enrollmentIds))
		.orderBy(asc(id));
}

async function practiceFacts(
	read: Read,
	enrollmentIds: Id[]
): Promise<(PracticeFact & { enrollmentId: Id })[]> {
	const { id, replaces, sessionId, enrollmentId, lessonId, shown, withdrawn, setting } = practices;
	return read
		.select({ id, replaces, sessionId, enrollmentId, lessonId, shown, withdrawn, setting })
		.from(practices)
		.where(inArray(enrollmentId, enrollmentIds))
		.orderBy(asc(id));
}

async function makeUpStatements(read: Read, enrollmentIds: Id[]) {
	const { id, replaces, enrollmentId, lessonId, state, minutes } = makeUps;
	return read
		.select({ id, replaces, enrollmentId, lessonId, state, minutes })
		.from(makeUps)
		.where(inArray(enrollmentId, enrollmentIds))
		.orderBy(asc(id));
}

type MakeUpStatement = MakeUpFact & { id: Id; replaces: Id | null; state: MakeUpState };

/** What was held, of all that was said of make-ups: plans and approvals count nothing, and neither does what is over. */
export const heldOf = (said: MakeUpStatement[]): MakeUpFact[] =>
	current(said.map((one) => ({ ...one, replaces: one.replaces ? [one.replaces] : [] })))
		.filter(({ state }) => state === 'held')
		.map(({ lessonId, minutes }) => ({ lessonId, minutes }));

function byEnrollment<F extends { enrollmentId: Id }>(facts: F[]): Map<Id, F[]> {
	const found = new Map<Id, F[]>();
	for (const fact of facts) {
		const own = found.get(fact.enrollmentId);
		if (own) own.push(fact);
		else found.set(fact.enrollmentId, [fact]);
	}
	return found;
}
