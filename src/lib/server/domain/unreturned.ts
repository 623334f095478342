/** Practice not returned: who came back to a group's last session without the practice that the one before gave along. */
import { and, asc, gt, inArray } from 'drizzle-orm';
import type { Read } from '../db/open.ts';
import { deliveries, homework, practices } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { plusDays } from './days.ts';
import { plansMade } from './homework.ts';
import { outlineOf } from './lessons.ts';
import { upheldHomework, upheldPractices } from './practice-uses.ts';

/** Days for which it is asked after, if the group does not meet sooner: as long as facilitators note it by themselves. */
const unreturnedDays = 7;

type Past = {
	id: Id;
	groupId: Id;
	group: string;
	editionId: Id;
	number: number;
	date: string;
	endedAt: string | null;
	lessonIds: string[];
};
type Somebody = { enrollmentId: Id; firstName: string; lastName: string };
/** A session that was ended last, with the one before it. */
type Pair = { last: Past; before: Past };

/**
 * One row a group.
 * @param past sessions, oldest first
 * @param came who was in a session
 */
export async function unreturnedPractice(
	read: Read,
	past: Past[],
	today: string,
	came: (session: Past) => Somebody[]
) {
	const pairs = lastPairs(past, today);
	if (pairs.length === 0) return [];
	const assigned = await assignedIn(read, pairs);
	const asked = pairs.flatMap((pair) => {
		const lessonIds = assigned.get(pair.last.id) ?? [];
		return lessonIds.length > 0 ? [{ ...pair, lessonIds, people: came(pair.last) }] : [];
	});
	const returned = await returnedTo(read, asked);
	return asked.flatMap(({ last, before, lessonIds, people }) => {
		const has = ({ enrollmentId }: Somebody) =>
			lessonIds.every((lessonId) => returned({ enrollmentId, lessonId }, { last, before }));
		const missing = people.filter((one) => !has(one));
		const { id, group, number, date } = last;
		return missing.length > 0 ? [{ id, group, number, date, people: missing }] : [];
	});
}

function lastPairs(past: Past[], today: string): Pair[] {
	const ended = Map.groupBy(
		past.filter(({ endedAt }) => endedAt !== null),
		({ groupId }) => groupId
	);
	const since = plusDays(today, -unreturnedDays);
	return [...ended.values()].flatMap((own) => {
		const [before, last] = own.slice(-2);
		return last && last.date >= since ? [{ last, before }] : [];
	});
}

/** Lessons whose practice is asked for, by the session that asks: as `assignedFor` says it of one. */
async function assignedIn(read: Read, pairs: Pair[]) {
	const rows = await read
		.select()
		.from(deliveries)
		.where(
			inArray(
				deliveries.sessionId,
				pairs.map(({ before }) => before.id)
			)
		)
		.orderBy(asc(deliveries.at), asc(deliveries.id));
	const outlines = new Map<Id, Awaited<ReturnType<typeof outlineOf>>>();
	for (const editionId of new Set(pairs.map(({ last }) => last.editionId)))
		outlines.set(editionId, await outlineOf(read, editionId));
	return new Map(
		pairs.map(({ last, before }) => {
			const { lessons } = outlines.get(last.editionId)!;
			const own = rows.filter(({ sessionId }) => sessionId === before.id);
			const given = plansMade(own, before, lessons);
			const practiced = lessons.filter(({ id, practice }) => practice !== null && given.has(id));
			return [last.id, practiced.map(({ id }) => id)];
		})
	);
}

/** Brought back or tried, or practiced since on their own. */
async function returnedTo(read: Read, asked: (Pair & { people: Somebody[] })[]) {
	const ids = asked.flatMap(({ people }) => people.map(({ enrollmentId }) => enrollmentId));
	const first = asked.map(({ before }) => before.date).sort()[0] ?? '';
	const said = await read
		.select()
		.from(homework)
		.where(
			inArray(
				homework.sessionId,
				asked.map(({ last }) => last.id)
			)
		)
		.orderBy(asc(homework.at), asc(homework.id));
	const noted = await read
		.select()
		.from(practices)
		.where(and(inArray(practices.enrollmentId, ids), gt(practices.at, first)))
		.orderBy(asc(practices.at), asc(practices.id));
	const back = upheldHomework(said).filter(({ state }) => state === 'returned' || state === 'tried');
	const own = upheldPractices(noted).filter(({ setting, withdrawn }) => setting !== 'room' && !withdrawn);
	type Task = { enrollmentId: Id; lessonId: string };
	const isOf = (one: Task, { enrollmentId, lessonId }: Task) =>
		one.enrollmentId === enrollmentId && one.lessonId === lessonId;
	return (task: Task, { last, before }: Pair) =>
		back.some((one) => isOf(one, task) && one.sessionId === last.id) ||
		own.some((one) => isOf(one, task) && one.at > before.date);
}
