import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dosageOf, ownDosage } from '#lib/server/domain/dosage.ts';
import { lessonStandings } from '#lib/server/domain/credit.ts';
import { withEarlier } from '#lib/server/domain/facts.ts';
import { countedMinutes, hoursOf } from '#lib/dosage.ts';
import { defaultPolicy, type Policy } from '#lib/vocabulary.ts';
import { delivered, edition, factsOf, lesson, marked, meetings } from './support/outline.ts';
import { histories, policies, smallEdition } from './support/stories.ts';

const runs = { numRuns: 1000 };
/** Work on one, work and thinking on two, thinking on three, nothing on the others. */
const targets: Record<string, string[]> = { one: ['work'], two: ['work', 'thinking'], three: ['thinking'] };
const onTargets = {
	...smallEdition,
	lessons: smallEdition.lessons.map((one) => ({ ...one, targets: targets[one.id] ?? [] }))
};
const rules = fc
	.record({
		sessions: fc.boolean(),
		makeUps: fc.boolean(),
		packets: fc.constantFrom(0, 0.5, 1),
		homework: fc.constantFrom(0, 30)
	})
	.chain((dosage) => policies.map((policy): Policy => ({ ...policy, dosage })));
const made = fc
	.tuple(histories, fc.constantFrom('one-to-one' as const, 'packet' as const))
	.map(([facts, way]) => ({ ...facts, makeUps: facts.makeUps.map((one) => ({ ...one, way })) }));

describe('whatever happened', () => {
	test('the sources add up to the total, and nobody took part in more than was given', () => {
		fc.assert(
			fc.property(rules, made, (policy, facts) => {
				const dosage = dosageOf(policy, onTargets, facts);
				const { session, 'make-up': madeUp, packet, homework } = dosage.bySource;
				expect(session + madeUp + packet).toBe(dosage.attended);
				expect(countedMinutes(dosage)).toBe(dosage.attended + homework);
				expect(dosage.attended).toBeLessThanOrEqual(dosage.delivered);
				for (const minutes of Object.values(dosage.bySource)) expect(minutes).toBeGreaterThanOrEqual(0);
				for (const one of Object.values(dosage.byTarget)) {
					expect(one.attended).toBeLessThanOrEqual(one.delivered);
					expect(one.attended).toBeLessThanOrEqual(countedMinutes(dosage));
				}
			}),
			runs
		);
	});

	test('with everything counted whole, each minute attended of a lesson with a target counts once', () => {
		fc.assert(
			fc.property(policies, made, (policy, facts) => {
				const whole = { ...policy, dosage: { sessions: true, makeUps: true, packets: 1, homework: 0 } };
				const standings = lessonStandings(whole, onTargets, facts, 'worst');
				const minutes = standings.filter(({ lessonId }) => lessonId in targets).map((one) => one.attended);
				expect(dosageOf(whole, onTargets, facts).attended).toBe(minutes.reduce((a, b) => a + b, 0));
			}),
			runs
		);
	});

	test('what is taken along from another group adds what was attended there, and nothing else', () => {
		fc.assert(
			fc.property(rules, made, made, (policy, here, there) => {
				const own = (facts: typeof here) =>
					ownDosage(policy, onTargets, facts, lessonStandings(policy, onTargets, facts, 'worst'));
				const apart = {
					...there,
					homework: (there.homework ?? []).map((one) => ({ ...one, id: `x${one.id}` }))
				};
				const both = withEarlier(here, [{ groupId: 'g', policy, edition: onTargets, facts: apart }]);
				const dosage = dosageOf(policy, onTargets, both);
				expect(countedMinutes(dosage)).toBe(countedMinutes(own(here)) + countedMinutes(own(apart)));
				expect(dosage.delivered).toBe(own(here).delivered + own(apart).attended);
			}),
			runs
		);
	});
});

describe('one lesson of 90 minutes', () => {
	const [a, talk] = [lesson('a'), lesson('talk')];
	const course = edition([{ ...a, targets: ['work', 'peers'] }, talk]);
	const held = (leftAt: number | null, given: object = {}) =>
		factsOf(meetings([['a'], ['talk']]), {
			deliveries: [...delivered('s1', a), ...delivered('s2', talk)],
			marks: [marked('s1', 'partial', { leftAt }), marked('s2', 'present')],
			...given
		});

	test('counts for each of its targets, and once in all; a lesson without a target counts for nothing', () => {
		expect(dosageOf(defaultPolicy, course, held(null))).toEqual({
			delivered: 90,
			attended: 90,
			bySource: { session: 90, 'make-up': 0, packet: 0, homework: 0 },
			byTarget: { work: { delivered: 90, attended: 90 }, peers: { delivered: 90, attended: 90 } }
		});
	});

	test('made up beyond what was missed, only what was missed counts: with somebody first, then on paper', () => {
		const makeUps = [
			{ lessonId: 'a', minutes: 30, way: 'packet' as const },
			{ lessonId: 'a', minutes: 40, way: 'one-to-one' as const }
		];
		const { bySource } = dosageOf(defaultPolicy, course, held(40, { makeUps }));
		expect(bySource).toEqual({ session: 40, 'make-up': 40, packet: 10, homework: 0 });
	});

	test('practice brought back counts once, as long as the policy says', () => {
		const back = (id: string, lessonId: string) => ({
			...{ id, lessonId, replaces: [], sessionId: 's2', state: 'returned' as const }
		});
		const policy = { ...defaultPolicy, dosage: { ...defaultPolicy.dosage, homework: 30 } };
		const homework = [back('h1', 'a'), back('h2', 'a'), back('h3', 'talk')];
		expect(dosageOf(policy, course, held(null, { homework })).bySource.homework).toBe(30);
		expect(dosageOf(defaultPolicy, course, held(null, { homework })).bySource.homework).toBe(0);
	});
});

test('hours are never rounded up', () => {
	expect([59, 60, 66, 179, 180].map(hoursOf)).toEqual([0.9, 1, 1.1, 2.9, 3]);
});
