/** Credit for lessons: how much of what was delivered was somebody there for, and can the rest still be had? */
import type { EditionOutline } from '../curriculum/outline.ts';
import { lastOf, plusDays } from './days.ts';
import { earlierCredit, poolOf, type Known } from './earlier-credit.ts';
import { heldFacts } from './held-editions.ts';
import { givenIn, type GivenActivity, type GivenLesson } from './given.ts';
import { delaysOf, isPartial, isThere, nowhere, overlap, presences, type Presence } from './presence.ts';
import type { Facts, Reading } from './progress.ts';
import type { Away, Policy } from '#lib/vocabulary.ts';

export { deliveriesDiffer, upheldDeliveries } from './given.ts';

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
	/** Minutes attended in sessions, without make-ups. */
	inSessions: number;
	/** Minutes of it that are yet to be given. */
	ahead: number;
	/** Minutes attended that what is under review leaves standing; read at its best, that it may leave standing. */
	sure: number;
	/** Minutes of make-up that the credit still takes, even if the person is there for all that is yet to be done. */
	short: number;
	/** Day of the session that holds (or held) the last of it. */
	on: string | null;
	/** Last day for a make-up, while one is needed and possible. */
	makeUpBy: string | null;
	/** Credited in an earlier group of the person, or with an earlier edition. */
	before?: true;
};

/** All that is known of one lesson and one person. */
type LessonRecord = {
	given: GivenLesson;
	there: There;
	/** Without what a dispute about its session leaves in doubt. */
	surelyThere: There;
	madeUp: number;
	/** Minutes of it in an earlier group. */
	partly: number;
	mayMakeUp: boolean;
	/** Is the person away on the day on which the rest of it is to be given? */
	willMiss: boolean;
};
type There = (sessionId: string) => Presence;

export function lessonStandings(
	policy: Policy,
	edition: EditionOutline,
	facts: Facts,
	reading: Reading
): LessonStanding[] {
	const { lessons, moved } = givenIn(edition, facts);
	const presence = presences(policy, facts.marks, delaysOf(facts.sessions), reading);
	const there: There = (sessionId) => presence.get(sessionId) ?? nowhere;
	const surelyThere = withoutDoubt(there, moved);
	const begun = makeUpsBegun(facts);
	const earlier = earlierOf(policy, edition, facts, reading);
	return edition.lessons.map(({ id }) => {
		const { credited, partly } = earlier(id);
		const given = lessons.get(id)!;
		const madeUp = sum(facts.makeUps.filter((m) => m.lessonId === id).map((m) => m.minutes));
		const mayMakeUp = begun.has(id) || begun.size < policy.makeUps.limit;
		const willMiss = given.planned !== null && isAmong(facts.away ?? [], given.planned);
		const record = { given, there, surelyThere, madeUp, partly, mayMakeUp, willMiss };
		const own = { lessonId: id, ...standing(policy, record, facts.today, reading) };
		return credited ? creditedBefore(own) : own;
	});
}

/**
 * What the person has of each lesson from earlier groups, and from what their group held with earlier editions: by its
 * id, or by the ids that it was made of. What this group gave under the same id is among its own minutes already.
 */
function earlierOf(policy: Policy, edition: EditionOutline, facts: Facts, reading: Reading) {
	const { before = [], heldWith = [] } = facts;
	if (before.length === 0 && heldWith.length === 0) return () => ({ credited: false, partly: 0 });
	const held = heldStandings(policy, facts, reading);
	const others = before.flatMap((one) => [
		...lessonStandings(one.policy, one.edition, one.facts, reading),
		...heldStandings(one.policy, one.facts, reading)
	]);
	const pool = poolOf([...others, ...held].map(knownOf));
	const own = new Set(edition.lessons.map(({ id }) => id));
	const elsewhere = poolOf([...others, ...held.filter(({ lessonId }) => !own.has(lessonId))].map(knownOf));
	return (id: string) => ({
		credited: earlierCredit(edition, policy.creditThreshold, pool, id)?.credited ?? false,
		partly: earlierCredit(edition, policy.creditThreshold, elsewhere, id)?.attended ?? 0
	});
}

const knownOf = ({ lessonId, state, sure, delivered, ahead }: LessonStanding): [string, Known] => [
	lessonId,
	{ credited: state === 'credited', attended: sure, given: delivered + ahead }
];

/** How the lessons stood with the editions that the group has moved on from. */
export const heldStandings = (policy: Policy, facts: Facts, reading: Reading): LessonStanding[] =>
	heldFacts({ ...facts, before: [] }).flatMap((held) =>
		lessonStandings(policy, held.edition, held.facts, reading)
	);

const creditedBefore = (own: LessonStanding): LessonStanding =>
	own.state === 'credited'
		? own
		: { ...own, state: 'credited', reach: 'met', short: 0, makeUpBy: null, before: true };

const isAmong = (days: Away[], day: string) => days.some(({ from, until }) => from <= day && day < until);

/** Lessons of which something was made up: each counts once against the policy's limit. */
export const makeUpsBegun = (facts: Facts) => new Set(facts.makeUps.map((makeUp) => makeUp.lessonId));

/** A disputed length moves all that was done in its session: who was there for a part may have been there for none. */
function withoutDoubt(there: There, moved: Set<string>): There {
	if (moved.size === 0) return there;
	return (id) => (moved.has(id) && isPartial(there(id)) ? nowhere : there(id));
}

function standing(policy: Policy, record: LessonRecord, today: string, reading: Reading) {
	const minutes = minutesOf(policy, record);
	const credited = isCredited(policy, record, minutes, reading);
	const comes = record.given.left > 0 ? record.given.planned : null;
	const on = comes ?? lastOf(intervalsOf(record).map(({ date }) => date)) ?? record.given.held;
	const isShort = !credited && minutes.short > 0;
	const isComing = minutes.whole || comes !== null;
	const makeUpBy = isShort && isComing && record.mayMakeUp ? makeUpDay(policy, on, today) : null;
	const reach: Reach = credited ? 'met' : !isShort && isComing ? 'planned' : makeUpBy ? 'make-up' : 'none';
	return {
		state: credited ? ('credited' as const) : stateOf(minutes, record),
		reach,
		delivered: minutes.delivered,
		attended: minutes.attended,
		inSessions: minutes.inSessions,
		ahead: record.given.ahead,
		sure: sureMinutes(policy, record, minutes, reading),
		short: isShort ? minutes.short : 0,
		on,
		// What the person will miss can be made up once it was given.
		makeUpBy: minutes.delivered > 0 ? makeUpBy : null
	};
}

/** Last day for a make-up of what was (or is to be) given on a day; null when it is over. */
function makeUpDay(policy: Policy, on: string | null, today: string): string | null {
	const by = on === null ? null : plusDays(on, policy.makeUps.days);
	return by !== null && by >= today ? by : null;
}

/**
 * Credit: attended over delivered minutes, summed over sessions and make-ups, at the policy's threshold, once every
 * activity was delivered or skipped. T4C 3.1: a lesson may need a second session.
 */
function isCredited(policy: Policy, record: LessonRecord, minutes: Minutes, reading: Reading): boolean {
	if (inReview(record) && reading === 'best') return wasThere(record);
	const { surelyThere, there } = record;
	const sure = surelyThere === there ? minutes : minutesOf(policy, { ...record, there: surelyThere });
	return !record.given.disputed && sure.whole && sure.short === 0;
}

function sureMinutes(policy: Policy, record: LessonRecord, minutes: Minutes, reading: Reading): number {
	if (!inReview(record)) return minutes.attended;
	if (reading === 'best') return wasThere(record) ? minutes.delivered : minutes.attended;
	if (record.given.disputed) return 0;
	return minutesOf(policy, { ...record, there: record.surelyThere }).attended;
}

const intervalsOf = ({ given }: LessonRecord) => given.activities.flatMap(({ intervals }) => intervals);

const inReview = (record: LessonRecord) =>
	record.given.disputed ||
	(record.surelyThere !== record.there &&
		intervalsOf(record).some(
			({ sessionId }) => isThere(record.there(sessionId)) && !isThere(record.surelyThere(sessionId))
		));

const wasThere = (record: LessonRecord) =>
	record.madeUp > 0 || intervalsOf(record).some(({ sessionId }) => isThere(record.there(sessionId)));

function stateOf({ attended, delivered, short }: Minutes, record: LessonRecord): LessonState {
	if (inReview(record)) return 'review';
	if (attended > 0) return 'partly';
	return short > 0 && delivered > 0 ? 'missed' : 'ahead';
}

type Minutes = ReturnType<typeof minutesOf>;

/** Minutes of a lesson. `whole`: all of it was done. */
function minutesOf(policy: Policy, { given, there, madeUp, partly, willMiss }: LessonRecord) {
	const { left, ahead } = given;
	const done = given.activities.map((activity) => activityMinutes(activity, there));
	const delivered = sum(done.map((one) => one.delivered));
	const inSessions = Math.min(delivered, sum(done.map((one) => one.attended)));
	const own = inSessions + madeUp;
	const attended = Math.min(delivered, own);
	const comes = Math.min(delivered, own + partly) + (willMiss ? 0 : ahead);
	const short = Math.max(0, minutesNeeded(policy, delivered + ahead) - comes);
	return { delivered, attended, inSessions, short, whole: left === 0 && delivered > 0 };
}

/**
 * An activity begun in one session and finished in another counts whole; one repeated for those who missed it counts
 * once, so that a repetition is held against nobody.
 */
function activityMinutes({ planned, intervals }: GivenActivity, there: There) {
	const minutes = intervals.map((interval) => interval.minutes);
	const delivered = Math.min(sum(minutes), Math.max(planned, ...minutes));
	const attended = sum(intervals.map((interval) => overlap(interval, there(interval.sessionId))));
	return { delivered, attended: Math.min(delivered, attended) };
}

/** Policies name a share: what it comes to in whole minutes, in spite of what binary fractions do to 0.55. */
const minutesNeeded = (policy: Policy, minutes: number) =>
	minutes === 0 ? 0 : Math.max(1, Math.ceil(minutes * policy.creditThreshold - 1e-9));

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
