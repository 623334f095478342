import { beforeEach, describe, expect, test } from 'vitest';
import { baseLocale, overwriteGetLocale, type Locale } from '#lib/i18n/paraglide/runtime.js';
import {
	finishText,
	haveText,
	lessonMinutes,
	lessonNote,
	milestoneText,
	outlookTag,
	requirementNote,
	summary
} from '#lib/outlook-words.ts';
import type { Explanation, ExplainedLesson } from '#lib/server/domain/outlooks.ts';

let locale: Locale = baseLocale;
overwriteGetLocale(() => locale);
beforeEach(() => {
	locale = baseLocale;
});

type Requirement = Explanation['requirements'][number];
const requirement = (change: Partial<Requirement>): Requirement => ({
	kind: 'core',
	have: 3,
	need: 5,
	met: false,
	reach: 'planned',
	missing: [],
	on: '2026-03-10',
	...change
});
const lesson = (change: Partial<ExplainedLesson> = {}) =>
	({
		id: 'one',
		number: '1.1',
		title: 'Map the chain',
		state: 'missed',
		delivered: 90,
		attended: 0,
		short: 68,
		makeUpBy: '2026-03-24',
		...change
	}) as ExplainedLesson;
const told = (change: Partial<Explanation> = {}): Explanation =>
	({
		lessons: [lesson(), lesson({ id: 'two', title: 'Trade the thought' })],
		requirements: [requirement({})],
		complete: false,
		outlook: 'on-course',
		finishOn: '2026-03-12',
		practiceBy: '2026-03-26',
		...change
	}) as Explanation;

describe('the summary', () => {
	test('says what is there, what is needed, and by when it can be had', () => {
		const requirements = [
			requirement({}),
			requirement({ kind: 'practice', have: 3, need: 4 }),
			requirement({ kind: 'plan', have: 0, need: 1 })
		];
		expect(summary(told({ requirements }), 'you')).toBe(
			'3 of 5 lessons. Still needed: 2 lessons, 1 practice entry, and the work plan, presented to the group. ' +
				'You can finish by Thursday, March 12.'
		);
	});

	test('names essential lessons, since no other helps', () => {
		const requirements = [
			requirement({ kind: 'core', have: 5, met: true, reach: 'met' }),
			requirement({ kind: 'essential', have: 0, need: 2, missing: ['one', 'two'] })
		];
		expect(summary(told({ requirements }), 'they')).toBe(
			'All 5 lessons needed are done. Still needed: the lessons Map the chain and Trade the thought. ' +
				'Can finish by Thursday, March 12.'
		);
	});

	test('says that it takes make-ups, or that this group is too short, to each reader in their own way', () => {
		const atRisk = told({ outlook: 'at-risk' });
		expect(finishText(atRisk, 'you')).toContain('if you make up what you missed');
		expect(finishText(atRisk, 'they')).toBe('Can finish by Thursday, March 12, with make-ups.');
		const out = told({ outlook: 'out-of-reach', finishOn: null });
		expect(finishText(out, 'you')).toContain('which group comes next for you');
		expect(finishText(out, 'they')).toBe("Can't finish in this group any more.");
	});

	test('tells of absences as what they are: nothing that anybody still needs', () => {
		const requirements = [
			requirement({}),
			requirement({ kind: 'absences', have: 4, need: 3, reach: 'none', on: null })
		];
		expect(summary(told({ requirements, outlook: 'out-of-reach', finishOn: null }), 'they')).toBe(
			"3 of 5 lessons. Still needed: 2 lessons. 4 absences counted; 3 allowed. Can't finish in this group any more."
		);
	});

	test('is short once everything is done', () => {
		expect(summary(told({ complete: true, outlook: 'complete', finishOn: null }), 'they')).toBe(
			'Everything is done.'
		);
	});

	test('speaks Spanish', () => {
		locale = 'es';
		const requirements = [requirement({ have: 4 })];
		expect(summary(told({ requirements }), 'you')).toBe(
			'4 de 5 lecciones. Todavía falta: 1 lección. Puede terminar para el jueves, 12 de marzo.'
		);
	});
});

describe('a requirement', () => {
	test('that is planned says by when, one of practice until when it may be logged', () => {
		expect(requirementNote(requirement({}), told())).toBe(
			'Possible by Tuesday, March 10 in the sessions that are planned.'
		);
		expect(requirementNote(requirement({ kind: 'practice' }), told())).toBe(
			'Can be logged until Thursday, March 26.'
		);
	});

	test('that takes make-ups names the lessons that would help', () => {
		const note = requirementNote(requirement({ reach: 'make-up', missing: ['one'] }), told());
		expect(note).toBe('Missing: Map the chain. Possible by Tuesday, March 10, with make-ups.');
	});

	test('that is met has nothing to say, one out of reach says so', () => {
		expect(requirementNote(requirement({ reach: 'met', met: true }), told())).toBe('');
		expect(requirementNote(requirement({ reach: 'none', on: null }), told())).toBe(
			'No longer possible in this group.'
		);
	});

	test('with more than is needed says both', () => {
		expect(haveText(6, 5)).toBe('6 (5 needed)');
		expect(haveText(5, 5)).toBe('5 of 5');
	});
});

test.each([
	[{}, 'Make up 68 min by Tuesday, March 24 and it counts.'],
	[{ makeUpBy: null }, 'The time for a make-up is over.'],
	[{ state: 'partly', short: 0, makeUpBy: null }, 'The group has not finished it yet.'],
	[{ state: 'review' }, 'Two statements differ. It counts once that is settled.'],
	[{ state: 'credited', short: 0 }, ''],
	[{ state: 'ahead', short: 0 }, '']
] as [Partial<ExplainedLesson>, string][])('a lesson that is %j says what would bring it', (change, note) => {
	expect(lessonNote(lesson(change))).toBe(note);
});

test('minutes are said once some of the lesson was given', () => {
	expect(lessonMinutes(lesson({ attended: 45 }))).toBe('45 of 90 min');
	expect(lessonMinutes(lesson({ delivered: 0 }))).toBe('');
});

test('a tag is a few words, with the day where there is one', () => {
	expect(outlookTag('on-course', '2026-03-12')).toBe('On course, Mar 12');
	expect(outlookTag('on-course', null)).toBe('On course');
	expect(outlookTag('out-of-reach', null)).toBe("Can't finish here");
});

test('a module’s milestone has its name', () => {
	expect(milestoneText({ id: '1', kind: 'module', module: 'Talk that works', at: '' })).toBe(
		'Talk that works completed'
	);
	expect(milestoneText({ id: '1', kind: 'half-way', module: null, at: '' })).toBe('Half-way');
});
