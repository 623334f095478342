/** Ten thousand random histories under random policies: what is earned, and what the program's own milestones say of it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	earnedBy,
	countedEntries,
	progress,
	type Facts,
	type Progress
} from '#lib/server/domain/progress.ts';
import type { MilestoneCondition } from '#lib/policies.ts';
import { defaultPolicy, policyFrom, type Policy } from '#lib/vocabulary.ts';
import { histories, policies, smallEdition } from './support/stories.ts';

const histories10k = { numRuns: 10_000 };
const namesOf = (verdict: Progress) =>
	earnedBy(smallEdition, verdict).map(({ kind, moduleId }) => `${kind} ${moduleId}`);
const hasCredit = ({ lessons }: Progress, id: string) =>
	lessons.some(({ lessonId, state }) => lessonId === id && state === 'credited');

/** The condition read a second time, from what the verdict says of lessons and the entries that count. */
function isMet(
	{ lessons, minutes, practice, module, plan }: MilestoneCondition,
	verdict: Progress,
	facts: Facts
) {
	const entries = countedEntries(facts);
	const core = smallEdition.lessons.filter((one) => one.core && one.moduleId === module);
	const parts: boolean[] = [];
	if (lessons) {
		const done = lessons.ids.filter((id) => hasCredit(verdict, id)).length;
		parts.push(lessons.atLeast === 'all' ? done === lessons.ids.length : done >= lessons.atLeast);
	}
	if (minutes) parts.push(verdict.lessons.reduce((all, { sure }) => all + sure, 0) >= minutes);
	if (practice) parts.push(entries.length >= practice);
	if (module) parts.push(core.every(({ id }) => hasCredit(verdict, id)));
	if (plan) parts.push(entries.some(({ lessonId, sessionId }) => lessonId === 'three' && sessionId !== null));
	return parts.every(Boolean);
}

test('in 10,000 histories a milestone of the program holds when all of its condition does, and changes nothing else', () => {
	const seen = { held: 0, open: 0, unsure: 0 };
	fc.assert(
		fc.property(policies, histories, (policy, facts) => {
			const worst = progress(policy, smallEdition, facts, 'worst');
			const best = progress(policy, smallEdition, facts, 'best');
			for (const { id, condition } of policy.milestones) {
				const isHeld = worst.defined.includes(id);
				expect(isHeld).toBe(isMet(condition, worst, facts));
				seen[isHeld ? 'held' : best.defined.includes(id) ? 'unsure' : 'open']++;
			}
			// What the worst awards, the best never voids.
			expect(namesOf(best)).toEqual(expect.arrayContaining(namesOf(worst)));
			const { defined: _, ...rest } = worst;
			const bare = progress({ ...policy, milestones: [] }, smallEdition, facts, 'worst');
			expect(bare).toEqual({ ...rest, defined: [] });
		}),
		histories10k
	);
	for (const times of Object.values(seen)) expect(times).toBeGreaterThan(100);
});

test('a policy kept before it could say more reads as it always did', () => {
	const { lateCutoff, creditThreshold, absencesAllowed, makeUps, practiceDays, lockDays } = defaultPolicy;
	const first = { lateCutoff, creditThreshold, absencesAllowed, makeUps, practiceDays, lockDays };
	expect(policyFrom(first)).toEqual(defaultPolicy);
	fc.assert(
		fc.property(histories, (facts) => {
			const verdict = progress(policyFrom(first), smallEdition, facts);
			const own: Policy = {
				...defaultPolicy,
				completion: { ...defaultPolicy.completion, coreLessons: 3, practiceEntries: 3, practiceSkills: 2 }
			};
			expect(progress(own, smallEdition, facts)).toEqual(verdict);
		}),
		{ numRuns: 300 }
	);
});

/** The elective was given in the first session, and the person was there. */
const withElective = (facts: Facts): Facts => ({
	...facts,
	deliveries: [
		...facts.deliveries.filter(({ lessonId, sessionId }) => lessonId !== 'extra' && sessionId !== 's1'),
		...['open', 'try', 'close'].map((activity) => ({
			...{ id: `x-${activity}`, replaces: [], sessionId: 's1', lessonId: 'extra', activity },
			...{ state: 'done' as const, minutes: 20 }
		}))
	],
	marks: [
		...facts.marks.filter(({ sessionId }) => sessionId !== 's1'),
		{
			...{ id: 'x', replaces: [], sessionId: 's1', status: 'present' as const },
			...{ cameAt: null, leftAt: null, reason: null }
		}
	]
});

test('electives stand in for core lessons up to their number, and more of them never take anything away', () => {
	let stoodIn = 0;
	fc.assert(
		fc.property(policies, histories.map(withElective), (policy, facts) => {
			const core = (electives: number) => {
				const completion = { ...policy.completion, coreLessons: 4, electives };
				const { requirements } = progress({ ...policy, completion }, smallEdition, facts);
				return requirements.find(({ kind }) => kind === 'core')!;
			};
			const [none, one, two] = [core(0), core(1), core(2)];
			expect(one.have - none.have).toBeLessThanOrEqual(1);
			expect(one.have).toBeGreaterThanOrEqual(none.have);
			expect(two.have).toBe(one.have);
			if (none.met) expect(one.met).toBe(true);
			stoodIn += one.have - none.have;
		}),
		{ numRuns: 800 }
	);
	expect(stoodIn).toBeGreaterThan(100);
});
