/** Agendas: what a facilitator has to do today, and what comes next. */
import { now } from '../clock.ts';
import { lessonIn } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import type { Actor } from '../policy.ts';
import { rollCounts } from './rolls.ts';
import { findLesson, outlineOf } from './lessons.ts';
import { agendaOf, sessionCounts, type ListedSession } from './sessions.ts';

/** Past sessions shown at once: the oldest first, since they are locked first. */
const mostUnfinished = 8;
/** Minutes before the start, and after the planned end, in which a session counts as under way. */
const early = 20;
const late = 60;

export type AgendaItem = Awaited<ReturnType<typeof itemsOf>>[number];

/** The day as pages show it: one session to go to first, the rest in order. */
export async function todayOf(read: Read, actor: Actor, locale: string, at = now()) {
	const { unfinished, today, upcoming } = await agendaOf(read, actor, at);
	const past = unfinished.slice(0, mostUnfinished);
	const items = await itemsOf(read, [...past, ...today, ...upcoming], locale, at);
	const among = (sessions: ListedSession[]) =>
		items.filter(({ id }) => sessions.some((one) => one.id === id));
	const open = among(today).filter(({ state }) => state !== 'ended');
	const running = open.find(({ state }) => state === 'running');
	const first = running ?? open[0] ?? among(past)[0] ?? among(upcoming)[0] ?? null;
	const others = (sessions: ListedSession[]) => among(sessions).filter((item) => item !== first);
	return {
		first,
		unfinished: others(past),
		moreUnfinished: Math.max(0, unfinished.length - mostUnfinished),
		today: others(today),
		upcoming: others(upcoming)
	};
}

async function itemsOf(read: Read, sessions: ListedSession[], locale: string, at: string) {
	const rolls = await rollCounts(read, sessions);
	const counts = await sessionCounts(read, [...new Set(sessions.map(({ groupId }) => groupId))]);
	return Promise.all(
		sessions.map(async (session) => {
			const { id, number, group, site, room, date, time, zone, minutes } = session;
			const outline = await outlineOf(read, session.editionId);
			const lessons = session.lessonIds.map(
				(lessonId) => lessonIn(findLesson(outline, lessonId), locale).title
			);
			const held = { ...rolls.get(id)!, state: stateOf(session, at) };
			const of = counts.get(session.groupId)!;
			return { id, number, of, group, site, room, date, time, zone, minutes, lessons, ...held };
		})
	);
}

function stateOf(
	{ startsAt, minutes, endedAt }: ListedSession,
	at: string
): 'ended' | 'ahead' | 'running' | 'unfinished' {
	if (endedAt) return 'ended';
	const elapsed = (Date.parse(at) - Date.parse(startsAt)) / 60_000;
	if (elapsed < -early) return 'ahead';
	return elapsed <= minutes + late ? 'running' : 'unfinished';
}
