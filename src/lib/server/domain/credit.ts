/** Credit for lessons: how much of what was delivered was somebody there for, and can the rest still be had? */
import type { EditionOutline, LessonOutline } from '../curriculum/outline.ts';
import { lastOf, plusDays } from './days.ts';
import { isPartial, isThere, nowhere, overlap, presences, type Presence } from './presence.ts';
import { differ, upheld, type Replaceable } from './statements.ts';
import type { DeliveryFact, Facts, Reading, SessionFact } from './progress.ts';
import type { ActivityState, Policy } from '#lib/vocabulary.ts';

export type LessonState = 'credited' | 'partly' | 'missed' | 'ahead' | 'review';
/** How something can still be had: with what is planned alone, with make-ups, or not any more. */
export type Reach = 'met' | 'planned' | 'make-up' | 'none';
export type LessonStanding = {
	lessonId: string;
	state: LessonState;
	reach: Reach;
	/** Minutes delivered to the group, and of these attended (make-ups included). A repetition counts once. */
	delivered: number;
	attended: number;
	/** Minutes of make-up that the credit still takes, even if the person is there for all that is yet to be done. */
	short: number;
	/** Day of the session that holds (or held) the last of it. */
	on: string | null;
	/** Last day for a make-up, while one is needed and possible. */
	makeUpBy: string | null;
};

type Said = { state: ActivityState; minutes: number };
/** What stands about one activity in one session. */
export const upheldDeliveries = <D extends Said & Replaceable>(said: D[]): D[] =>
	upheld(said, ({ state }) => state === 'pending');
/** Do statements that stand say different things about an activity? */
export const deliveriesDiffer = (said: Said[]): boolean =>
	differ(said, ({ state, minutes }) => `${state}|${minutes}`);

type Interval = DeliveryFact & { date: string; from: number; to: number };
/** All that is known of one lesson and one person. */
type LessonRecord = {
	intervals: Interval[];
	there: There;
	/** Without what a dispute about its session leaves in doubt. */
	surelyThere: There;
	madeUp: number;
	mayMakeUp: boolean;
	/** Somebody says something else about one of its activities. */
	disputed: boolean;
	/** Day of the last session that was planned for it. */
	held: string | null;
	/** Day on which what is left of it is to be done; null when no session is left for it. */
	planned: string | null;
};
type There = (sessionId: string) => Presence;

export function lessonStandings(
	policy: Policy,
	edition: EditionOutline,
	facts: Facts,
	reading: Reading
): LessonStanding[] {
	const recordOf = lessonRecords(policy, edition, facts, reading);
	return edition.lessons.map((lesson) =>
		lessonStanding(policy, lesson, recordOf(lesson.id), facts.today, reading)
	);
}

function lessonRecords(policy: Policy, edition: EditionOutline, facts: Facts, reading: Reading) {
	const { settled, disputes } = settledDeliveries(facts.deliveries);
	const presence = presences(policy, facts.marks, reading);
	const there: There = (sessionId) => presence.get(sessionId) ?? nowhere;
	const held = facts.sessions.filter((session) => !session.cancelled).sort((a, b) => a.number - b.number);
	const byLesson = Map.groupBy(intervalsOf(edition, held, settled), ({ lessonId }) => lessonId);
	const disputed = new Set(disputes.map((dispute) => dispute.lessonId));
	const surelyThere = withoutDoubt(there, disputes);
	const begun = makeUpsBegun(facts);

	return (lessonId: string): LessonRecord => {
		const intervals = byLesson.get(lessonId) ?? [];
		return {
			intervals,
			there,
			surelyThere,
			madeUp: sum(facts.makeUps.filter((m) => m.lessonId === lessonId).map((m) => m.minutes)),
			mayMakeUp: begun.has(lessonId) || begun.size < policy.makeUps.limit,
			disputed: disputed.has(lessonId),
			...placesOf(lessonId, held)
		};
	};
}

/** Lessons of which something was made up: each counts once against the policy's limit. */
export const makeUpsBegun = (facts: Facts) => new Set(facts.makeUps.map((makeUp) => makeUp.lessonId));

/** What was delivered, one statement an activity and session: of contradicting ones the one with most minutes. */
function settledDeliveries(deliveries: DeliveryFact[]) {
	const said = Map.groupBy(deliveries, (d) => [d.sessionId, d.lessonId, d.activity].join('|'));
	const standing = [...said.values()].map(upheldDeliveries).filter((own) => own.length > 0);
	return {
		settled: standing.map(longest).filter(({ state }) => state !== 'pending'),
		disputes: standing.filter(deliveriesDiffer).map(([first]) => first)
	};
}

const longest = (said: DeliveryFact[]) =>
	[...said].sort((a, b) => b.minutes - a.minutes || (a.id < b.id ? -1 : 1))[0];

/** A disputed length moves all that was done in its session: who was there for a part may have been there for none. */
function withoutDoubt(there: There, disputes: DeliveryFact[]): There {
	const moved = new Set(disputes.map((dispute) => dispute.sessionId));
	return (id) => (moved.has(id) && isPartial(there(id)) ? nowhere : there(id));
}

/** Lays each session's activities end to end, in the order of the plan: when in the session was each? */
function intervalsOf(edition: EditionOutline, held: SessionFact[], settled: DeliveryFact[]): Interval[] {
	const bySession = Map.groupBy(settled, ({ sessionId }) => sessionId);
	return held.flatMap(({ id, date, lessonIds }) => {
		const inOrder = (bySession.get(id) ?? []).sort(byPlan(edition, lessonIds));
		let clock = 0;
		return inOrder.map((delivery) => ({ ...delivery, date, from: clock, to: (clock += delivery.minutes) }));
	});
}

/** What was carried over from earlier lessons comes first, then the session's own lessons. */
function byPlan(edition: EditionOutline, lessonIds: string[]) {
	const place = ({ lessonId, activity }: DeliveryFact) => {
		const inEdition = edition.lessons.findIndex((lesson) => lesson.id === lessonId);
		const inSession = lessonIds.indexOf(lessonId);
		const inLesson = edition.lessons[inEdition]?.activities.findIndex((one) => one.key === activity) ?? -1;
		const lesson = inSession < 0 ? inEdition - edition.lessons.length : inSession;
		return lesson * 1000 + inLesson;
	};
	return (a: DeliveryFact, b: DeliveryFact) => place(a) - place(b);
}

/** What is left of a lesson is done in its own session, or carried over to the next one that is left. */
function placesOf(lessonId: string, held: SessionFact[]) {
	const own = held.filter((session) => session.lessonIds.includes(lessonId));
	const last = own.at(-1);
	if (!last) return { held: null, planned: null };
	const left = own.findLast((session) => !session.ended);
	const next = left ?? held.find((session) => session.number > last.number && !session.ended);
	return { held: last.date, planned: next?.date ?? null };
}

function lessonStanding(
	policy: Policy,
	lesson: LessonOutline,
	record: LessonRecord,
	today: string,
	reading: Reading
): LessonStanding {
	const minutes = minutesOf(policy, lesson, record);
	const credited = isCredited(policy, lesson, record, reading);
	const comes = minutes.left > 0 ? record.planned : null;
	const on = comes ?? lastOf(record.intervals.map((interval) => interval.date)) ?? record.held;
	const isShort = !credited && minutes.short > 0;
	const deadline = on !== null && (minutes.whole || comes) ? plusDays(on, policy.makeUps.days) : null;
	const makeUpBy = isShort && record.mayMakeUp && deadline !== null && deadline >= today ? deadline : null;
	const awaited = !isShort && (minutes.whole || comes !== null);
	return {
		lessonId: lesson.id,
		state: credited ? 'credited' : stateOf(minutes, record),
		reach: credited ? 'met' : awaited ? 'planned' : makeUpBy ? 'make-up' : 'none',
		delivered: minutes.delivered,
		attended: minutes.attended,
		short: isShort ? minutes.short : 0,
		on,
		makeUpBy
	};
}

/**
 * Credit: attended over delivered minutes, summed over sessions and make-ups, at the policy's threshold, once every
 * activity was delivered or skipped. T4C 3.1: a lesson may need a second session.
 */
function isCredited(policy: Policy, lesson: LessonOutline, record: LessonRecord, reading: Reading): boolean {
	if (inReview(record) && reading === 'best') return wasThere(record);
	const { whole, short } = minutesOf(policy, lesson, { ...record, there: record.surelyThere });
	return !record.disputed && whole && short === 0;
}

const inReview = ({ disputed, intervals, there, surelyThere }: LessonRecord) =>
	disputed ||
	intervals.some(({ sessionId }) => isThere(there(sessionId)) && !isThere(surelyThere(sessionId)));

const wasThere = ({ intervals, there, madeUp }: LessonRecord) =>
	madeUp > 0 || intervals.some(({ sessionId }) => isThere(there(sessionId)));

function stateOf({ attended, short }: Minutes, record: LessonRecord): LessonState {
	if (inReview(record)) return 'review';
	if (attended > 0) return 'partly';
	return short > 0 ? 'missed' : 'ahead';
}

type Minutes = ReturnType<typeof minutesOf>;

/** Minutes of a lesson; `left` counts the activities of which nothing was said yet. `whole`: all of it was done. */
function minutesOf(policy: Policy, lesson: LessonOutline, record: LessonRecord) {
	const byActivity = Map.groupBy(record.intervals, (interval) => interval.activity);
	const left = lesson.activities.filter((activity) => !byActivity.has(activity.key));
	const planned = new Map(lesson.activities.map((activity) => [activity.key, activity.minutes]));
	const done = [...byActivity].map(([key, own]) => activityMinutes(own, planned.get(key) ?? 0, record.there));
	const delivered = sum(done.map((one) => one.delivered));
	const attended = Math.min(delivered, sum(done.map((one) => one.attended)) + record.madeUp);
	const ahead = sum(left.map((activity) => activity.minutes));
	const short = Math.max(0, minutesNeeded(policy, delivered + ahead) - attended - ahead);
	return { delivered, attended, short, left: left.length, whole: left.length === 0 && delivered > 0 };
}

/**
 * An activity begun in one session and finished in another counts whole; one repeated for those who missed it counts
 * once, so that a repetition is held against nobody.
 */
function activityMinutes(own: Interval[], planned: number, there: There) {
	const minutes = own.map((interval) => interval.minutes);
	const delivered = Math.min(sum(minutes), Math.max(planned, ...minutes));
	const attended = sum(own.map((interval) => overlap(interval, there(interval.sessionId))));
	return { delivered, attended: Math.min(delivered, attended) };
}

/** Policies name a share: what it comes to in whole minutes, in spite of what binary fractions do to 0.55. */
const minutesNeeded = (policy: Policy, minutes: number) =>
	minutes === 0 ? 0 : Math.max(1, Math.ceil(minutes * policy.creditThreshold - 1e-9));

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
