import { describe, expect, test } from 'vitest';
import { earned, practiceEntries, progress, type Facts, type MarkFact } from '#lib/server/domain/progress.ts';
import { defaultPolicy, type Policy } from '#lib/vocabulary.ts';
import {
	delivered,
	edition,
	factsOf,
	lesson,
	marked,
	meetings,
	practiced,
	shown,
	wholeCurriculum
} from './support/outline.ts';

const policy = (change: Partial<Policy> = {}): Policy => ({ ...defaultPolicy, ...change });

/** The verdict on one lesson of 90 minutes, given in the sessions that there are. */
const take = lesson('take-a-no');
function credit(facts: Partial<Facts>, rules = policy(), sessions = meetings([['take-a-no'], []])) {
	const verdict = progress(rules, edition([take], { coreLessons: 1 }), factsOf(sessions, facts));
	return { ...verdict.lessons[0], outlook: verdict.outlook, core: verdict.requirements[0] };
}

describe('credit for a lesson', () => {
	test('a lesson cut to 70 minutes by a fire drill is credited to who stayed for all 70', () => {
		const cut = delivered('s1', take, { 'check-in': 20, teach: 30, 'role-play': 20, plan: 'skipped' });
		expect(credit({ deliveries: cut, marks: [marked('s1', 'present')] })).toMatchObject({
			...{ state: 'credited', delivered: 70, attended: 70, short: 0 }
		});
	});

	test('of a lesson given over two sessions, the first alone is 67 %: a make-up of 30 minutes completes it', () => {
		const deliveries = [
			...delivered('s1', take, { 'check-in': 20, teach: 30, plan: 10 }),
			...delivered('s2', take, { 'role-play': 30 })
		];
		const marks = [marked('s1', 'present'), marked('s2', 'absent-unexcused')];
		expect(credit({ deliveries, marks })).toMatchObject({
			...{ state: 'partly', delivered: 90, attended: 60, short: 8, reach: 'make-up' }
		});
		const makeUps = [{ lessonId: 'take-a-no', minutes: 30 }];
		expect(credit({ deliveries, marks, makeUps })).toMatchObject({
			state: 'credited',
			attended: 90,
			short: 0
		});
	});

	test('who left after 45 of 90 minutes has half, and makes up at least 23 minutes', () => {
		const facts = { deliveries: delivered('s1', take), marks: [marked('s1', 'partial', { leftAt: 45 })] };
		expect(credit(facts)).toMatchObject({ state: 'partly', attended: 45, short: 23 });
		const made = (minutes: number) =>
			credit({ ...facts, makeUps: [{ lessonId: 'take-a-no', minutes }] }).state;
		expect([made(22), made(23)]).toEqual(['partly', 'credited']);
	});

	test('who came 30 minutes late missed the check-in and a part of the teaching, not the role-play', () => {
		const late = marked('s1', 'partial', { cameAt: 30 });
		const facts = { deliveries: delivered('s1', take), marks: [late] };
		expect(credit(facts)).toMatchObject({ state: 'partly', attended: 60, short: 8 });
		expect(credit(facts, policy({ creditThreshold: 2 / 3 })).state).toBe('credited');
	});

	test('what staff skipped or shortened never counts against a person', () => {
		const short = delivered('s1', take, {
			'check-in': 5,
			teach: 10,
			'role-play': 'skipped',
			plan: 'skipped'
		});
		expect(credit({ deliveries: short, marks: [marked('s1', 'present')] })).toMatchObject({
			...{ state: 'credited', delivered: 15 }
		});
	});

	test('a lesson of which an activity is still to come is nobody’s yet', () => {
		const most = delivered('s1', take, { 'check-in': 20, teach: 30, 'role-play': 30 });
		const now = credit({ deliveries: most, marks: [marked('s1', 'present')] });
		expect(now).toMatchObject({ state: 'partly', attended: 80, short: 0 });
	});

	test('an activity repeated for those who missed it is held against nobody', () => {
		const deliveries = [...delivered('s1', take), ...delivered('s2', take)];
		const first = [marked('s1', 'present'), marked('s2', 'absent-excused', { reason: 'work' })];
		const second = [marked('s1', 'absent-excused', { reason: 'sick' }), marked('s2', 'present')];
		for (const marks of [first, second]) {
			expect(credit({ deliveries, marks })).toMatchObject({ state: 'credited', delivered: 90, attended: 90 });
		}
	});

	test('an activity begun in one session and finished in the next counts whole', () => {
		const deliveries = [
			...delivered('s1', take, { 'check-in': 20, teach: 30, 'role-play': 10 }),
			...delivered('s2', take, { 'role-play': 20, plan: 10 })
		];
		const marks = [marked('s1', 'present'), marked('s2', 'absent-unexcused')];
		expect(credit({ deliveries, marks })).toMatchObject({ delivered: 90, attended: 60, state: 'partly' });
	});

	test('a lesson that staff skipped altogether is credited to nobody and can’t be had any more', () => {
		const none = delivered('s1', take, {
			...{ 'check-in': 'skipped', teach: 'skipped', 'role-play': 'skipped', plan: 'skipped' }
		});
		const sessions = meetings([['take-a-no'], []], 1);
		expect(credit({ deliveries: none, marks: [marked('s1', 'present')] }, policy(), sessions)).toMatchObject({
			...{ state: 'ahead', delivered: 0, reach: 'none', outlook: 'out-of-reach' }
		});
	});

	test('55 % of 100 minutes is 55 minutes, in spite of binary fractions', () => {
		const hundred = lesson('hundred', { activities: { first: 55, second: 45 } });
		const facts = factsOf(meetings([['hundred']]), {
			deliveries: delivered('s1', hundred),
			marks: [marked('s1', 'partial', { leftAt: 55 })]
		});
		const verdict = progress(
			policy({ creditThreshold: 0.55 }),
			edition([hundred], { coreLessons: 1 }),
			facts
		);
		expect(verdict.lessons[0].state).toBe('credited');
	});

	test('what was carried over is laid before the session’s own lesson', () => {
		const first = lesson('first-lesson');
		const second = lesson('second-lesson');
		const facts = factsOf(meetings([['first-lesson'], ['second-lesson']]), {
			deliveries: [
				...delivered('s2', second),
				...delivered('s1', first, { 'check-in': 20, teach: 30 }),
				...delivered('s2', first, { 'role-play': 30, plan: 10 })
			],
			marks: [marked('s1', 'present'), marked('s2', 'partial', { leftAt: 40 })]
		});
		const { lessons } = progress(policy(), edition([first, second], { coreLessons: 2 }), facts);
		expect(lessons.map((one) => [one.state, one.attended])).toEqual([
			['credited', 90],
			['missed', 0]
		]);
	});

	test('coming in later than the policy’s cut-off counts as not there', () => {
		const late = (cameAt: number) =>
			credit(
				{ deliveries: delivered('s1', take), marks: [marked('s1', 'partial', { cameAt })] },
				policy({ lateCutoff: 15 })
			).state;
		expect([late(15), late(16)]).toEqual(['credited', 'missed']);
	});

	test('unless a reason says that it counts all the same: then the minutes count that the person was there', () => {
		const marks = [marked('s1', 'partial', { cameAt: 16, late: 'court' as const })];
		const { state, attended } = credit(
			{ deliveries: delivered('s1', take), marks },
			policy({ lateCutoff: 15 })
		);
		expect([state, attended]).toEqual(['credited', 74]);
	});

	test('a neutral absence, one not required and one unmarked are nowhere in the room', () => {
		for (const status of ['absent-neutral', 'not-required', 'unmarked'] as const) {
			expect(credit({ deliveries: delivered('s1', take), marks: [marked('s1', status)] }).attended).toBe(0);
		}
	});
});

describe('what can still be had', () => {
	const two = edition([lesson('first-lesson'), lesson('second-lesson')], { coreLessons: 2 });
	const [one, next] = two.lessons;
	const verdict = (facts: Facts, rules = policy()) => progress(rules, two, facts);

	test('everything ahead is on course, to be finished on the last day', () => {
		const facts = factsOf(meetings([['first-lesson'], ['second-lesson']], 0), { today: '2026-03-01' });
		expect(verdict(facts)).toMatchObject({ outlook: 'on-course', finishOn: '2026-03-10', complete: false });
	});

	test('a lesson missed can be made up until the policy’s last day, and then no more', () => {
		const missed = (today: string) =>
			verdict(
				factsOf(meetings([['first-lesson'], ['second-lesson']], 1), {
					...{ today, deliveries: delivered('s1', one), marks: [marked('s1', 'absent-unexcused')] }
				})
			);
		expect(missed('2026-03-24')).toMatchObject({ outlook: 'at-risk', finishOn: '2026-03-24' });
		expect(missed('2026-03-24').lessons[0]).toMatchObject({
			state: 'missed',
			makeUpBy: '2026-03-24',
			short: 68
		});
		expect(missed('2026-03-25')).toMatchObject({ outlook: 'out-of-reach', finishOn: null });
		expect(missed('2026-03-25').lessons[0]).toMatchObject({ state: 'missed', makeUpBy: null, short: 68 });
	});

	test('a lesson missed in the last session can only be made up', () => {
		const facts = factsOf(meetings([['first-lesson'], ['second-lesson']]), {
			deliveries: [...delivered('s1', one), ...delivered('s2', next)],
			marks: [marked('s1', 'present'), marked('s2', 'absent-neutral', { reason: 'court' })]
		});
		expect(verdict(facts)).toMatchObject({ outlook: 'at-risk', finishOn: '2026-03-31' });
		expect(verdict(facts, policy({ makeUps: { limit: 0, days: 21 } })).outlook).toBe('out-of-reach');
	});

	test('what is left of a lesson is planned for the session that it is carried over to', () => {
		const facts = factsOf(meetings([['first-lesson'], ['second-lesson']], 1), {
			today: '2026-03-04',
			deliveries: delivered('s1', one, { 'check-in': 20, teach: 30, 'role-play': 30 }),
			marks: [marked('s1', 'present')]
		});
		expect(verdict(facts).lessons[0]).toMatchObject({ state: 'partly', reach: 'planned', on: '2026-03-10' });
		expect(verdict(facts)).toMatchObject({ outlook: 'on-course', finishOn: '2026-03-10' });
	});

	test('who missed most of a lesson can’t get its credit from the rest alone', () => {
		const facts = factsOf(meetings([['first-lesson'], ['second-lesson']], 1), {
			today: '2026-03-04',
			deliveries: delivered('s1', one, { 'check-in': 20, teach: 30 }),
			marks: [marked('s1', 'absent-unexcused')]
		});
		// 40 of 90 minutes are left, 68 are needed.
		expect(verdict(facts).lessons[0]).toMatchObject({
			...{ state: 'missed', reach: 'make-up', short: 28, makeUpBy: '2026-03-31' }
		});
		expect(verdict(facts).outlook).toBe('at-risk');
	});

	test('what is left when no session is left can’t be had', () => {
		const facts = factsOf(meetings([['first-lesson'], ['second-lesson']]), {
			deliveries: [...delivered('s1', one), ...delivered('s2', next, { 'check-in': 20, teach: 30 })],
			marks: [marked('s1', 'present'), marked('s2', 'present')]
		});
		expect(verdict(facts).lessons[1]).toMatchObject({ state: 'partly', reach: 'none', makeUpBy: null });
		expect(verdict(facts).outlook).toBe('out-of-reach');
	});

	test('a cancelled session holds nothing: its lesson is had where it was moved to', () => {
		const sessions = meetings([['first-lesson'], ['first-lesson'], ['second-lesson']], 0);
		sessions[0].cancelled = true;
		const result = verdict(factsOf(sessions, { today: '2026-03-04' }));
		expect(result.lessons.map((each) => each.on)).toEqual(['2026-03-10', '2026-03-17']);
		expect(result).toMatchObject({ outlook: 'on-course', finishOn: '2026-03-17' });
		sessions[1].cancelled = true;
		expect(verdict(factsOf(sessions, { today: '2026-03-04' })).outlook).toBe('out-of-reach');
	});

	test('a past session that nobody ended still counts, and nothing is finished before today', () => {
		const facts = factsOf(meetings([['first-lesson'], ['second-lesson']], 0), { today: '2026-04-20' });
		expect(verdict(facts)).toMatchObject({ outlook: 'on-course', finishOn: '2026-04-20' });
	});

	test('an elective that no session is planned for is not ahead of anybody', () => {
		const sessions = meetings([['first-lesson']], 0);
		expect(verdict(factsOf(sessions)).lessons[1]).toMatchObject({ state: 'ahead', reach: 'none', on: null });
	});

	test('a make-up that was begun can be finished when the limit is used up', () => {
		const facts = factsOf(meetings([['first-lesson'], ['second-lesson']]), {
			deliveries: [...delivered('s1', one), ...delivered('s2', next)],
			marks: [marked('s1', 'absent-unexcused'), marked('s2', 'present')],
			makeUps: [{ lessonId: 'first-lesson', minutes: 30 }]
		});
		const limit = (limit: number) => verdict(facts, policy({ makeUps: { limit, days: 21 } }));
		expect(limit(1).lessons[0]).toMatchObject({ short: 38, makeUpBy: '2026-03-24' });
		expect(limit(1).outlook).toBe('at-risk');
	});

	test('one limit of make-ups holds for all requirements together', () => {
		const lessons = [
			lesson('essential-one'),
			lesson('essential-two'),
			lesson('application', { kind: 'application' }),
			lesson('other')
		];
		const all = edition(lessons, { coreLessons: 2, essential: ['essential-one', 'essential-two'] });
		const sessions = meetings(lessons.map(({ id }) => [id]));
		const deliveries = lessons.flatMap((each, i) => delivered(`s${i + 1}`, each));
		const facts = factsOf(sessions, { deliveries, marks: [marked('s4', 'present')] });
		const outlook = (limit: number) => progress(policy({ makeUps: { limit, days: 60 } }), all, facts).outlook;
		// Two essential lessons and the application: each requirement alone would need no more than two.
		expect([outlook(2), outlook(3)]).toEqual(['out-of-reach', 'at-risk']);
	});

	test('a lesson made up for one requirement serves the others', () => {
		const lessons = [lesson('one', { kind: 'application' }), lesson('two')];
		const all = edition(lessons, { coreLessons: 2, essential: ['one'] });
		const facts = factsOf(meetings([['one'], ['two']]), {
			deliveries: lessons.flatMap((each, i) => delivered(`s${i + 1}`, each)),
			marks: [marked('s2', 'present')]
		});
		expect(progress(policy({ makeUps: { limit: 1, days: 21 } }), all, facts).outlook).toBe('at-risk');
	});

	test('practice may be logged until the policy’s last day after the last session', () => {
		const rule = edition([one], { coreLessons: 1, practice: { entries: 2, skills: 1 } });
		const on = (today: string) =>
			progress(
				policy({ practiceDays: 14 }),
				rule,
				factsOf(meetings([['first-lesson']]), {
					...{ today, deliveries: delivered('s1', one), marks: [marked('s1', 'present')] },
					practices: [practiced('first-lesson')]
				})
			);
		expect(on('2026-03-17')).toMatchObject({ outlook: 'on-course', finishOn: '2026-03-17' });
		expect(on('2026-03-18')).toMatchObject({ outlook: 'out-of-reach', finishOn: null });
	});

	test('what belongs in the room is shown in a session that is left, or in a make-up', () => {
		const rule = edition([one], { coreLessons: 1, skillsShown: 1, plan: 'first-lesson' });
		const given = { deliveries: delivered('s1', one), marks: [marked('s1', 'present')] };
		const on = (today: string, ended: number) =>
			progress(policy(), rule, factsOf(meetings([['first-lesson'], []], ended), { ...given, today }));
		expect(on('2026-03-04', 1).requirements.map((each) => each.reach)).toEqual(['met', 'planned', 'planned']);
		expect(on('2026-03-31', 2).requirements.map((each) => each.reach)).toEqual(['met', 'make-up', 'make-up']);
		expect(on('2026-04-01', 2).requirements.map((each) => each.reach)).toEqual(['met', 'none', 'none']);
	});

	test('without a limit absences never count; with one, neutral and contradicted ones are told apart', () => {
		const facts = factsOf(meetings([['first-lesson'], ['second-lesson'], [], []]), {
			marks: [
				marked('s1', 'absent-excused', { reason: 'work' }),
				marked('s2', 'absent-unexcused'),
				marked('s3', 'absent-neutral', { reason: 'lockdown' }),
				marked('s4', 'absent-unexcused'),
				marked('s4', 'present')
			]
		});
		const absences = (allowed: number | null, reading: 'worst' | 'best' = 'worst') =>
			progress(policy({ absencesAllowed: allowed }), two, facts, reading).requirements.find(
				(requirement) => requirement.kind === 'absences'
			);
		expect(absences(null)).toBeUndefined();
		expect(absences(3)).toMatchObject({ have: 3, need: 3, met: true });
		expect(absences(2)).toMatchObject({ have: 3, met: false, reach: 'none' });
		expect(absences(2, 'best')).toMatchObject({ have: 2, met: true });
		const over = progress(policy({ absencesAllowed: 2 }), two, facts);
		expect(over.outlook).toBe('out-of-reach');
	});
});

describe('statements that contradict each other', () => {
	const rule = edition([take], { coreLessons: 1 });
	const kinds = (facts: Facts, reading: 'worst' | 'best') =>
		earned(policy(), rule, facts, reading).map((one) => one.kind);
	const facts = (marks: MarkFact[]) =>
		factsOf(meetings([['take-a-no']]), { deliveries: delivered('s1', take), marks });

	test('two marks that say different things award nothing and void nothing', () => {
		const both = facts([marked('s1', 'present'), marked('s1', 'absent-unexcused')]);
		expect(progress(policy(), rule, both).review).toEqual(['s1']);
		expect(kinds(both, 'worst')).toEqual(['enrolled']);
		expect(kinds(both, 'best')).toEqual(['enrolled', 'first-session', 'half-way', 'completed', 'module']);
	});

	test('two partial marks are read at their overlap and at their span', () => {
		const both = facts([marked('s1', 'partial', { leftAt: 50 }), marked('s1', 'partial', { cameAt: 20 })]);
		expect(progress(policy(), rule, both, 'worst').lessons[0].attended).toBe(30);
		expect(progress(policy(), rule, both, 'best').lessons[0].attended).toBe(90);
		const apart = facts([marked('s1', 'partial', { leftAt: 20 }), marked('s1', 'partial', { cameAt: 50 })]);
		expect(progress(policy(), rule, apart, 'worst').lessons[0].attended).toBe(0);
	});

	test('one mark that replaces both settles it', () => {
		const both = [marked('s1', 'present'), marked('s1', 'absent-unexcused')];
		const settled = facts([...both, marked('s1', 'present', { replaces: both.map((one) => one.id) })]);
		expect(progress(policy(), rule, settled)).toMatchObject({ review: [], complete: true });
	});

	test('two corrections of the same mark contradict each other, and taking it back is one', () => {
		const first = marked('s1', 'absent-unexcused');
		const correction = marked('s1', 'present', { replaces: [first.id] });
		const takenBack = marked('s1', 'unmarked', { replaces: [first.id] });
		expect(progress(policy(), rule, facts([first, correction, takenBack])).review).toEqual(['s1']);
	});

	test('taking back one’s own mark leaves the other’s standing', () => {
		const mistake = marked('s1', 'absent-unexcused');
		const takenBack = marked('s1', 'unmarked', { replaces: [mistake.id] });
		const verdict = progress(policy(), rule, facts([mistake, marked('s1', 'present'), takenBack]));
		expect(verdict).toMatchObject({ review: [], complete: true });
	});

	test('a disputed activity keeps the lesson’s credit in the balance', () => {
		const [first, ...others] = delivered('s1', take);
		const disputed = { ...first, id: 'other', minutes: 5, state: 'shortened' as const };
		const given = factsOf(meetings([['take-a-no']]), {
			...{ deliveries: [first, disputed, ...others], marks: [marked('s1', 'present')] }
		});
		expect(progress(policy(), rule, given).lessons[0]).toMatchObject({ state: 'review', reach: 'planned' });
		expect(kinds(given, 'worst')).not.toContain('completed');
		expect(kinds(given, 'best')).toContain('completed');
	});

	test('a disputed length also moves the other lessons of its session for who was there for a part', () => {
		const [one, two] = [lesson('one'), lesson('two')];
		const both = edition([one, two], { coreLessons: 1 });
		const deliveries = [...delivered('s1', one, { teach: 10 }), ...delivered('s1', two)];
		const longer = { ...deliveries[0], id: 'other', minutes: 80 };
		const verdict = (there: Partial<MarkFact>, said: typeof deliveries) =>
			progress(
				policy(),
				both,
				factsOf(meetings([['one', 'two']]), { deliveries: said, marks: [marked('s1', 'partial', there)] })
			).lessons[1].state;
		expect(verdict({ leftAt: 90 }, deliveries)).toBe('credited');
		expect(verdict({ leftAt: 90 }, [...deliveries, longer])).toBe('review');
		// Who came late would have been there for more of it, had the first lesson taken longer.
		expect(verdict({ cameAt: 60 }, deliveries)).toBe('partly');
		expect(verdict({ cameAt: 60 }, [...deliveries, longer])).toBe('review');
		expect(verdict({ status: 'present' }, [...deliveries, longer])).toBe('credited');
	});
});

describe('practice', () => {
	test('two notes of one person’s practice in the room are one entry; each use outside is one of its own', () => {
		const entries = [shown('s1', 'one'), shown('s1', 'one'), practiced('one'), practiced('one')];
		expect(practiceEntries(entries)).toHaveLength(3);
	});

	test('corrections of one use outside stay one entry, even when they contradict each other', () => {
		const first = practiced('one');
		const corrections = [
			first,
			practiced('one', { replaces: [first.id] }),
			practiced('one', { replaces: [first.id] })
		];
		expect(practiceEntries(corrections)).toHaveLength(1);
	});

	test('a note taken back and made again counts', () => {
		const first = shown('s1', 'one');
		const takenBack = shown('s1', 'one', { withdrawn: true, replaces: [first.id] });
		expect(practiceEntries([first, takenBack])).toHaveLength(0);
		expect(practiceEntries([first, takenBack, shown('s1', 'one')])).toHaveLength(1);
	});

	test('a skill counts as shown only when nobody who noted it says otherwise', () => {
		const both = [shown('s1', 'one'), shown('s1', 'one', { shown: false })];
		expect(practiceEntries(both, 'worst')[0].shown).toBe(false);
		expect(practiceEntries(both, 'best')[0].shown).toBe(true);
	});

	test('only skill lessons are shown, and only in the room is a plan presented', () => {
		const rule = edition([lesson('skill'), lesson('thinking', { kind: 'thinking' })], {
			...{ skillsShown: 2, plan: 'thinking' }
		});
		const have = (practices: Facts['practices']) =>
			progress(policy(), rule, factsOf(meetings([[]]), { practices }))
				.requirements.filter((one) => one.kind !== 'core')
				.map((one) => one.have);
		expect(have([shown('s1', 'skill'), shown('s1', 'thinking')])).toEqual([1, 1]);
		expect(have([practiced('thinking')])).toEqual([0, 0]);
	});
});

describe('the default rule of Steady Ground', () => {
	const whole = wholeCurriculum();
	const sessions = meetings(whole.lessons.map((each) => [each.id]));
	const sessionOf = new Map(whole.lessons.map((each, i) => [each.id, `s${i + 1}`]));
	const core = whole.lessons.filter((each) => each.core).map((each) => each.id);
	const skills = whole.lessons.filter((each) => each.core && each.kind === 'skill').map((each) => each.id);
	/** Neither essential nor an application. */
	const dispensable = core.filter((id) => {
		const { essential } = whole.completion;
		return !essential.includes(id) && whole.lessons.find((each) => each.id === id)!.kind !== 'application';
	});

	type Story = { missed: string[]; shownSkills: number; entries: number; skills: number; plan: boolean };
	/** All that it takes, and not a thing more. */
	const enough: Story = {
		missed: dispensable.slice(0, 4),
		shownSkills: 10,
		entries: 18,
		skills: 10,
		plan: true
	};

	function verdictOn(change: Partial<Story>) {
		const story = { ...enough, ...change };
		const rooms = skills.slice(0, story.skills).map((id, i) => {
			const isShown = i < story.shownSkills;
			return shown(sessionOf.get(id)!, id, { shown: isShown });
		});
		const plan = story.plan ? [shown(sessionOf.get('8.3')!, '8.3', { shown: false })] : [];
		const outside = story.entries - rooms.length - plan.length;
		return progress(
			policy({ makeUps: { limit: 0, days: 0 }, practiceDays: 0 }),
			whole,
			factsOf(sessions, {
				today: '2027-01-01',
				deliveries: whole.lessons.flatMap((each) => delivered(sessionOf.get(each.id)!, each)),
				marks: core.map((id) =>
					marked(sessionOf.get(id)!, story.missed.includes(id) ? 'absent-neutral' : 'present')
				),
				practices: [...rooms, ...plan, ...Array.from({ length: outside }, () => practiced(skills[0]))]
			})
		);
	}
	const unmet = (change: Partial<Story>) =>
		verdictOn(change)
			.requirements.filter((requirement) => !requirement.met)
			.map((requirement) => requirement.kind);

	test('has 37 lessons, of which 30 are core: 13 skill, 12 thinking, 5 application', () => {
		const of = (kind: string) => whole.lessons.filter((each) => each.core && each.kind === kind).length;
		expect([whole.lessons.length, core.length, of('skill'), of('thinking'), of('application')]).toEqual([
			...[37, 30, 13, 12, 5]
		]);
	});

	test('is met with 26 core lessons, 18 entries over 10 skills, 10 skills shown and the plan presented', () => {
		const verdict = verdictOn({});
		expect(verdict.requirements.map(({ kind, have, need }) => [kind, have, need])).toEqual([
			['core', 26, 26],
			['essential', 7, 7],
			['applications', 5, 5],
			['practice', 18, 18],
			['practice-skills', 11, 10],
			['skills-shown', 10, 10],
			['plan', 1, 1]
		]);
		expect(verdict).toMatchObject({ complete: true, outlook: 'complete', finishOn: null });
	});

	test('is one core lesson short', () => {
		expect(unmet({ missed: dispensable.slice(0, 5) })).toEqual(['core']);
	});

	test.each(whole.completion.essential)('is short of the essential lesson %s', (id) => {
		expect(unmet({ missed: [id] })).toEqual(['essential']);
	});

	test.each(['3.5', '5.4', '6.5', '7.4', '8.3'])('is short of the application %s', (id) => {
		expect(unmet({ missed: [id] })).toEqual(['applications']);
	});

	test('is one practice entry short', () => expect(unmet({ entries: 17 })).toEqual(['practice']));
	test('is one skill short in practice', () => {
		// The plan is an entry of a lesson too: eight skills and it are nine.
		expect(unmet({ skills: 8, shownSkills: 8 })).toEqual(['practice-skills', 'skills-shown']);
	});
	test('is one skill shown short', () => expect(unmet({ shownSkills: 9 })).toEqual(['skills-shown']));
	test('is short of the plan', () => expect(unmet({ plan: false })).toEqual(['plan']));

	test('counts electives for practice, not for the lessons', () => {
		const electives = whole.lessons.filter((each) => !each.core).map((each) => each.id);
		expect(electives).toHaveLength(7);
		const facts = factsOf(sessions, {
			deliveries: whole.lessons.flatMap((each) => delivered(sessionOf.get(each.id)!, each)),
			marks: electives.map((id) => marked(sessionOf.get(id)!, 'present')),
			practices: electives.map((id) => practiced(id))
		});
		const { requirements } = progress(policy(), whole, facts);
		expect(requirements.map(({ kind, have }) => [kind, have]).slice(0, 5)).toEqual([
			['core', 0],
			['essential', 0],
			['applications', 0],
			['practice', 7],
			['practice-skills', 7]
		]);
	});
});

describe('milestones', () => {
	const lessons = [
		lesson('one'),
		lesson('two', { kind: 'application' }),
		lesson('extra', { core: false, moduleId: 'second' }),
		lesson('three', { moduleId: 'second' })
	];
	const rule = edition(lessons, { coreLessons: 3, practice: { entries: 1, skills: 1 }, plan: 'three' });
	const reached = (given: Partial<Facts>) =>
		earned(policy(), rule, factsOf(meetings(lessons.map((each) => [each.id])), given)).map(
			({ kind, moduleId }) => (moduleId ? `${kind} ${moduleId}` : kind)
		);
	const gave = (ids: string[]) =>
		ids.flatMap((id) =>
			delivered(
				`s${lessons.findIndex((each) => each.id === id) + 1}`,
				rule.lessons.find((each) => each.id === id)!
			)
		);

	test('enrolling is one, coming once is the next', () => {
		expect(reached({})).toEqual(['enrolled']);
		expect(reached({ marks: [marked('s1', 'partial', { cameAt: 60 })] })).toEqual([
			'enrolled',
			'first-session'
		]);
		expect(reached({ marks: [marked('s1', 'absent-excused', { reason: 'work' })] })).toEqual(['enrolled']);
	});

	test('half of the lessons needed is half-way; a module is done with its last core lesson', () => {
		const marks = [marked('s1', 'present'), marked('s2', 'present')];
		expect(reached({ deliveries: gave(['one']), marks })).not.toContain('half-way');
		expect(reached({ deliveries: gave(['one', 'two']), marks })).toEqual([
			...['enrolled', 'first-session', 'half-way', 'applications', 'module first']
		]);
	});

	test('a module’s electives are not needed for it', () => {
		const given = { deliveries: gave(['three']), marks: [marked('s4', 'present')] };
		expect(reached(given)).toContain('module second');
	});

	test('the practice target is met with enough entries over enough skills', () => {
		const two = edition(lessons, { practice: { entries: 3, skills: 2 } });
		const kinds = (ids: string[]) =>
			earned(policy(), two, factsOf([], { practices: ids.map((id) => practiced(id)) })).map(
				(one) => one.kind
			);
		expect(kinds(['one', 'one', 'one'])).not.toContain('practice-target');
		expect(kinds(['one', 'two'])).not.toContain('practice-target');
		expect(kinds(['one', 'two', 'two'])).toContain('practice-target');
	});

	test('practice, the plan and completing are milestones of their own', () => {
		expect(reached({ practices: [practiced('one')] })).toEqual(['enrolled', 'practice-target']);
		expect(reached({ practices: [shown('s4', 'three')] })).toEqual(['enrolled', 'practice-target', 'plan']);
		const all = {
			deliveries: gave(['one', 'two', 'three']),
			marks: ['s1', 's2', 's4'].map((id) => marked(id, 'present')),
			practices: [shown('s4', 'three')]
		};
		expect(reached(all)).toContain('completed');
	});
});
