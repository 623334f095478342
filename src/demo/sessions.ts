/** How the demo program's sessions went: who came, what was done, who practiced. */
import type { Db } from '#lib/server/db/open.ts';
import type { LessonOutline } from '#lib/server/curriculum/outline.ts';
import { mark, markAllPresent } from '#lib/server/domain/attendance.ts';
import { planOf, type PlannedActivity } from '#lib/server/domain/plans.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { recordPractice } from '#lib/server/domain/practices.ts';
import { outlineOf } from '#lib/server/domain/lessons.ts';
import { endSession, leftOf } from '#lib/server/domain/closings.ts';
import { findSession } from '#lib/server/domain/sessions.ts';
import { newId, type Id } from '#lib/server/ids.ts';
import type { Staff } from '#lib/server/policy.ts';
import type { DeliveryReason } from '#lib/vocabulary.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import { present, statementOn, unexcused, weightOf, type Statement } from './statements.ts';
import type { Timeline } from './timeline.ts';

export type Crew = { first: Staff; second: Staff };
/** How a session departs from the usual. */
export type Turn = {
	/** Nobody ends it. */
	unfinished?: boolean;
	/** The two facilitators disagree about somebody. */
	disputed?: boolean;
	/** Somebody's absence turns out to have had a reason. */
	corrected?: boolean;
	/** Time ran out before the last activities. */
	cut?: boolean;
};

type Scene = {
	on: Timeline;
	chance: Random;
	crew: Crew;
	sessionId: Id;
	minutes: number;
	/** The instant that many minutes after the start. */
	at(minute: number): number;
};
/** Puts all that happens in a session on the timeline, from its start to corrections days later. */
export async function hold(
	db: Db,
	on: Timeline,
	sessionId: Id,
	crew: Crew,
	people: Person[],
	held: number,
	turn: Turn,
	chance: Random
) {
	const session = await findSession(db.read, crew.first, sessionId);
	const start = Date.parse(session.startsAt);
	const scene = {
		on,
		chance,
		crew,
		sessionId,
		minutes: session.minutes,
		at: (minute: number) => start + minute * 60_000
	};
	const { lessons, completion } = await outlineOf(db.read, session.editionId);
	const now = lessons.findIndex(({ id }) => id === session.lessonIds[0]);
	const weight = weightOf(lessons[now], completion.essential);
	const said = people.map((person) => ({
		person,
		statement: statementOn(person, held, session.minutes, weight, chance)
	}));
	if (turn.corrected) said[0].statement = unexcused;
	takeRoll(scene, said, turn.corrected ? said[0].person : undefined);
	if (turn.disputed) dispute(scene, said.find(({ statement }) => statement.status === 'present')?.person);

	const plan = await planOf(db.read, session);
	const there = said
		.filter(({ statement }) => ['present', 'partial'].includes(statement.status))
		.map(({ person }) => person);
	deliver(scene, plan, turn);
	lookBack(scene, lessons[now - 1], there);
	practice(scene, lessons[now], there, completion.plan);
	if (!turn.unfinished) end(scene);
}

/** Those who are late or away are marked one by one, everybody else at once toward the end. */
function takeRoll(scene: Scene, said: { person: Person; statement: Statement }[], corrected?: Person) {
	const { on, chance, crew, sessionId, at, minutes } = scene;
	for (const { person, statement } of said) {
		if (statement.status === 'present') continue;
		const operationId = newId();
		const { enrollmentId } = person;
		const first = { operationId, enrollmentId, ...statement, replaces: [], correction: null };
		on.put(at(statement.leftAt ?? statement.cameAt ?? chance.between(8, 16)), (db) =>
			mark(db, crew.first, sessionId, first)
		);
		if (person === corrected || (statement.status === 'absent-unexcused' && chance.chance(0.2)))
			correct(scene, enrollmentId, operationId);
	}
	const rest = { operationId: newId() };
	on.put(at(minutes - 8), (db) => markAllPresent(db, crew.first, sessionId, rest));
}

/** Days later it turns out why somebody was away. */
function correct({ on, chance, crew, sessionId, at }: Scene, enrollmentId: Id, replaced: Id) {
	const told = chance.pick([
		{ status: 'absent-excused', reason: 'sick' },
		{ status: 'absent-neutral', reason: 'court' }
	] as const);
	const correction = chance.pick(['told-later', 'mistake', 'participant-asked'] as const);
	const mended = {
		...present,
		...told,
		operationId: newId(),
		enrollmentId,
		replaces: [replaced],
		correction
	};
	on.put(at(chance.between(1, 4) * 1440 + 30), (db) => mark(db, crew.first, sessionId, mended));
}

/** Both facilitators correct the same mark, each in their own way: somebody has to settle it. */
function dispute({ on, crew, sessionId, at }: Scene, person: Person | undefined) {
	if (!person) return;
	const { enrollmentId } = person;
	const first = newId();
	const say = (minute: number, by: Staff, statement: Statement, replaces: Id[], operationId = newId()) =>
		on.put(at(minute), (db) =>
			mark(db, by, sessionId, { operationId, enrollmentId, ...statement, replaces, correction: null })
		);
	say(9, crew.first, unexcused, [], first);
	say(24, crew.first, { ...present, status: 'partial', cameAt: 20 }, [first]);
	say(25, crew.second, { ...present, status: 'partial', cameAt: 45 }, [first]);
}

type Plan = Awaited<ReturnType<typeof planOf>>;

/** Activities are ticked off as they are done; some are cut short, a few are left out, each with its reason. */
function deliver(scene: Scene, plan: Plan, { cut }: Turn) {
	const { on, chance, crew, sessionId, at, minutes } = scene;
	let clock = 0;
	for (const { lesson, activity, last } of activitiesOf(plan)) {
		if (cut && last) continue;
		const done = outcome(activity, minutes - clock, chance);
		clock += done.minutes ?? activity.minutes;
		const delivery = {
			operationId: newId(),
			lessonId: lesson.id,
			activity: activity.key,
			replaces: [],
			...done
		};
		on.put(at(Math.min(clock, minutes)), (db) => recordDelivery(db, crew.second, sessionId, delivery));
	}
}

function activitiesOf(plan: Plan): { lesson: LessonOutline; activity: PlannedActivity; last: boolean }[] {
	return plan.flatMap(({ lesson, activities }) => {
		const lastOnes = activities.slice(-2);
		return activities.map((activity) => ({ lesson, activity, last: lastOnes.includes(activity) }));
	});
}

function outcome(activity: PlannedActivity, left: number, chance: Random) {
	const reason = chance.pick<DeliveryReason>(['time', 'interruption', 'group-need']);
	const skipped = { state: 'skipped' as const, minutes: null, reason };
	if (left < 3 || (activity.minutes < 10 && chance.chance(0.03))) return skipped;
	const shorter = Math.min(
		left,
		activity.minutes > 8 && chance.chance(0.07) ? activity.minutes - chance.between(2, 6) : activity.minutes
	);
	if (shorter < activity.minutes) return { state: 'shortened' as const, minutes: shorter, reason };
	return { state: 'done' as const, minutes: null, reason: null };
}

/** Many tell how last time's task went. */
function lookBack(scene: Scene, lesson: LessonOutline | undefined, there: Person[]) {
	if (!lesson?.practice) return;
	const telling = there.filter(() => scene.chance.chance(0.6));
	for (const person of telling) note(scene, scene.chance.between(8, 18), person, lesson, []);
}

/** In the role-play most show the skill, some of them not every step of it. */
function practice(scene: Scene, lesson: LessonOutline, there: Person[], plan: string | null) {
	const { chance } = scene;
	const steps = lesson.skill?.steps.map((_, i) => i + 1) ?? [];
	const share = lesson.id === plan ? 0.96 : steps.length > 0 ? 0.92 : 0.3;
	const trying = there.filter(() => chance.chance(share));
	for (const person of trying)
		note(
			scene,
			chance.between(Math.round(scene.minutes * 0.55), scene.minutes - 12),
			person,
			lesson,
			steps.filter(() => chance.chance(0.85))
		);
}

function note(
	{ on, chance, crew, sessionId, at }: Scene,
	minute: number,
	person: Person,
	lesson: LessonOutline,
	steps: number[]
) {
	const result = chance.weighted({ 'went-well': 55, 'so-so': 30, hard: 15 });
	const practiced = {
		operationId: newId(),
		enrollmentId: person.enrollmentId,
		lessonId: lesson.id,
		steps,
		result
	};
	const noted = { ...practiced, shown: steps.length > 0, replaces: [], withdrawn: false };
	on.put(at(minute), (db) => recordPractice(db, crew.second, sessionId, noted));
}

function end({ on, chance, crew, sessionId, at, minutes }: Scene) {
	const operationId = newId();
	on.put(at(minutes + chance.between(2, 12)), async (db) => {
		// Nothing comes after a group's last session: what is left is skipped.
		const left = await leftOf(db.read, await findSession(db.read, crew.first, sessionId));
		const skipped = left.map(({ lessonId, activity }) => ({ lessonId, activity, said: 'time' as const }));
		await endSession(db, crew.first, sessionId, { operationId, left: skipped });
	});
}
