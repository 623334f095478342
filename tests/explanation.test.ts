/** What a page says of where somebody stands: never other than the verdict, and never out of reach of what is left. */
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { getLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';
import { longDay } from '#lib/format.ts';
import { finishText, lessonNote, requirementNote, summary } from '#lib/outlook-words.ts';
import { givenIn } from '#lib/server/domain/given.ts';
import { explained } from '#lib/server/domain/outlooks.ts';
import { current, isPlain, progress, type Facts, type Progress } from '#lib/server/domain/progress.ts';
import { courseSessions } from '#lib/server/domain/requirements.ts';
import type { Policy } from '#lib/vocabulary.ts';
import { histories, policies, smallEdition } from './support/stories.ts';

const runs = { numRuns: 400 };
const tell = (policy: Policy, facts: Facts) => ({
	...explained(policy, smallEdition, facts),
	...{ enrollmentId: 'e', milestones: [] }
});

describe('the words', () => {
	test('say a day to finish by exactly when there is one, and that day', () => {
		fc.assert(
			fc.property(policies, histories, (policy, facts) => {
				const told = tell(policy, facts);
				const verdict = progress(policy, smallEdition, facts);
				for (const reader of ['you', 'they'] as const) {
					const text = finishText(told, reader);
					expect(text).not.toBe('');
					expect(summary(told, reader)).toContain(text);
					if (verdict.finishOn) expect(text).toContain(longDay(verdict.finishOn, getLocale()));
					else expect(text).not.toMatch(/\d/);
				}
			}),
			runs
		);
	});

	test('name every lesson that is missing, and say of each how it stands', () => {
		fc.assert(
			fc.property(policies, histories, (policy, facts) => {
				const told = tell(policy, facts);
				const verdict = progress(policy, smallEdition, facts);
				const standing = new Map(verdict.lessons.map((one) => [one.lessonId, one]));
				for (const { missing } of told.requirements)
					for (const id of missing) expect(told.lessons.map((lesson) => lesson.id)).toContain(id);
				for (const lesson of told.lessons) {
					expect(lesson).toMatchObject(standing.get(lesson.id)!);
					const note = lessonNote(lesson);
					if (lesson.state === 'credited') expect(note).toBe('');
					else if (lesson.makeUpBy && lesson.state !== 'ahead' && lesson.state !== 'review')
						expect(note).toContain(longDay(lesson.makeUpBy, getLocale()));
				}
			}),
			runs
		);
	});

	test('say nothing of what is met, and no day for what is out of reach', () => {
		fc.assert(
			fc.property(policies, histories, (policy, facts) => {
				const told = tell(policy, facts);
				for (const requirement of told.requirements) {
					const note = requirementNote(requirement, told);
					if (requirement.met) expect(note).toBe('');
					if (requirement.reach === 'none') expect(note).not.toMatch(/\d{1,2}/);
				}
			}),
			runs
		);
	});

	test('say the same in Spanish', () => {
		overwriteGetLocale(() => 'es');
		onTestFinished(() => overwriteGetLocale(() => 'en'));
		const told = { outlook: 'on-course' as const, finishOn: '2026-03-12' };
		expect(finishText(told, 'you')).toContain(longDay('2026-03-12', 'es'));
	});
});

/** From now on they come to everything: what is left is done, what can be made up is, and they practice. */
function doAll(policy: Policy, facts: Facts, before: Progress): Facts {
	const today = before.finishOn!;
	const there = isAwayOn(facts);
	const coming = courseSessions(facts.sessions)
		.filter(({ ended }) => !ended)
		.sort((a, b) => a.number - b.number);
	const sessions = facts.sessions.map((one) => ({ ...one, ended: one.ended || coming.includes(one) }));
	const marks = coming
		.filter(({ date }) => !there(date))
		.map(({ id }) => ({
			...{
				id: `z-${id}`,
				sessionId: id,
				status: 'present' as const,
				cameAt: null,
				leftAt: null,
				reason: null
			},
			replaces: facts.marks.filter((mark) => mark.sessionId === id).map((mark) => mark.id)
		}));
	const attended = {
		...facts,
		today,
		sessions,
		marks: [...facts.marks, ...marks],
		deliveries: [...facts.deliveries, ...deliveriesLeft(facts, coming)]
	};
	const room = sessions.find((one) => one.ended && !one.cancelled && !one.booster)?.id ?? null;
	const practiced = withPractice(attended, room);
	return withMakeUps(policy, practiced, before);
}

const isAwayOn =
	({ away = [] }: Facts) =>
	(day: string) =>
		away.some(({ from, until }) => from <= day && day < until);

/** Each lesson's last activities, in the session in which they are to be done. */
function deliveriesLeft(facts: Facts, coming: Facts['sessions']) {
	const { lessons } = givenIn(smallEdition, facts);
	const held = new Set(facts.sessions.filter(({ cancelled }) => !cancelled).map(({ id }) => id));
	return smallEdition.lessons.flatMap((lesson) => {
		const given = lessons.get(lesson.id)!;
		const place = coming.find(({ date }) => date === given.planned);
		if (given.left === 0 || !place) return [];
		const said = new Set(
			current(facts.deliveries)
				.filter((one) => held.has(one.sessionId) && one.lessonId === lesson.id && one.state !== 'pending')
				.map((one) => one.activity)
		);
		return lesson.activities
			.filter(({ key }) => !said.has(key))
			.map(({ key, minutes }) => ({
				...{ id: `z-${lesson.id}-${key}`, sessionId: place.id, lessonId: lesson.id, activity: key },
				replaces: facts.deliveries
					.filter((one) => one.sessionId === place.id && one.lessonId === lesson.id && one.activity === key)
					.map((one) => one.id),
				state: 'done' as const,
				minutes
			}));
	});
}

/** Each skill shown in the room, and as often used outside as anybody asks for. */
function withPractice(facts: Facts, room: string | null): Facts {
	const notedOf = (lessonId: string, sessionId: string | null) =>
		facts.practices
			.filter((one) => sessionId !== null && one.sessionId === sessionId && one.lessonId === lessonId)
			.map(({ id }) => id);
	const use = (lessonId: string, n: number, sessionId: string | null) => ({
		...{
			id: `z-${lessonId}-${n}`,
			lessonId,
			sessionId,
			replaces: notedOf(lessonId, sessionId),
			withdrawn: false
		},
		...{
			shown: sessionId !== null,
			setting: sessionId ? 'room' : 'home',
			role: sessionId ? ('actor' as const) : null
		}
	});
	const practices = smallEdition.lessons.flatMap(({ id }) => [
		...Array.from({ length: 10 }, (_, n) => use(id, n, null)),
		...(room ? [use(id, 10, room)] : [])
	]);
	return { ...facts, practices: [...facts.practices, ...practices] };
}

/** What could be made up is, as far as the limit goes: what was begun first, then what has to be. */
function withMakeUps(policy: Policy, facts: Facts, before: Progress): Facts {
	const couldBe = new Set(
		before.lessons.filter(({ reach }) => reach === 'make-up').map(({ lessonId }) => lessonId)
	);
	const wanted = ['essential', 'applications', 'core'].flatMap(
		(kind) => before.requirements.find((one) => one.kind === kind)?.missing ?? []
	);
	const isBegun = (id: string) => facts.makeUps.some((one) => one.lessonId === id);
	let now = facts;
	for (const id of [...wanted.filter(isBegun), ...wanted]) {
		const begun = new Set(now.makeUps.map(({ lessonId }) => lessonId));
		const verdict = progress(policy, smallEdition, now);
		const one = verdict.lessons.find(({ lessonId }) => lessonId === id)!;
		const serves = verdict.requirements.some(({ met, missing }) => !met && missing.includes(id));
		const mayBegin = begun.has(id) || begun.size < policy.makeUps.limit;
		if (!couldBe.has(id) || one.short === 0 || !serves || !mayBegin) continue;
		now = { ...now, makeUps: [...now.makeUps, { lessonId: id, minutes: one.short }] };
	}
	return now;
}

test('the day to finish by can be kept: whoever does all that is left has completed by then', () => {
	let promised = 0;
	fc.assert(
		fc.property(policies, histories, (policy, facts) => {
			fc.pre(isPlain(smallEdition, facts));
			const before = progress(policy, smallEdition, facts);
			fc.pre(before.finishOn !== null);
			promised += 1;
			const after = progress(policy, smallEdition, doAll(policy, facts, before));
			expect(after.requirements.filter(({ met }) => !met)).toEqual([]);
			expect(after.outlook).toBe('complete');
		}),
		{ numRuns: 400 }
	);
	expect(promised).toBeGreaterThan(300);
});
