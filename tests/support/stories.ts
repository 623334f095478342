/** Random histories of one person in a small group: marks, deliveries and practice, corrected, repeated and contested. */
import fc from 'fast-check';
import { lesson, edition, meetings } from './outline.ts';
import {
	plusDays,
	type DeliveryFact,
	type Facts,
	type HomeworkFact,
	type MarkFact,
	type PracticeFact
} from '#lib/server/domain/progress.ts';
import type { MilestoneCondition } from '#lib/policies.ts';
import {
	absenceReasons,
	activityStates,
	defaultPolicy,
	homeworkStates,
	markStatuses,
	practiceRoles,
	type Policy,
	type PracticeRole
} from '#lib/vocabulary.ts';

const activities = { open: 20, try: 30, close: 10 };
export const lessons = [
	lesson('one', { activities }),
	lesson('two', { activities }),
	lesson('three', { activities, kind: 'application', moduleId: 'second' }),
	lesson('four', { activities, kind: 'thinking', moduleId: 'second' }),
	lesson('extra', { activities, core: false, moduleId: 'second' })
];
export const smallEdition = edition(lessons, {
	coreLessons: 3,
	essential: ['one'],
	practice: { entries: 3, skills: 2 },
	skillsShown: 1,
	plan: 'three'
});

const conditions: fc.Arbitrary<MilestoneCondition> = fc
	.record(
		{
			lessons: fc.subarray(['one', 'two', 'three', 'four', 'extra'], { minLength: 1 }).chain((ids) =>
				fc.record({
					ids: fc.constant(ids),
					atLeast: fc.oneof(fc.constant('all' as const), fc.integer({ min: 1, max: ids.length }))
				})
			),
			minutes: fc.integer({ min: 1, max: 200 }),
			practice: fc.integer({ min: 1, max: 5 }),
			module: fc.constantFrom('first', 'second'),
			plan: fc.constant(true as const)
		},
		{ requiredKeys: [] }
	)
	.filter((condition) => Object.keys(condition).length > 0);

export const policies: fc.Arbitrary<Policy> = fc.record({
	lateCutoff: fc.constantFrom(null, 10, 30),
	creditThreshold: fc.constantFrom(0.5, 0.55, 0.75, 1),
	absencesAllowed: fc.constantFrom(null, 0, 1, 3),
	makeUps: fc.record({ limit: fc.nat(3), days: fc.constantFrom(0, 7, 30) }),
	practiceDays: fc.constantFrom(0, 14),
	lockDays: fc.constant(defaultPolicy.lockDays),
	neutralReasons: fc.subarray([...absenceReasons]),
	completion: fc.record({
		coreLessons: fc.option(fc.nat(4)),
		electives: fc.nat(1),
		applications: fc.constantFrom(null, 'all' as const, 0),
		practiceEntries: fc.option(fc.nat(4)),
		practiceSkills: fc.option(fc.nat(3)),
		skillsShown: fc.option(fc.nat(2)),
		plan: fc.option(fc.boolean())
	}),
	gates: fc.constantFrom(null, ['second']),
	dosage: fc.constant(defaultPolicy.dosage),
	milestones: fc.array(conditions, { maxLength: 4 }).map((all) =>
		all.map((condition, i) => ({
			...{ id: `own-${i}`, names: { en: `Own ${i}`, es: `Propio ${i}` } },
			...{ condition, amount: 500 * i }
		}))
	),
	amounts: fc.constant(defaultPolicy.amounts)
});

const sessions = fc
	.record({
		ended: fc.nat(6),
		cancelled: fc.subarray([0, 1, 2, 3, 4, 5], { maxLength: 2 }),
		plan: fc.array(fc.subarray(['one', 'two', 'three', 'four', 'extra'], { maxLength: 2 }), {
			...{ minLength: 6, maxLength: 6 }
		})
	})
	.map(({ ended, cancelled, plan }) =>
		meetings(plan, ended).map((session, i) => ({
			...session,
			cancelled: cancelled.includes(i),
			ended: session.ended && !cancelled.includes(i)
		}))
	);

const sessionId = fc.constantFrom('s1', 's2', 's3', 's4', 's5', 's6');
const minute = fc.option(fc.nat(80));
/** Which of the earlier statements about the same thing a new one replaces. */
const choice = fc.array(fc.nat(5), { maxLength: 2 });

const markShape = fc.record({
	sessionId,
	status: fc.constantFrom(...markStatuses),
	cameAt: minute,
	leftAt: minute,
	choice
});
const deliveryShape = fc.record({
	sessionId,
	lessonId: fc.constantFrom(...lessons.map((one) => one.id)),
	activity: fc.constantFrom(...Object.keys(activities)),
	state: fc.constantFrom(...activityStates, 'done' as const, 'done' as const),
	minutes: fc.nat(60),
	choice
});
const practiceShape = fc.record({
	sessionId: fc.option(sessionId),
	lessonId: fc.constantFrom(...lessons.map((one) => one.id)),
	shown: fc.boolean(),
	withdrawn: fc.boolean(),
	role: fc.constantFrom('actor' as const, ...practiceRoles),
	choice
});

const homeworkShape = fc.record({
	sessionId,
	lessonId: fc.constantFrom(...lessons.map((one) => one.id)),
	state: fc.constantFrom(...homeworkStates, 'returned' as const),
	choice
});

type Shaped<T> = T & { choice: number[] };
type Chained<T> = T & { id: string; replaces: string[] };

/** Statements replace earlier ones about the same thing, as the verbs see to it. */
function chain<T>(kind: string, shapes: Shaped<T>[], about: (shape: T) => string): Chained<T>[] {
	const facts: Chained<T>[] = [];
	for (const [i, { choice: chosen, ...shape }] of shapes.entries()) {
		const said = shape as T;
		const earlier = facts.filter((fact) => about(fact) === about(said)).map((fact) => fact.id);
		const replaces = [...new Set(chosen.filter((n) => n < earlier.length).map((n) => earlier[n]))];
		facts.push({ ...said, id: `${kind}${String(i).padStart(3, '0')}`, replaces });
	}
	return facts;
}

const asMark = (
	mark: Chained<{
		status: MarkFact['status'];
		sessionId: string;
		cameAt: number | null;
		leftAt: number | null;
	}>
) => {
	const partial = mark.status === 'partial';
	const [cameAt, leftAt] = partial ? [mark.cameAt, mark.leftAt] : [null, null];
	const inOrder = cameAt === null || leftAt === null || cameAt < leftAt;
	return { ...mark, cameAt, leftAt: inOrder ? leftAt : null, reason: null } satisfies MarkFact;
};
const asDelivery = (
	delivery: Chained<{
		state: DeliveryFact['state'];
		minutes: number;
		sessionId: string;
		lessonId: string;
		activity: string;
	}>
) => {
	const none = delivery.state === 'skipped' || delivery.state === 'pending';
	return { ...delivery, minutes: none ? 0 : delivery.minutes } satisfies DeliveryFact;
};
const asPractice = (
	practice: Chained<{
		sessionId: string | null;
		lessonId: string;
		shown: boolean;
		withdrawn: boolean;
		role: PracticeRole;
	}>
) =>
	({
		...practice,
		role: practice.sessionId ? practice.role : null,
		shown: practice.shown && (practice.sessionId === null || practice.role === 'actor'),
		// Taking back needs something to take back.
		withdrawn: practice.withdrawn && practice.replaces.length > 0,
		setting: practice.sessionId ? 'room' : 'work'
	}) satisfies PracticeFact;

// Taking back needs something to take back.
const asHomework = (said: Chained<Pick<HomeworkFact, 'sessionId' | 'lessonId' | 'state'>>): HomeworkFact =>
	said.state === 'unsaid' && said.replaces.length === 0 ? { ...said, state: 'not' } : said;

/** Whole lessons, so that something is credited now and then. */
const wholeLessons = fc.array(
	fc.record({ sessionId, lessonId: fc.constantFrom('one', 'two', 'three', 'four') }),
	{
		maxLength: 6
	}
);

export const histories: fc.Arbitrary<Facts> = fc
	.record({
		sessions,
		marks: fc.array(markShape, { maxLength: 14 }),
		presences: fc.subarray(['s1', 's2', 's3', 's4', 's5', 's6']),
		deliveries: fc.array(deliveryShape, { maxLength: 8 }),
		wholeLessons,
		practices: fc.array(practiceShape, { maxLength: 8 }),
		homework: fc.array(homeworkShape, { maxLength: 5 }),
		makeUps: fc.array(fc.record({ lessonId: fc.constantFrom('one', 'two', 'three'), minutes: fc.nat(60) }), {
			maxLength: 2
		}),
		day: fc.integer({ min: -3, max: 70 })
	})
	.map(({ day, presences, wholeLessons: whole, ...given }) => {
		const there = presences.map((id) => ({
			sessionId: id,
			status: 'present' as const,
			cameAt: null,
			leftAt: null,
			choice: []
		}));
		const given3 = whole.flatMap((one) =>
			Object.entries(activities).map(([activity, minutes]) => ({
				...one,
				activity,
				minutes,
				state: 'done' as const,
				choice: []
			}))
		);
		return {
			today: plusDays('2026-03-03', day),
			sessions: given.sessions,
			marks: chain('m', [...there, ...given.marks], (mark) => mark.sessionId).map(asMark),
			deliveries: chain('d', [...given3, ...given.deliveries], (d) =>
				[d.sessionId, d.lessonId, d.activity].join('|')
			).map(asDelivery),
			practices: chain('p', given.practices, (p) =>
				[p.sessionId, p.lessonId, p.sessionId && p.role].join('|')
			).map(asPractice),
			homework: chain('h', given.homework, (h) => `${h.sessionId}|${h.lessonId}`).map(asHomework),
			makeUps: given.makeUps
		};
	});
