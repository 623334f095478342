import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { upheldMarks } from '#lib/server/domain/presence.ts';
import {
	countedEntries,
	current,
	earned,
	isPlain,
	progress,
	type Facts,
	type MarkFact,
	type Reading
} from '#lib/server/domain/progress.ts';
import { outlooks, type Policy } from '#lib/vocabulary.ts';
import { histories, policies, smallEdition } from './support/stories.ts';

const runs = { numRuns: 1000 };
const readings: Reading[] = ['worst', 'best'];
const both = (policy: Policy, facts: Facts) =>
	readings.map((reading) => [
		progress(policy, smallEdition, facts, reading),
		earned(policy, smallEdition, facts, reading)
	]);
const milestones = (policy: Policy, facts: Facts, reading: Reading) =>
	earned(policy, smallEdition, facts, reading).map(({ kind, moduleId }) => `${kind} ${moduleId}`);

/** Everything that `less` reached, `more` reached too. */
function expectNotLower(policy: Policy, less: Facts, more: Facts) {
	const [before, after] = [less, more].map((facts) => progress(policy, smallEdition, facts));
	for (const [i, lesson] of before.lessons.entries()) {
		expect(after.lessons[i].attended).toBeGreaterThanOrEqual(lesson.attended);
		if (lesson.state === 'credited') expect(after.lessons[i].state).toBe('credited');
	}
	for (const [i, requirement] of before.requirements.entries()) {
		if (requirement.met) expect(after.requirements[i].met).toBe(true);
	}
	expect(outlooks.indexOf(after.outlook)).toBeLessThanOrEqual(outlooks.indexOf(before.outlook));
	expect(milestones(policy, more, 'worst')).toEqual(
		expect.arrayContaining(milestones(policy, less, 'worst'))
	);
}

const shuffled = (facts: Facts) =>
	fc
		.tuple(
			fc.shuffledSubarray(facts.sessions, { minLength: facts.sessions.length }),
			fc.shuffledSubarray(facts.deliveries, { minLength: facts.deliveries.length }),
			fc.shuffledSubarray(facts.marks, { minLength: facts.marks.length }),
			fc.shuffledSubarray(facts.practices, { minLength: facts.practices.length }),
			fc.shuffledSubarray(facts.makeUps, { minLength: facts.makeUps.length }),
			fc.shuffledSubarray(facts.homework ?? [], { minLength: facts.homework?.length ?? 0 })
		)
		.map(([sessions, deliveries, marks, practices, makeUps, homework]) => ({
			...{ today: facts.today, sessions, deliveries, marks, practices, makeUps, homework }
		}));
const history = histories.chain((facts) => fc.tuple(fc.constant(facts), shuffled(facts)));

test('random histories reach something now and then, and contradict themselves now and then', () => {
	const seen = { complete: 0, review: 0, credited: 0, makeUp: 0, none: 0 };
	for (const [policy, facts] of fc.sample(fc.tuple(policies, histories), { numRuns: 2000, seed: 7 })) {
		const verdict = progress(policy, smallEdition, facts);
		if (verdict.requirements.filter((one) => one.met).length > 4) seen.complete++;
		if (verdict.review.length > 0) seen.review++;
		if (verdict.lessons.some((one) => one.state === 'credited')) seen.credited++;
		if (verdict.outlook === 'at-risk') seen.makeUp++;
		if (verdict.outlook === 'out-of-reach') seen.none++;
	}
	for (const times of Object.values(seen)) expect(times).toBeGreaterThan(20);
});

test('the order of facts does not matter', () => {
	fc.assert(
		fc.property(policies, history, (policy, [facts, others]) => {
			expect(both(policy, others)).toEqual(both(policy, facts));
		}),
		runs
	);
});

describe('more is never less', () => {
	const longer = (mark: MarkFact | undefined, to: number): Partial<MarkFact> => {
		if (!mark || mark.status !== 'partial')
			return to % 2 ? { status: 'present' } : { status: 'partial', leftAt: 30 + to };
		if (to % 3 === 0) return { status: 'present' };
		const cameAt = mark.cameAt === null ? null : Math.max(0, mark.cameAt - to);
		return { status: 'partial', cameAt, leftAt: mark.leftAt === null ? null : mark.leftAt + to };
	};

	test('attendance added to an absence, to nothing or to a part never lowers anything', () => {
		fc.assert(
			fc.property(
				policies,
				histories,
				fc.constantFrom('s1', 's2', 's3', 's4', 's5', 's6'),
				fc.nat(40),
				(policy, facts, sessionId, to) => {
					const said = facts.marks.filter((mark) => mark.sessionId === sessionId);
					const standing = upheldMarks(said);
					fc.pre(standing.length <= 1 && standing[0]?.status !== 'present');
					const replaces = current(said).map((mark) => mark.id);
					const added: MarkFact = {
						...{
							id: 'more',
							sessionId,
							replaces,
							status: 'present',
							cameAt: null,
							leftAt: null,
							reason: null
						},
						...longer(standing[0], to)
					};
					expectNotLower(policy, facts, { ...facts, marks: [...facts.marks, added] });
				}
			),
			runs
		);
	});

	test('settling a contradiction with presence never lowers anything', () => {
		fc.assert(
			fc.property(policies, histories, (policy, facts) => {
				const [sessionId] = progress(policy, smallEdition, facts).review;
				fc.pre(sessionId !== undefined);
				const replaces = current(facts.marks.filter((mark) => mark.sessionId === sessionId)).map(
					(mark) => mark.id
				);
				const settled = {
					id: 'settled',
					sessionId,
					replaces,
					status: 'present' as const,
					cameAt: null,
					leftAt: null,
					reason: null
				};
				const more = { ...facts, marks: [...facts.marks, settled] };
				expectNotLower(policy, facts, more);
				expect(progress(policy, smallEdition, more).review).not.toContain(sessionId);
			}),
			runs
		);
	});

	test('a practice added never lowers anything', () => {
		const added = fc.record({
			sessionId: fc.constant(null),
			lessonId: fc.constantFrom('one', 'two', 'three', 'four', 'extra'),
			shown: fc.boolean()
		});
		fc.assert(
			fc.property(policies, histories, added, (policy, facts, practice) => {
				const one = { ...practice, id: 'more', replaces: [], withdrawn: false, setting: 'home' };
				expectNotLower(policy, facts, { ...facts, practices: [...facts.practices, one] });
			}),
			runs
		);
	});

	test('homework that is back never lowers anything, and is one more use at the most', () => {
		const added = fc.constantFrom('one', 'two', 'three', 'four', 'extra');
		fc.assert(
			fc.property(policies, histories, added, (policy, facts, lessonId) => {
				const back = { id: 'more', replaces: [], sessionId: 's9', lessonId, state: 'returned' as const };
				const more = { ...facts, homework: [...(facts.homework ?? []), back] };
				expectNotLower(policy, facts, more);
				const [before, after] = [facts, more].map((each) => countedEntries(each));
				expect(after.length - before.length).toBeOneOf([0, 1]);
				expect(after.filter(({ shown }) => shown)).toEqual(before.filter(({ shown }) => shown));
			}),
			runs
		);
	});

	test('whoever plays the other person, or watches, has used no skill', () => {
		const watched = fc.record({
			sessionId: fc.constantFrom('s1', 's2'),
			lessonId: fc.constantFrom('one', 'two', 'three'),
			role: fc.constantFrom('partner' as const, 'observer' as const)
		});
		fc.assert(
			fc.property(policies, histories, watched, (policy, facts, round) => {
				const one = { ...round, id: 'more', replaces: [], shown: true, withdrawn: false, setting: 'room' };
				expect(both(policy, { ...facts, practices: [...facts.practices, one] })).toEqual(both(policy, facts));
			}),
			runs
		);
	});

	test('a make-up within the limit never lowers anything', () => {
		fc.assert(
			fc.property(policies, histories, fc.integer({ min: 1, max: 60 }), (policy, facts, minutes) => {
				const open = progress(policy, smallEdition, facts).lessons.find((lesson) => lesson.makeUpBy !== null);
				fc.pre(open !== undefined && facts.makeUps.some((one) => one.lessonId === open.lessonId));
				const makeUps = [...facts.makeUps, { lessonId: open!.lessonId, minutes }];
				expectNotLower(policy, facts, { ...facts, makeUps });
			}),
			runs
		);
	});
});

describe('what was taken back', () => {
	test('a mark taken back is as if it had never been made', () => {
		fc.assert(
			fc.property(
				policies,
				histories,
				fc.constantFrom('present', 'absent-unexcused'),
				(policy, facts, status) => {
					const common = { sessionId: 's1', cameAt: null, leftAt: null, reason: null };
					const made = { ...common, id: 'made', replaces: [], status: status as MarkFact['status'] };
					const back = { ...common, id: 'back', replaces: ['made'], status: 'unmarked' as const };
					expect(both(policy, { ...facts, marks: [...facts.marks, made, back] })).toEqual(
						both(policy, facts)
					);
				}
			),
			runs
		);
	});

	test('a tick taken back is as if it had never been made', () => {
		fc.assert(
			fc.property(policies, histories, fc.nat(40), (policy, facts, minutes) => {
				const common = { sessionId: 's2', lessonId: 'two', activity: 'try' };
				const made = { ...common, id: 'made', replaces: [], state: 'done' as const, minutes };
				const back = { ...common, id: 'back', replaces: ['made'], state: 'pending' as const, minutes: 0 };
				expect(both(policy, { ...facts, deliveries: [...facts.deliveries, made, back] })).toEqual(
					both(policy, facts)
				);
			}),
			runs
		);
	});

	test('a practice taken back is as if it had never been noted', () => {
		fc.assert(
			fc.property(policies, histories, fc.constantFrom(null, 's1'), (policy, facts, sessionId) => {
				const common = { sessionId, lessonId: 'one', shown: true, setting: 'room' };
				const made = { ...common, id: 'made', replaces: [], withdrawn: false };
				const back = { ...common, id: 'back', replaces: ['made'], withdrawn: true };
				expect(both(policy, { ...facts, practices: [...facts.practices, made, back] })).toEqual(
					both(policy, facts)
				);
			}),
			runs
		);
	});

	test('a mark that was replaced is as if only the correction had been made', () => {
		fc.assert(
			fc.property(policies, histories, (policy, facts) => {
				const replaces = current(facts.marks.filter((mark) => mark.sessionId === 's3')).map(
					(mark) => mark.id
				);
				const common = { sessionId: 's3', cameAt: null, leftAt: null, reason: null };
				const wrong = { ...common, id: 'wrong', replaces, status: 'absent-unexcused' as const };
				const right = { ...common, id: 'right', status: 'present' as const };
				const corrected = [...facts.marks, wrong, { ...right, replaces: ['wrong'] }];
				const atOnce = [...facts.marks, { ...right, replaces }];
				expect(both(policy, { ...facts, marks: corrected })).toEqual(
					both(policy, { ...facts, marks: atOnce })
				);
			}),
			runs
		);
	});
});

describe('what is said twice', () => {
	const again = <F extends { id: string; replaces: string[] }>(facts: F[], pick: number): F[] => {
		const heads = current(facts);
		return heads.length === 0 ? facts : [...facts, { ...heads[pick % heads.length], id: 'again' }];
	};

	test('the same statement made by two people changes nothing', () => {
		fc.assert(
			fc.property(policies, histories, fc.nat(20), (policy, facts, pick) => {
				// Each use outside is one of its own: two of them are two.
				const inRoom = facts.practices.filter((practice) => practice.sessionId !== null);
				const once = { ...facts, practices: inRoom };
				const twice = {
					...facts,
					marks: again(facts.marks, pick),
					deliveries: again(facts.deliveries, pick),
					practices: again(inRoom, pick),
					homework: again(facts.homework ?? [], pick)
				};
				expect(both(policy, twice)).toEqual(both(policy, once));
			}),
			runs
		);
	});
});

describe('what is under review', () => {
	test('whatever is earned at the worst is earned at the best', () => {
		fc.assert(
			fc.property(policies, histories, (policy, facts) => {
				expect(milestones(policy, facts, 'best')).toEqual(
					expect.arrayContaining(milestones(policy, facts, 'worst'))
				);
			}),
			runs
		);
	});

	/** Somebody says something else about a thing about which something stands. */
	const contest = (facts: Facts, pick: number): Facts | null => {
		const marks = upheldMarks(facts.marks);
		const mark = marks[pick % Math.max(1, marks.length)];
		const deliveries = current(facts.deliveries).filter((one) => one.state !== 'pending');
		const delivery = deliveries[pick % Math.max(1, deliveries.length)];
		if (pick % 2 && mark) {
			const status = mark.status === 'present' ? ('absent-unexcused' as const) : ('present' as const);
			return {
				...facts,
				marks: [...facts.marks, { ...mark, id: 'contest', status, cameAt: null, leftAt: null }]
			};
		}
		if (!delivery) return null;
		const changed = {
			...delivery,
			id: 'contest',
			state: 'shortened' as const,
			minutes: (delivery.minutes + 1 + pick) % 60
		};
		return { ...facts, deliveries: [...facts.deliveries, changed] };
	};

	test('where only one thing stands about each matter, worst and best are the same', () => {
		let plain = 0;
		fc.assert(
			fc.property(policies, histories, (policy, facts) => {
				fc.pre(isPlain(smallEdition, facts));
				plain += 1;
				const [worst, best] = readings.map((reading) => progress(policy, smallEdition, facts, reading));
				expect(best).toEqual(worst);
			}),
			{ ...runs, seed: 11 }
		);
		expect(plain).toBeGreaterThan(200);
	});

	test('a contradiction awards nothing, and voids nothing that was earned', () => {
		fc.assert(
			fc.property(policies, histories, fc.nat(200), (policy, facts, pick) => {
				const contested = contest(facts, pick);
				fc.pre(contested !== null);
				const before = milestones(policy, facts, 'worst');
				expect(before).toEqual(expect.arrayContaining(milestones(policy, contested!, 'worst')));
				expect(milestones(policy, contested!, 'best')).toEqual(expect.arrayContaining(before));
			}),
			runs
		);
	});
});

test('the passing of days alone earns nothing and takes nothing', () => {
	fc.assert(
		fc.property(
			policies,
			histories,
			fc.constantFrom('2020-01-01', '2026-04-01', '2031-01-01'),
			(policy, facts, today) => {
				for (const reading of readings) {
					expect(milestones(policy, { ...facts, today }, reading)).toEqual(
						milestones(policy, facts, reading)
					);
				}
			}
		),
		runs
	);
});

test('a verdict explains itself: what is out of reach has no day, what is to be had has one', () => {
	fc.assert(
		fc.property(policies, histories, (policy, facts) => {
			const { requirements, outlook, finishOn, complete, lessons } = progress(policy, smallEdition, facts);
			for (const { met, reach, on, missing, have, need, kind } of requirements) {
				expect(met).toBe(kind === 'absences' ? have <= need : have >= need);
				expect(met).toBe(reach === 'met');
				expect(on !== null).toBe(reach === 'planned' || reach === 'make-up');
				if (on) expect(on >= facts.today).toBe(true);
				if (met) expect(missing).toEqual([]);
			}
			expect(complete).toBe(outlook === 'complete');
			expect(finishOn !== null).toBe(outlook === 'on-course' || outlook === 'at-risk');
			for (const { state, reach, short, makeUpBy, attended, delivered } of lessons) {
				expect(attended).toBeLessThanOrEqual(delivered);
				expect(state === 'credited').toBe(reach === 'met');
				if (makeUpBy) expect(short).toBeGreaterThan(0);
				if (reach === 'make-up') expect(makeUpBy! >= facts.today).toBe(true);
			}
		}),
		runs
	);
});
