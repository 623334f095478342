/** Given: what a group was given of each lesson, and when. The same for everybody in it. */
import type { EditionOutline, LessonOutline } from '../curriculum/outline.ts';
import { differ, upheld, type Replaceable } from './statements.ts';
import type { DeliveryFact, Facts, SessionFact } from './progress.ts';
import type { ActivityState } from '#lib/vocabulary.ts';

type Said = { state: ActivityState; minutes: number };
/** What stands about one activity in one session. */
export const upheldDeliveries = <D extends Said & Replaceable>(said: D[]): D[] =>
	upheld(said, ({ state }) => state === 'pending');
/** Do statements that stand say different things about an activity? */
export const deliveriesDiffer = (said: Said[]): boolean =>
	differ(said, ({ state, minutes }) => `${state}|${minutes}`);

/** An activity in one session, in minutes from the session's start. */
export type Interval = DeliveryFact & { date: string; from: number; to: number };
export type GivenActivity = { planned: number; intervals: Interval[] };
export type GivenLesson = {
	activities: GivenActivity[];
	/** Activities of which nothing was said yet, and their planned minutes. */
	left: number;
	ahead: number;
	/** Somebody says something else about one of its activities. */
	disputed: boolean;
	/** Day of the last session that was planned for it. */
	held: string | null;
	/** Day on which what is left of it is to be done; null when no session is left for it. */
	planned: string | null;
};
export type Given = {
	lessons: Map<string, GivenLesson>;
	/** Sessions in which the length of something is disputed, which moves all that was done in them. */
	moved: Set<string>;
};

type Plan = Pick<Facts, 'sessions' | 'deliveries' | 'heldWith'>;
type Kept = Plan & { edition: EditionOutline; given: Given };
/** People of one group come one after the other, with the same deliveries: what follows from them is worked out once. */
const kept = new WeakMap<DeliveryFact[], Kept>();

export function givenIn(edition: EditionOutline, { sessions, deliveries, heldWith }: Plan): Given {
	const known = kept.get(deliveries);
	if (known?.edition === edition && known.sessions === sessions) return known.given;
	const given = workOut(edition, { sessions, deliveries, heldWith });
	kept.set(deliveries, { edition, sessions, deliveries, given });
	return given;
}

function workOut(edition: EditionOutline, { sessions, deliveries, heldWith = [] }: Plan): Given {
	const { settled, disputes } = settledDeliveries(deliveries);
	const held = sessions.filter((session) => !session.cancelled).sort((a, b) => a.number - b.number);
	const byLesson = Map.groupBy(intervalsOf(edition, held, settled), ({ lessonId }) => lessonId);
	const disputed = new Set(disputes.map((dispute) => dispute.lessonId));
	const before = new Set(heldWith.flatMap((one) => [...wholeLessons(one.edition, one)]));
	const givenLesson = (lesson: LessonOutline): GivenLesson => ({
		...activitiesOf(lesson, byLesson.get(lesson.id) ?? []),
		...(before.has(lesson.id) && nothingLeft),
		disputed: disputed.has(lesson.id),
		...placesOf(lesson.id, held)
	});
	return {
		lessons: new Map(edition.lessons.map((lesson) => [lesson.id, givenLesson(lesson)])),
		moved: new Set(disputes.map((dispute) => dispute.sessionId))
	};
}

const nothingLeft = { left: 0, ahead: 0 };

/** Ids of the lessons all of whose activities were given: a later edition's other activities are not owed. */
export function wholeLessons(edition: EditionOutline, plan: Plan): Set<string> {
	const all = [...givenIn(edition, plan).lessons];
	return new Set(all.filter(([, one]) => one.left === 0 && one.activities.length > 0).map(([id]) => id));
}

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

function activitiesOf(lesson: LessonOutline, intervals: Interval[]) {
	const byActivity = Map.groupBy(intervals, (interval) => interval.activity);
	const planned = new Map(lesson.activities.map((activity) => [activity.key, activity.minutes]));
	const left = lesson.activities.filter((activity) => !byActivity.has(activity.key));
	return {
		activities: [...byActivity].map(([key, own]) => ({ planned: planned.get(key) ?? 0, intervals: own })),
		left: left.length,
		ahead: left.reduce((total, activity) => total + activity.minutes, 0)
	};
}

/** What is left of a lesson is done in its own session, or carried over to the next one that is left. */
function placesOf(lessonId: string, held: SessionFact[]) {
	const own = held.filter((session) => session.lessonIds.includes(lessonId));
	const last = own.at(-1);
	if (!last) return { held: null, planned: null };
	const left = own.findLast((session) => !session.ended);
	const isNext = (session: SessionFact) => session.number > last.number && !session.ended && !session.booster;
	const next = left ?? held.find(isNext);
	return { held: last.date, planned: next?.date ?? null };
}
