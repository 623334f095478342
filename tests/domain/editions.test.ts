import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readFolder, writeFolder } from '#lib/server/curriculum/files.ts';
import type { SourceFile } from '#lib/server/curriculum/source.ts';
import {
	filesOf,
	findEdition,
	importEdition,
	listEditions,
	newestEdition
} from '#lib/server/domain/editions.ts';
import { historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import { lessonPage, outlineOf } from '#lib/server/domain/lessons.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { lessonIds, smallCurriculum } from '../support/curriculum.ts';
import { freshDatabase } from '../support/database.ts';
import { folder as ourFolder } from '../support/steady-ground.ts';
import { at, pinClock, world } from '../support/world.ts';

const byPath = (files: SourceFile[]) => [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
const edited = (files: SourceFile[], path: string, change: (text: string) => string) =>
	files.map((file) => (file.path === path ? { path, text: change(file.text) } : file));
const lesson = '1-first-part/1-lesson-one.md';

async function empty() {
	pinClock();
	return (await freshDatabase()).db;
}

test('what was imported comes back byte for byte', async () => {
	const db = await empty();
	const awkward = (text: string) => `${text.replaceAll('\n', '\r\n')}Straße, “niño”, 😀  \r\n`;
	const files = edited(smallCurriculum(), lesson, awkward);
	const { edition } = await importEdition(db, system, files);
	expect(await filesOf(db.read, edition!.id)).toEqual(byPath(files));
});

test('our own curriculum goes from the folder to the database and back to a folder unchanged', async () => {
	const db = await empty();
	const files = await readFolder(ourFolder);
	const { edition, faults } = await importEdition(db, system, files);
	expect(faults).toEqual([]);

	const folder = mkdtempSync(join(tmpdir(), 'groundwork-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	await writeFolder(folder, await filesOf(db.read, edition!.id));
	expect(await readFolder(folder)).toEqual(files);
});

test('the same files again change nothing, whatever their line ends', async () => {
	const db = await empty();
	const first = await importEdition(db, system, smallCurriculum());
	const windows = smallCurriculum().map(({ path, text }) => ({ path, text: text.replaceAll('\n', '\r\n') }));
	for (const files of [smallCurriculum(), windows]) {
		expect((await importEdition(db, system, files)).edition).toEqual(first.edition);
	}
	expect(await listEditions(db.read)).toHaveLength(1);
	expect(await historyOf(db.read, `edition:${first.edition!.id}`)).toHaveLength(1);
	expect(await filesOf(db.read, first.edition!.id)).toEqual(byPath(smallCurriculum()));
});

test('a version that is there with other text is refused, and the one that is there stays', async () => {
	const db = await empty();
	const { edition } = await importEdition(db, system, smallCurriculum());
	const other = edited(smallCurriculum(), lesson, (text) => text.replace('Say your name.', 'Say a name.'));
	const refusal = { status: 409, code: 'edition.exists', params: { version: '1.0.0' } };
	await expect(importEdition(db, system, other)).rejects.toMatchObject(refusal);
	expect(await filesOf(db.read, edition!.id)).toEqual(byPath(smallCurriculum()));
});

test('with a fault anywhere nothing is imported, and every fault is told with its place', async () => {
	const db = await empty();
	const broken = edited(
		edited(smallCurriculum(), lesson, (text) => text.replace('minutes: 90', 'minutes: 80')),
		'2-second-part/1-lesson-four.md',
		(text) => text.replace('kind: skill', 'kind: dance')
	);
	const { edition, faults } = await importEdition(db, system, broken);
	expect(edition).toBeNull();
	expect(new Set(faults.map((fault) => fault.file))).toEqual(
		new Set([lesson, '2-second-part/1-lesson-four.md'])
	);
	expect(faults.every(({ line, column }) => line > 0 && column > 0)).toBe(true);
	expect(await listEditions(db.read)).toEqual([]);
	expect(await verifyEvents(db)).toEqual({ rows: 0, faults: [] });
});

test('every lesson has a page for each audience as soon as the edition is there', async () => {
	const db = await empty();
	const { edition } = await importEdition(db, system, smallCurriculum());
	for (const id of lessonIds) {
		const staff = await lessonPage(db.read, edition!.id, id, 'facilitator', 'en');
		const own = await lessonPage(db.read, edition!.id, id, 'participant', 'en');
		expect(staff.activities.map((activity) => activity.key)).toEqual(
			own.activities.map((activity) => activity.key)
		);
		expect(staff.activities[0].html).toContain('aloud');
		expect(JSON.stringify(own)).not.toContain('aloud');
	}
});

test('editions are listed newest first, and an older one keeps its own text and outline', async () => {
	const db = await empty();
	const first = await importEdition(db, system, smallCurriculum());
	at('2026-03-09T17:00:00.000Z');
	const next = edited(smallCurriculum({ version: '1.1.0' }), lesson, (text) =>
		text.replace('Try one\n', 'Try it one\n')
	);
	const second = await importEdition(db, system, next);
	expect((await listEditions(db.read)).map((edition) => edition.version)).toEqual(['1.1.0', '1.0.0']);
	expect((await newestEdition(db.read)).id).toBe(second.edition!.id);
	const titles = await Promise.all(
		[first, second].map(async ({ edition }) => (await outlineOf(db.read, edition!.id)).lessons[0].title)
	);
	expect(titles).toEqual(['Try one', 'Try it one']);
	await expect(findEdition(db.read, newId())).rejects.toMatchObject({ status: 404 });
});

test('only the deployment itself imports', async () => {
	const { db, lee, ada, carl } = await world();
	for (const stranger of [lee, ada, carl]) {
		const attempt = importEdition(db, stranger, smallCurriculum({ version: '2.0.0' }));
		await expect(attempt).rejects.toMatchObject({ status: 403 });
	}
});
