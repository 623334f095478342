import { describe, expect, test } from 'vitest';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { outputOf } from '#lib/server/domain/outputs.ts';
import { newId } from '#lib/server/ids.ts';
import { anonymous, type Actor } from '#lib/server/policy.ts';
import { outputs, type Output, type Paper } from '#lib/paper.ts';
import { importEdition } from '#lib/server/domain/editions.ts';
import { system } from '#lib/server/policy.ts';
import { smallCurriculum } from '../support/curriculum.ts';
import { world, type World } from '../support/world.ts';

const ask = (
	{ db }: World,
	actor: Actor,
	output: Output,
	part: string | null = null,
	query: Parameters<typeof outputOf>[4] = {}
) => outputOf(db.read, actor, output, part, query, 'en');
const lessonsOf = (paper: Paper) =>
	'modules' in paper ? paper.modules.flatMap(({ lessons }) => lessons.map(({ id }) => id)) : [];

describe('staff', () => {
	test('have every lesson on paper, as facilitators and as participants get it', async () => {
		const all = await world();
		for (const output of ['guide', 'workbook', 'handout'] as const) {
			const paper = await ask(all, all.fatima, output);
			expect(lessonsOf(paper)).toHaveLength(6);
			expect(paper.part).toBeNull();
			expect(paper.hash).toBe(all.edition.hash);
		}
	});

	test('have one lesson, or one module, each with the hash of what it is of', async () => {
		const all = await world();
		const lesson = await ask(all, all.lee, 'workbook', 'lesson-two');
		expect(lessonsOf(lesson)).toEqual(['lesson-two']);
		expect(lesson.part).toMatchObject({ kind: 'lesson', number: '1.2' });
		expect(lesson.hash).not.toBe(all.edition.hash);
		const module = await ask(all, all.lee, 'workbook', 'first-part');
		expect(lessonsOf(module)).toEqual(['lesson-one', 'lesson-two', 'lesson-three']);
		expect(module.part).toMatchObject({ kind: 'module', id: 'first-part' });
	});

	test('read scripts in the guide and nowhere else', async () => {
		const all = await world();
		const said = (paper: Paper) => JSON.stringify(paper).includes('Facilitators read this');
		expect(said(await ask(all, all.fatima, 'guide'))).toBe(true);
		for (const output of ['workbook', 'handout', 'cards'] as const)
			expect(said(await ask(all, all.fatima, output)), output).toBe(false);
	});

	test('have an older edition when they name it, and else the newest', async () => {
		const all = await world();
		const files = smallCurriculum({ version: '2.0.0' });
		const { edition } = await importEdition(all.db, system, files);
		const version = async (query: object) =>
			(await ask(all, all.fatima, 'guide', null, query)).edition.version;
		expect(await version({})).toBe(edition!.version);
		expect(await version({ edition: all.edition.id })).toBe(all.edition.version);
		await expect(version({ edition: newId() })).rejects.toMatchObject({ status: 404 });
	});

	test('find no part that there is not, and no card for the wallet where no lesson makes one', async () => {
		const all = await world();
		await expect(ask(all, all.fatima, 'workbook', 'nothing')).rejects.toMatchObject({ status: 404 });
		await expect(ask(all, all.fatima, 'wallet-card')).rejects.toMatchObject({ status: 404 });
	});

	test('who hold nothing any more have nothing on paper', async () => {
		const all = await world();
		for (const output of outputs) {
			await expect(ask(all, { ...all.fatima, grants: [] }, output)).rejects.toMatchObject({ status: 403 });
			await expect(ask(all, { ...all.fatima, verified: false }, output)).rejects.toMatchObject({
				status: 403
			});
		}
	});
});

describe('a participant', () => {
	async function withLesson() {
		const all = await world();
		await recordDelivery(all.db, all.fatima, all.tuesdaySession, {
			operationId: newId(),
			lessonId: 'lesson-one',
			activity: 'check-in',
			state: 'done',
			minutes: null,
			reason: null,
			replaces: [],
			correction: null
		});
		return all;
	}

	test('has what their group did or does next, of the edition that it keeps', async () => {
		const all = await withLesson();
		await importEdition(all.db, system, smallCurriculum({ version: '2.0.0' }));
		const andre = all.self(all.andre);
		const paper = await ask(all, andre, 'workbook', null, {});
		expect(paper.edition.version).toBe(all.edition.version);
		expect(lessonsOf(paper)).toEqual(['lesson-one']);
		expect(lessonsOf(await ask(all, andre, 'handout', 'lesson-one'))).toEqual(['lesson-one']);
		expect(lessonsOf(await ask(all, andre, 'workbook', 'first-part'))).toEqual(['lesson-one']);
	});

	test('finds no lesson that is still to come, whatever they ask for', async () => {
		const all = await withLesson();
		for (const output of ['workbook', 'handout', 'cards'] as const) {
			for (const part of ['lesson-three', 'second-part'])
				await expect(ask(all, all.self(all.andre), output, part)).rejects.toMatchObject({ status: 404 });
		}
	});

	test('gets no guide, not even of their own lesson', async () => {
		const all = await withLesson();
		for (const part of [null, 'lesson-one', 'first-part'])
			await expect(ask(all, all.self(all.andre), 'guide', part)).rejects.toMatchObject({ status: 403 });
	});

	test('reads nothing that facilitators say, and nothing of any person', async () => {
		const all = await withLesson();
		for (const output of ['workbook', 'handout', 'cards'] as const) {
			const text = JSON.stringify(await ask(all, all.self(all.andre), output));
			expect(text).not.toMatch(/Facilitators read this|Anyone may pass/);
			expect(text).not.toMatch(/Andre|Miller|Fatima|Tuesday|P-1001/);
			expect(text).not.toContain(all.andre.participantId);
		}
	});
});

test('nobody else has anything', async () => {
	const all = await world();
	for (const actor of [anonymous, all.key]) {
		for (const output of outputs)
			await expect(ask(all, actor, output)).rejects.toMatchObject({ status: 403 });
	}
});

test('a sector that the edition does not have is as if none had been asked for', async () => {
	const all = await world();
	expect((await ask(all, all.fatima, 'workbook', null, { sector: 'construction' })).sector).toBe(
		'construction'
	);
	expect((await ask(all, all.fatima, 'workbook', null, { sector: 'fishing' })).sector).toBeNull();
});
