import { expect, test } from 'vitest';
import { draftFiles, findDraftFile, openDraft, saveDraftFile } from '#lib/server/domain/drafts.ts';
import { proofOf, savedProof } from '#lib/server/domain/proofs.ts';
import { world } from '../support/world.ts';

const path = '1-first-part/1-lesson-one.md';

async function drafted() {
	const cast = await world();
	const draft = await openDraft(cast.db, cast.lee);
	const { text, revision } = await findDraftFile(cast.db.read, draft, path);
	return { ...cast, draft, text, revision };
}

test('what is being typed is shown to each audience before it is saved', async () => {
	const { db, lee, draft, text } = await drafted();
	const typed = text.replace('Say your name.', 'Say your **new** name.');
	const { faults, readings } = await proofOf(db.read, lee, { path, text: typed });
	expect(faults).toEqual([]);
	const [staff, own] = readings.map(({ reading }) => JSON.stringify(reading));
	expect(readings.map(({ audience }) => audience)).toEqual(['facilitator', 'participant']);
	for (const shown of [staff, own]) expect(shown).toContain('<strong>new</strong>');
	expect(staff).toContain('aloud');
	expect(own).not.toContain('aloud');
	expect((await findDraftFile(db.read, draft, path)).text).toBe(text);
});

test('a fault is told with its place, and what can still be read is still shown', async () => {
	const { db, lee, text } = await drafted();
	const { faults, readings } = await proofOf(db.read, lee, {
		path,
		text: text.replace('minutes: 90', 'minutes: many')
	});
	expect(faults).toMatchObject([{ code: 'frontmatter.type', line: 6 }]);
	expect(readings[0].reading.activities).toHaveLength(5);
});

test('a text that was made to take long is refused before it is read', async () => {
	const { db, lee } = await drafted();
	const { faults, readings } = await proofOf(db.read, lee, { path, text: '>'.repeat(60_000) });
	expect(faults.map((fault) => fault.code)).toContain('text.deep');
	expect(readings).toEqual([]);
});

test('a saved file has the faults that only show among all files', async () => {
	const { db, lee, draft, text, revision } = await drafted();
	const twice = text.replace('id: lesson-one', 'id: lesson-two');
	await saveDraftFile(db, lee, draft.id, path, { text: twice, revision });
	const saved = await savedProof(db.read, await draftFiles(db.read, draft), '1-first-part/2-lesson-two.md');
	expect(saved.faults).toMatchObject([{ code: 'id.duplicate', params: { id: 'lesson-two', other: path } }]);
});

test('a module shows its guide, curriculum.yaml its faults', async () => {
	const { db, lee } = await drafted();
	const module = await proofOf(db.read, lee, {
		path: '1-first-part/module.md',
		text: '---\nid: first-part\ntitle: A\n---\n## Why\n'
	});
	expect(module).toMatchObject({ guide: '<h2>Why</h2>', readings: [], faults: [] });
	const manifest = await proofOf(db.read, lee, { path: 'curriculum.yaml', text: 'id: small-steps\n' });
	expect(manifest.faults.map((fault) => fault.params.key)).toContain('title');
});

test('without an open draft, with an unknown path or as somebody else there is no proof', async () => {
	const { db, lee, carl } = await world();
	const typed = { path, text: '' };
	await expect(proofOf(db.read, lee, typed)).rejects.toMatchObject({ status: 409, code: 'draft.closed' });
	await expect(proofOf(db.read, carl, typed)).rejects.toMatchObject({ status: 403 });
	await openDraft(db, lee);
	await expect(proofOf(db.read, lee, { path: 'x.md', text: '' })).rejects.toMatchObject({ status: 404 });
});
