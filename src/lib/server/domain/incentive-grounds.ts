/** Grounds of an incentive: who said what earned it. None of them is the one who approves it. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Read } from '../db/open.ts';
import {
	deliveries,
	enrollments,
	groups,
	homework,
	makeUps,
	marks,
	practices,
	sessions
} from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { nameOf, type Actor } from '../policy.ts';
import type { Incentive } from './incentive-steps.ts';
import { outlineOf } from './lessons.ts';
import type { OwnPart } from '#lib/incentives.ts';

type Behind = 'presence' | 'practice';
/** What kinds of facts a milestone rests on; on all of them where it is not named here. */
const behind: Record<string, Behind[]> = {
	enrolled: [],
	'first-session': ['presence'],
	module: ['presence'],
	'half-way': ['presence'],
	applications: ['presence'],
	'practice-target': ['practice']
};
const restsOn = ({ kind }: Incentive, what: Behind) =>
	(behind[kind] ?? ['presence', 'practice']).includes(what);

/** For each incentive what the actor did themselves of that which earned it; those with nothing of theirs are left out. */
export async function ownPartsIn(read: Read, actor: Actor, all: Incentive[]): Promise<Map<Id, OwnPart>> {
	if (all.length === 0) return new Map();
	const me = nameOf(actor);
	const stays = await staysOf(read, all);
	const ids = [...new Set([...stays.values()].flatMap((stay) => stay.ids))];
	const said = await saidIn(read, me, ids);
	const lessonsOf = await moduleLessons(read, all, stays);
	const parts = all.map((one) => {
		const lessons = one.kind === 'module' ? (lessonsOf.get(one.id) ?? new Set<string>()) : null;
		return [one.id, partIn(one, me, stays.get(one.enrollmentId)!.ids, lessons, said)] as const;
	});
	return new Map(parts.filter((part): part is [Id, OwnPart] => part[1] !== null));
}

type Said = Awaited<ReturnType<typeof saidIn>>;

function partIn(
	one: Incentive,
	me: string,
	enrollmentIds: Id[],
	lessons: Set<string> | null,
	said: Said
): OwnPart | null {
	const mine = <F extends { enrollmentId: Id }>(facts: F[]) =>
		facts.filter(({ enrollmentId }) => enrollmentIds.includes(enrollmentId));
	const isOf = (lessonId: string) => lessons === null || lessons.has(lessonId);
	if (one.by === me) return 'awarded';
	if (restsOn(one, 'presence')) {
		const counted = countedIn(mine(said.marks), one.at, said.deliveries, isOf);
		if (mine(said.marks).some(({ by, sessionId }) => by === me && counted.has(sessionId))) return 'marked';
		const ticked = said.deliveries.filter(({ by, lessonId }) => by === me && isOf(lessonId));
		if (ticked.some(({ sessionId }) => counted.has(sessionId))) return 'delivered';
		if (mine(said.makeUps).some(({ lessonId }) => isOf(lessonId))) return 'made-up';
	}
	const practiced = [...said.practices, ...said.homework];
	return restsOn(one, 'practice') && mine(practiced).length > 0 ? 'practice' : null;
}

/** Sessions that were marked by then, and that held one of the lessons: by the plan, or because it went on in them. */
function countedIn(
	marked: Said['marks'],
	until: string,
	given: Said['deliveries'],
	isOf: (lessonId: string) => boolean
): Set<Id> {
	const held = new Set(given.filter(({ lessonId }) => isOf(lessonId)).map(({ sessionId }) => sessionId));
	const counted = marked.filter(
		({ at, sessionId, lessonIds }) => at <= until && (lessonIds.some(isOf) || held.has(sessionId))
	);
	return new Set(counted.map(({ sessionId }) => sessionId));
}

/** Each enrollment with those whose credit counts in it, and its edition. */
async function staysOf(read: Read, all: Incentive[]) {
	const ids = [...new Set(all.map(({ enrollmentId }) => enrollmentId))];
	const rows = await read
		.select({ id: enrollments.id, carries: enrollments.carries, editionId: groups.editionId })
		.from(enrollments)
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.where(inArray(enrollments.id, ids))
		.orderBy(asc(enrollments.id));
	return new Map(rows.map(({ id, carries, editionId }) => [id, { ids: [id, ...carries], editionId }]));
}

async function moduleLessons(read: Read, all: Incentive[], stays: Awaited<ReturnType<typeof staysOf>>) {
	const found = new Map<Id, Set<string>>();
	for (const { id, kind, moduleId, enrollmentId } of all) {
		if (kind !== 'module') continue;
		const { lessons } = await outlineOf(read, stays.get(enrollmentId)!.editionId);
		const own = lessons.filter((lesson) => lesson.moduleId === moduleId);
		found.set(id, new Set(own.map((lesson) => lesson.id)));
	}
	return found;
}

/** All marks and ticks, since any of them says which sessions count; of everything else what one of the staff said. */
async function saidIn(read: Read, me: string, ids: Id[]) {
	const marked = await read
		.select({
			enrollmentId: marks.enrollmentId,
			sessionId: marks.sessionId,
			lessonIds: sessions.lessonIds,
			by: marks.markedBy,
			at: marks.at
		})
		.from(marks)
		.innerJoin(sessions, eq(sessions.id, marks.sessionId))
		.where(inArray(marks.enrollmentId, ids))
		.orderBy(asc(marks.id));
	const there = [...new Set(marked.map(({ sessionId }) => sessionId))];
	const delivered = await read
		.select({ sessionId: deliveries.sessionId, lessonId: deliveries.lessonId, by: deliveries.by })
		.from(deliveries)
		.where(inArray(deliveries.sessionId, there))
		.orderBy(asc(deliveries.id));
	return {
		marks: marked,
		deliveries: delivered,
		makeUps: await read
			.select({ enrollmentId: makeUps.enrollmentId, lessonId: makeUps.lessonId })
			.from(makeUps)
			.where(and(eq(makeUps.by, me), inArray(makeUps.enrollmentId, ids)))
			.orderBy(asc(makeUps.id)),
		practices: await read
			.select({ enrollmentId: practices.enrollmentId })
			.from(practices)
			.where(and(eq(practices.by, me), inArray(practices.enrollmentId, ids)))
			.orderBy(asc(practices.id)),
		homework: await read
			.select({ enrollmentId: homework.enrollmentId })
			.from(homework)
			.where(and(eq(homework.by, me), inArray(homework.enrollmentId, ids)))
			.orderBy(asc(homework.id))
	};
}
