import { describe, expect, test } from 'vitest';
import type { SourceFile } from '#lib/server/curriculum/source.ts';
import { makeUpsOf } from '#lib/server/domain/arrangements.ts';
import { mark } from '#lib/server/domain/attendance.ts';
import { editionsFor, previewEditionMove } from '#lib/server/domain/edition-previews.ts';
import { moveGroupToEdition } from '#lib/server/domain/edition-moves.ts';
import { filesOf, importEdition } from '#lib/server/domain/editions.ts';
import { historyOf } from '#lib/server/domain/events.ts';
import { createGroup, findGroup } from '#lib/server/domain/groups.ts';
import { lessonPlanOf } from '#lib/server/domain/joins.ts';
import { planMakeUp } from '#lib/server/domain/makeups.ts';
import { makeUpWays } from '#lib/server/domain/make-up-ways.ts';
import { milestonesOf, recompute } from '#lib/server/domain/milestones.ts';
import { explainFor } from '#lib/server/domain/outlooks.ts';
import { planOf } from '#lib/server/domain/plans.ts';
import { findSession, sessionsOf } from '#lib/server/domain/sessions.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { smallCurriculum } from '../support/curriculum.ts';
import { hold, onRoll } from '../support/telling.ts';
import { at, present, world, type World } from '../support/world.ts';

/**
 * Lesson one was split, two has another activity, three is gone, six is new as seven; the work of the others is as it was.
 */
function nextCurriculum(): SourceFile[] {
	const files = smallCurriculum({ version: '1.1.0' });
	const textOf = (id: string) => files.find(({ path }) => path.endsWith(`-${id}.md`))!.text;
	const as = (from: string, to: string) => textOf(from).replaceAll(from, to);
	return [
		...files
			.filter(({ path }) => !/lesson-(one|two|three)\.md$/.test(path))
			.map(({ path, text }) => ({
				path,
				text: text.replace(
					'entry:',
					'equivalents:\n  - {from: [lesson-one], to: lesson-one-a}\n  - {from: [lesson-one], to: lesson-one-b}\nentry:'
				)
			})),
		{ path: '1-first-part/1-lesson-one-a.md', text: as('lesson-one', 'lesson-one-a') },
		{ path: '1-first-part/2-lesson-one-b.md', text: as('lesson-one', 'lesson-one-b') },
		{
			path: '1-first-part/3-lesson-two.md',
			text: textOf('lesson-two').replace('## See it (model', '## Look at it (model')
		},
		{ path: '2-second-part/4-lesson-seven.md', text: as('lesson-six', 'lesson-seven') }
	];
}

async function twoEditions() {
	const cast = await world();
	const { edition, faults } = await importEdition(cast.db, system, nextCurriculum());
	expect(faults).toEqual([]);
	return { ...cast, next: edition! };
}
type Two = Awaited<ReturnType<typeof twoEditions>>;

const asked = ({ edition, next }: Two, change: object = {}) => ({
	...{ operationId: newId(), editionId: next.id, seen: edition.id },
	...change
});
const plan = async ({ db, tuesdayGroup }: World) =>
	(await sessionsOf(db.read, tuesdayGroup.id))
		.filter(({ cancelledAt }) => cancelledAt === null)
		.map(({ lessonIds }) => lessonIds.map((id) => id.slice(7)).join('+'));
const credited = async ({ db, tuesdayGroup }: World, enrollmentId: string) =>
	(await explainFor(db.read, tuesdayGroup.id, enrollmentId)).lessons
		.filter(({ state }) => state === 'credited')
		.map(({ id }) => id.slice(7));

/** Andre came to the first two sessions, Beatriz to the second; then it is Wednesday. */
async function afterTwo() {
	const cast = await twoEditions();
	const { db, fatima, andre, beatriz, tuesdaySessions } = cast;
	await hold(db, fatima, tuesdaySessions[0].id, [andre]);
	at('2026-03-11T02:10:00.000Z');
	await hold(db, fatima, tuesdaySessions[1].id, [andre, beatriz]);
	at('2026-03-11T17:00:00.000Z');
	return cast;
}

describe('a group that moves to a later edition', () => {
	test('keeps what it held, and has the lessons of the new one before it', async () => {
		const cast = await afterTwo();
		const { db, carl, andre, beatriz, tuesdayGroup, next } = cast;
		expect(await plan(cast)).toEqual(['one', 'two', 'three', 'four', 'five', 'six']);
		await moveGroupToEdition(db, carl, tuesdayGroup.id, asked(cast));

		expect(await plan(cast)).toEqual(['one', 'two', 'four', 'five', 'six', 'seven']);
		expect((await findGroup(db.read, carl, tuesdayGroup.id)).editionId).toBe(next.id);
		expect(await credited(cast, andre.id)).toEqual(['one-a', 'one-b', 'two']);
		expect(await credited(cast, beatriz.id)).toEqual(['two']);
		expect(await recompute(db, system)).toMatchObject({ changed: 0 });
		const [last] = (await historyOf(db.read, `group:${tuesdayGroup.id}`)).slice(-1);
		expect(last.kind).toBe('group.edition');
		expect(JSON.parse(last.data)).toEqual({ from: cast.edition.id, to: next.id });
	});

	test('what was held reads as it was held, and nothing of it is owed again', async () => {
		const cast = await afterTwo();
		const { db, carl, tuesdayGroup, tuesdaySessions } = cast;
		await moveGroupToEdition(db, carl, tuesdayGroup.id, asked(cast));
		const planOfSession = async (i: number) =>
			planOf(db.read, await findSession(db.read, carl, tuesdaySessions[i].id));
		expect((await planOfSession(0)).map(({ lesson }) => lesson.id)).toEqual(['lesson-one']);
		expect((await planOfSession(1))[0].activities.map(({ key }) => key)).toContain('see-it');
		expect((await planOfSession(2)).map(({ lesson }) => lesson.id)).toEqual(['lesson-four']);
		const course = await lessonPlanOf(db.read, await findGroup(db.read, carl, tuesdayGroup.id), 'en');
		expect(course[0].lessons).toMatchObject([{ title: 'Try one' }]);
	});

	test('milestones that were earned stay, also when a correction leaves them to the new edition alone', async () => {
		const cast = await afterTwo();
		const { db, carl, fatima, andre, tuesdayGroup, tuesdaySessions } = cast;
		at('2026-03-18T01:10:00.000Z');
		await hold(db, fatima, tuesdaySessions[2].id, [andre]);
		at('2026-03-18T17:00:00.000Z');
		const before = (await milestonesOf(db.read, andre.id)).map(({ kind, moduleId }) => `${kind} ${moduleId}`);
		expect(before).toContain('module first-part');
		await moveGroupToEdition(db, carl, tuesdayGroup.id, asked(cast));
		const after = await milestonesOf(db.read, andre.id);
		expect(after.map(({ kind, moduleId }) => `${kind} ${moduleId}`)).toEqual(before);

		const { heads } = await onRoll(db, fatima, tuesdaySessions[2].id, andre.id);
		await mark(
			db,
			fatima,
			tuesdaySessions[2].id,
			present(andre.id, { status: 'absent-unexcused', replaces: heads, correction: 'mistake' })
		);
		// Lesson three is no part of the module any more: with the new edition it is done all the same.
		const left = await milestonesOf(db.read, andre.id);
		expect(left.map(({ kind, moduleId }) => `${kind} ${moduleId}`)).toEqual(before);
		expect(await recompute(db, system)).toMatchObject({ changed: 0 });
	});

	test('a make-up of a lesson that is gone is called off, one that was held can still be read', async () => {
		const cast = await afterTwo();
		const { db, carl, beatriz, tuesdayGroup } = cast;
		const makeUp = {
			operationId: newId(),
			lessonId: 'lesson-one',
			way: 'one-to-one' as const,
			day: '2026-03-12'
		};
		await planMakeUp(db, carl, beatriz.id, { ...makeUp, sessionId: null, exception: null });
		await moveGroupToEdition(db, carl, tuesdayGroup.id, asked(cast));
		const { arranged } = await makeUpsOf(db.read, carl, beatriz.id, 'en');
		expect(arranged).toMatchObject([{ state: 'over', reason: 'other-way', lesson: 'Try one' }]);
	});
});

test('a lesson that both editions have can be made up in a group that has not moved', async () => {
	const cast = await afterTwo();
	const { db, carl, fatima, nils, andre, beatriz, mainStreet, edition, tuesdayGroup, tuesdaySessions } = cast;
	await createGroup(db, carl, {
		...{ name: 'Thursdays', siteId: mainStreet.id, room: 'Room 5', editionId: edition.id },
		...{ startsOn: '2026-03-05', facilitatorIds: [nils.id] },
		slots: [{ weekday: 4, time: '10:00', minutes: 90 }]
	});
	await moveGroupToEdition(db, carl, tuesdayGroup.id, asked(cast));
	at('2026-03-18T01:10:00.000Z');
	await hold(db, fatima, tuesdaySessions[2].id, [andre]);
	at('2026-03-18T17:00:00.000Z');
	const ways = await makeUpWays(db.read, beatriz, 'en');
	expect(ways.map(({ lessonId, meetings }) => [lessonId, meetings.map(({ date }) => date)])).toEqual([
		['lesson-four', ['2026-03-26']]
	]);
});

describe('the preview', () => {
	test('says which lessons come, go and become others, and whose lessons change', async () => {
		const cast = await afterTwo();
		const { db, carl, tuesdayGroup, next } = cast;
		const { group, later, current } = await editionsFor(db.read, carl, tuesdayGroup.id);
		expect([current.version, ...later.map(({ version }) => version)]).toEqual(['1.0.0', '1.1.0']);
		const preview = await previewEditionMove(db.read, group, next.id, 'en');
		expect(preview.added.map(({ id }) => id)).toEqual(['lesson-seven']);
		expect(preview.gone.map(({ id }) => id)).toEqual(['lesson-three']);
		expect(preview.mapped).toMatchObject([
			{ id: 'lesson-one', becomes: [{ id: 'lesson-one-a' }, { id: 'lesson-one-b' }] }
		]);
		expect(preview.meetings).toEqual({ before: 4, after: 4 });
		expect(preview.files.map(({ path }) => path)).toContain('curriculum.yaml');
		expect(preview.people).toMatchObject([
			{
				firstName: 'Andre',
				gains: [],
				loses: [],
				before: { have: 2 },
				after: { have: 3 }
			}
		]);
	});

	test('is what then happens', async () => {
		const cast = await afterTwo();
		const { db, carl, andre, beatriz, tuesdayGroup, next } = cast;
		const group = await findGroup(db.read, carl, tuesdayGroup.id);
		const { people } = await previewEditionMove(db.read, group, next.id, 'en');
		await moveGroupToEdition(db, carl, tuesdayGroup.id, asked(cast));
		for (const { id } of [andre, beatriz]) {
			const told = await explainFor(db.read, tuesdayGroup.id, id);
			const core = told.requirements.find(({ kind }) => kind === 'core')!;
			const seen = people.find(({ enrollmentId }) => enrollmentId === id);
			if (seen) expect(seen.after).toEqual({ have: core.have, need: core.need, outlook: told.outlook });
		}
	});
});

describe('who may, and when', () => {
	test('sent twice it moves once; a page that was overtaken is told so', async () => {
		const cast = await afterTwo();
		const { db, carl, tuesdayGroup } = cast;
		const once = asked(cast);
		await moveGroupToEdition(db, carl, tuesdayGroup.id, once);
		await moveGroupToEdition(db, carl, tuesdayGroup.id, once);
		expect(await plan(cast)).toHaveLength(6);
		await expect(moveGroupToEdition(db, carl, tuesdayGroup.id, asked(cast))).rejects.toMatchObject({
			status: 409,
			code: 'group.edition-changed'
		});
	});

	test('not while a session is on, nor to what is no later edition', async () => {
		const cast = await twoEditions();
		const { db, carl, fatima, andre, tuesdayGroup, tuesdaySessions } = cast;
		const move = (change: object = {}) => moveGroupToEdition(db, carl, tuesdayGroup.id, asked(cast, change));
		await expect(move()).rejects.toMatchObject({ status: 409, code: 'group.session-open' });
		at('2026-03-04T17:00:00.000Z');
		await mark(db, fatima, tuesdaySessions[0].id, present(andre.id));
		await expect(move()).rejects.toMatchObject({ code: 'group.session-open' });
		await expect(move({ editionId: cast.edition.id })).rejects.toMatchObject({ status: 400 });
	});

	test('facilitators may not, and another organization knows of no such group', async () => {
		const cast = await afterTwo();
		const { db, fatima, henry, tuesdayGroup } = cast;
		await expect(moveGroupToEdition(db, fatima, tuesdayGroup.id, asked(cast))).rejects.toMatchObject({
			status: 403
		});
		await expect(moveGroupToEdition(db, henry, tuesdayGroup.id, asked(cast))).rejects.toMatchObject({
			status: 404
		});
		await expect(editionsFor(db.read, henry, tuesdayGroup.id)).rejects.toMatchObject({ status: 404 });
	});
});

test('an edition with equivalents comes back byte for byte', async () => {
	const cast = await afterTwo();
	const { db, next } = cast;
	const bytes = (files: SourceFile[]) => [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
	expect(bytes(await filesOf(db.read, next.id))).toEqual(bytes(nextCurriculum()));
});
