import { expect, test } from 'vitest';
import { hashText, type SourceFile } from '#lib/server/curriculum/source.ts';
import {
	currentDraft,
	draftFiles,
	findDraftFile,
	openDraft,
	saveDraftFile
} from '#lib/server/domain/drafts.ts';
import { importEdition } from '#lib/server/domain/editions.ts';
import { changesOf, faultsOf, publishDraft } from '#lib/server/domain/publications.ts';
import { readLesson } from '#lib/server/domain/readings.ts';
import { confirmTranslation, englishPath, relationOf } from '#lib/server/domain/translations.ts';
import { system } from '#lib/server/policy.ts';
import { smallCurriculum } from '../support/curriculum.ts';
import { at, world } from '../support/world.ts';

const english = '1-first-part/1-lesson-one.md';
const spanish = '1-first-part/1-lesson-one.es.md';

/** The small curriculum with a translation of every file: the same words, so that only what is behind differs. */
function twoLanguages(): SourceFile[] {
	return smallCurriculum({ version: '2.0.0' }).flatMap((file) => {
		if (file.path === 'curriculum.yaml')
			return [{ ...file, text: file.text.replace('languages: [en]', 'languages: [en, es]') }];
		const text = file.text.replace(/^(id: .*)$/m, `$1\ntranslates: ${hashText(file.text)}`);
		return [file, { path: file.path.replace(/\.md$/, '.es.md'), text }];
	});
}

async function drafting() {
	const cast = await world();
	const { db, lee } = cast;
	at('2026-03-04T03:00:00.000Z');
	const { faults } = await importEdition(db, system, twoLanguages());
	expect(faults).toEqual([]);
	const draft = await openDraft(db, lee);
	const fileOf = async (path: string) => findDraftFile(db.read, (await currentDraft(db.read, lee))!, path);
	const save = async (path: string, change: (text: string) => string, verb = saveDraftFile) => {
		const { text, revision } = await fileOf(path);
		await verb(db, lee, draft.id, path, { text: change(text), revision });
	};
	const relation = async (path: string) => relationOf(db.read, await draftFiles(db.read, draft), path);
	return { ...cast, draft, fileOf, save, relation };
}

const reworded = (text: string) => text.replace('Say your name.', 'Say your first name.');

test('a lead who changes the English is told that the Spanish is behind, and what changed', async () => {
	const { save, relation, draft, db } = await drafting();
	expect((await relation(english)).translations).toEqual([{ path: spanish, language: 'es', behind: false }]);
	expect((await relation(spanish)).english).toEqual({ path: english, behind: false, changes: null });

	await save(english, reworded);
	expect((await relation(english)).translations).toEqual([{ path: spanish, language: 'es', behind: true }]);
	const { english: told } = await relation(spanish);
	expect(told!.behind).toBe(true);
	expect(told!.changes!.filter(({ kind }) => kind === 'added')).toEqual([
		{ kind: 'added', lines: ['Say your first name.'] }
	]);
	expect(await faultsOf(await draftFiles(db.read, draft))).toMatchObject([
		{ file: spanish, code: 'translation.behind', level: 'warning' }
	]);
});

test('it can be published all the same: readers of Spanish get the older text, and are told', async () => {
	const { save, draft, db, lee, fatima } = await drafting();
	await save(english, reworded);
	const { hash, version } = await changesOf(db.read, lee, draft);
	const { edition } = await publishDraft(db, lee, draft.id, { version, hash });
	const read = async (language: string) =>
		(await readLesson(db.read, fatima, 'lesson-one', 'participant', edition!.id, language)).reading;
	const [es, en] = [await read('es'), await read('en')];
	expect([es.language, es.behind, en.behind]).toEqual(['es', true, false]);
	expect(JSON.stringify(es)).not.toContain('first name');
	expect(JSON.stringify(en)).toContain('first name');
});

test('once it is translated, one step says so: nothing is behind any more', async () => {
	const { save, relation, fileOf, draft, db } = await drafting();
	await save(english, reworded);
	await save(spanish, reworded, confirmTranslation);
	const { text } = await fileOf(spanish);
	expect(text).toContain(`translates: ${hashText((await fileOf(english)).text)}\n`);
	expect(text).toContain('Say your first name.');
	expect((await relation(spanish)).english).toMatchObject({ behind: false, changes: null });
	expect(await faultsOf(await draftFiles(db.read, draft))).toEqual([]);
});

test('only a translation can be told to be up to date, and only by a lead', async () => {
	const { draft, db, lee, carl, fileOf } = await drafting();
	const { text, revision } = await fileOf(english);
	const confirm = (actor: typeof lee, path: string) =>
		expect(confirmTranslation(db, actor, draft.id, path, { text, revision })).rejects;
	await confirm(lee, english).toMatchObject({ status: 404 });
	await confirm(carl, spanish).toMatchObject({ status: 403 });
});

test('a file in another language is known by its name', () => {
	expect([spanish, '2-a/module.es.md', english, 'curriculum.yaml'].map(englishPath)).toEqual([
		...[english, '2-a/module.md', null, null]
	]);
});
