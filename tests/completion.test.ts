import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCurriculum } from '#lib/server/curriculum/check.ts';
import { readFolder } from '#lib/server/curriculum/files.ts';
import { boostersIn, courseOf, electivesIn, withElectives } from '#lib/server/domain/courses.ts';
import { plusDays, progress, type Facts, type PracticeFact } from '#lib/server/domain/progress.ts';
import { defaultPolicy, type Policy } from '#lib/vocabulary.ts';
import { folder } from './support/steady-ground.ts';

const outline = checkCurriculum(await readFolder(folder)).edition!.outline;
const rule = outline.completion;
const policy: Policy = { ...defaultPolicy, makeUps: { limit: 0, days: 0 } };
const startsOn = '2026-01-05';

/** How somebody was in one lesson: minutes of it that they were there for, and what of its skill was noted. */
type Part = { minutes: number; noted: 'nothing' | 'tried' | 'shown' };
type Story = { electives: string[]; ended: number; boosters: number; parts: Map<string, Part> };

const noted = fc.constantFrom('nothing' as const, 'tried' as const, 'shown' as const);
const usually = (minutes: number) =>
	fc.oneof(
		{ weight: 12, arbitrary: fc.constant(minutes) },
		{ weight: 1, arbitrary: fc.constant(0) },
		{ weight: 1, arbitrary: fc.integer({ min: 1, max: minutes }) }
	);
const part = (minutes: number) =>
	fc.record({
		minutes: usually(minutes),
		noted: fc.oneof({ weight: 3, arbitrary: fc.constant('shown' as const) }, noted)
	});
const stories: fc.Arbitrary<Story> = fc
	.tuple(
		fc.subarray(electivesIn(outline).map(({ id }) => id)),
		fc.integer({ min: 0, max: 44 }),
		fc.nat(4),
		fc.tuple(...outline.lessons.map(({ minutes }) => part(minutes)))
	)
	.map(([electives, ended, boosters, parts]) => ({
		...{ electives, ended, boosters },
		parts: new Map(outline.lessons.map(({ id }, i) => [id, parts[i]]))
	}));

/** One session a lesson, a day each; the first `ended` were held as planned. */
function factsOf({ electives, ended, boosters, parts }: Story): Facts {
	const course = courseOf(outline, electives);
	const all = [...course, ...boostersIn(outline).slice(0, boosters)];
	const sessions = all.map((lesson, i) => ({
		...{ id: `s-${lesson.id}`, number: i + 1, date: plusDays(startsOn, i), lessonIds: [lesson.id] },
		...{ ended: i < ended, cancelled: false, booster: lesson.kind === 'booster' }
	}));
	const held = all.slice(0, ended);
	const partOf = (id: string) => parts.get(id)!;
	return {
		today: plusDays(startsOn, Math.min(ended, all.length)),
		sessions,
		deliveries: held.flatMap(({ id, activities }) =>
			activities.map(({ key, minutes }) => ({
				...{ id: `d-${id}-${key}`, replaces: [], sessionId: `s-${id}`, lessonId: id, activity: key },
				...{ state: 'done' as const, minutes }
			}))
		),
		marks: held.map(({ id, minutes }) => {
			const there = partOf(id).minutes;
			const status = there === 0 ? 'absent-excused' : there < minutes ? 'partial' : 'present';
			return {
				...{ id: `m-${id}`, replaces: [], sessionId: `s-${id}`, status: status as 'present' },
				...{ cameAt: null, leftAt: status === 'partial' ? there : null, reason: null }
			};
		}),
		practices: held
			.filter(({ id }) => partOf(id).minutes > 0 && partOf(id).noted !== 'nothing')
			.map(({ id }): PracticeFact => ({
				...{ id: `p-${id}`, replaces: [], sessionId: `s-${id}`, lessonId: id, setting: 'room' },
				...{ shown: partOf(id).noted === 'shown', withdrawn: false }
			})),
		makeUps: []
	};
}

/** The rule, said once more and only with counting: what of it is met after these sessions? */
function met({ electives, ended, boosters, parts }: Story) {
	const held = [...courseOf(outline, electives), ...boostersIn(outline).slice(0, boosters)].slice(0, ended);
	const credited = held.filter(({ id, minutes }) => parts.get(id)!.minutes >= Math.ceil(minutes * 0.75));
	const ids = new Set(credited.map(({ id }) => id));
	const noted = held.filter(({ id }) => parts.get(id)!.minutes > 0 && parts.get(id)!.noted !== 'nothing');
	const shown = noted.filter(({ id, kind }) => kind === 'skill' && parts.get(id)!.noted === 'shown');
	const applications = outline.lessons.filter(({ kind }) => kind === 'application');
	return {
		core: credited.filter(({ core }) => core).length >= 26,
		essential: rule.essential.every((id) => ids.has(id)),
		applications: applications.every(({ id }) => ids.has(id)),
		practice: noted.length >= 18,
		'practice-skills': noted.length >= 10,
		'skills-shown': shown.length >= 10,
		plan: noted.some(({ id }) => id === 'my-work-plan')
	};
}

const runs = { numRuns: 400 };

describe('the completion rule of Steady Ground 1.0.0', () => {
	test('is met, requirement by requirement, exactly when counting says so', () => {
		const seen = { complete: 0, not: 0 };
		fc.assert(
			fc.property(stories, (story) => {
				const verdict = progress(policy, outline, factsOf(story));
				const expected = met(story);
				expect(Object.fromEntries(verdict.requirements.map((one) => [one.kind, one.met]))).toEqual(expected);
				expect(verdict.complete).toBe(Object.values(expected).every(Boolean));
				seen[verdict.complete ? 'complete' : 'not'] += 1;
			}),
			{ ...runs, seed: 5 }
		);
		expect(Math.min(seen.complete, seen.not)).toBeGreaterThan(5);
	});

	test('asks for the same whatever electives are chosen, and boosters change nothing', () => {
		fc.assert(
			fc.property(stories, (story) => {
				const held = courseOf(outline, story.electives).length;
				const after = { ...story, ended: held };
				const verdict = progress(policy, outline, factsOf({ ...after, boosters: 0 }));
				const withBoosters = progress(policy, outline, factsOf({ ...after, boosters: 4 }));
				expect(withBoosters.requirements).toEqual(verdict.requirements);
				const needed = verdict.requirements.map(({ kind, need }) => [kind, need]);
				expect(needed).toEqual([
					...[
						['core', 26],
						['essential', 7],
						['applications', 5],
						['practice', 18]
					],
					...[
						['practice-skills', 10],
						['skills-shown', 10],
						['plan', 1]
					]
				]);
			}),
			{ numRuns: 100 }
		);
	});

	test('is in reach for everybody at the start, and out of it only when no session can bring it any more', () => {
		fc.assert(
			fc.property(stories, (story) => {
				const facts = factsOf(story);
				const { outlook, finishOn, requirements } = progress(policy, outline, facts);
				const attending = new Map(
					outline.lessons.map(({ id, minutes }) => [id, { minutes, noted: 'shown' as const }])
				);
				const seen = courseOf(outline, story.electives).slice(0, story.ended);
				for (const { id } of seen) attending.set(id, story.parts.get(id)! as never);
				const best = met({ ...story, boosters: 0, parts: attending, ended: 99 });
				const lessonsPossible = best.core && best.essential && best.applications;
				const isLesson = (kind: string) => ['core', 'essential', 'applications'].includes(kind);
				const lost = requirements.some((one) => isLesson(one.kind) && one.reach === 'none');
				expect(lost).toBe(!lessonsPossible);
				if (story.ended === 0) expect(outlook).toBe('on-course');
				expect(finishOn === null).toBe(outlook === 'complete' || outlook === 'out-of-reach');
			}),
			runs
		);
	});
});

test('electives come in their places, and taken out again they leave the plan as it was', () => {
	const ids = electivesIn(outline).map(({ id }) => id);
	fc.assert(
		fc.property(fc.subarray(ids), fc.subarray(ids), fc.nat(30), (before, chosen, held) => {
			const course = courseOf(outline, before).map(({ id }) => [id]);
			const open = course.slice(held);
			const added = chosen.filter((id) => !before.includes(id));
			const plan = withElectives(outline, open, { added, removed: [] });
			expect(plan.flat().sort()).toEqual([...open.flat(), ...added].sort());
			expect(withElectives(outline, plan, { added: [], removed: added })).toEqual(open);
			if (held === 0)
				expect(plan.flat()).toEqual(courseOf(outline, [...before, ...chosen]).map(({ id }) => id));
		}),
		runs
	);
});
