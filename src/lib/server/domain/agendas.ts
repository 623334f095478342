/** Agendas: what a facilitator has to do today, and what comes next. */
import { now } from '../clock.ts';
import { lessonIn } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import type { Actor } from '../policy.ts';
import { rollOfSession } from './attendance.ts';
import { findLesson, outlineOf } from './lessons.ts';
import { agendaOf, sessionsOf, type ListedSession } from './sessions.ts';

/** Past sessions shown at once: the oldest first, since they are locked first. */
const mostUnfinished = 8;
/** Minutes before the start, and after the planned end, in which a session counts as under way. */
const early = 20;
const late = 60;

export type AgendaItem = Awaited<ReturnType<typeof itemOf>>;

/** The day as pages show it: one session to go to first, the rest in order. */
export async function todayOf(read: Read, actor: Actor, locale: string, at = now()) {
	const { unfinished, today, upcoming } = await agendaOf(read, actor, at);
	const items = (sessions: ListedSession[]) =>
		Promise.all(sessions.map((session) => itemOf(read, session, locale, at)));
	const [past, ofToday, later] = [
		await items(unfinished.slice(0, mostUnfinished)),
		await items(today),
		await items(upcoming)
	];
	const open = ofToday.filter(({ state }) => state !== 'ended');
	const first = open.find(({ state }) => state === 'running') ?? open[0] ?? past[0] ?? later[0] ?? null;
	const others = (all: AgendaItem[]) => all.filter((item) => item !== first);
	return {
		first,
		unfinished: others(past),
		moreUnfinished: Math.max(0, unfinished.length - mostUnfinished),
		today: others(ofToday),
		upcoming: others(later)
	};
}

async function itemOf(read: Read, session: ListedSession, locale: string, at: string) {
	const { id, number, group, site, room, date, time, zone, minutes } = session;
	const outline = await outlineOf(read, session.editionId);
	const lessons = session.lessonIds.map((lessonId) => lessonIn(findLesson(outline, lessonId), locale).title);
	const roll = await rollOfSession(read, session);
	const unmarked = roll.filter(({ status }) => status === 'unmarked').length;
	const of = (await sessionsOf(read, session.groupId)).length;
	const held = { people: roll.length, unmarked, state: stateOf(session, at) };
	return { id, number, of, group, site, room, date, time, zone, minutes, lessons, ...held };
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
