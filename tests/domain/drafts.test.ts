import { expect, test } from 'vitest';
import { sourceOf, versionIn } from '../support/drafts.ts';
import {
	currentDraft,
	discardDraft,
	draftFiles,
	findDraftFile,
	openDraft,
	restoreDraftFile,
	saveDraftFile
} from '#lib/server/domain/drafts.ts';
import { importEdition, listEditions, filesOf, newestEdition } from '#lib/server/domain/editions.ts';
import { historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import { findGroup } from '#lib/server/domain/groups.ts';
import { lessonPage, outlineOf } from '#lib/server/domain/lessons.ts';
import { changesOf, faultsOf, publishDraft } from '#lib/server/domain/publications.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { smallCurriculum } from '../support/curriculum.ts';
import { addStaff, at, world, type World } from '../support/world.ts';

const path = '1-first-part/1-lesson-one.md';

/** Opens a draft in which Lee changed one line of the first lesson. */
async function drafted(
	cast: World,
	change: (text: string) => string = (text) => text.replace('Say your name.', 'Say your name twice.')
) {
	const { db, lee } = cast;
	const draft = await openDraft(db, lee);
	const { text, revision } = await findDraftFile(db.read, draft, path);
	await saveDraftFile(db, lee, draft.id, path, { text: change(text), revision });
	return draft;
}

const publish = async ({ db, lee }: World, draft: Awaited<ReturnType<typeof openDraft>>, version: string) => {
	const { hash } = await changesOf(db.read, lee, draft);
	return publishDraft(db, lee, draft.id, { version, hash });
};

test('a draft is the newest edition with the changed files laid over it', async () => {
	const cast = await world();
	const { db, edition } = cast;
	const draft = await drafted(cast);
	const files = await draftFiles(db.read, draft);
	expect(
		files.filter((file) => file.changed).map((file) => [file.path, file.revision, file.updatedBy])
	).toEqual([[path, 1, 'Lee']]);
	expect(files.map((file) => file.path)).toEqual(
		(await filesOf(db.read, edition.id)).map((file) => file.path)
	);
	expect(sourceOf(await filesOf(db.read, edition.id), path)).not.toContain('twice');
});

test('opening a draft again, or two leads at once, gives the one that is open', async () => {
	const { db, lee } = await world();
	const mia = await addStaff(db, 'Mia', [['lead', null]]);
	const [one, other] = await Promise.all([openDraft(db, lee), openDraft(db, mia)]);
	expect(other.id).toBe(one.id);
	expect((await currentDraft(db.read, lee))?.id).toBe(one.id);
});

test('of two leads who edit the same file, the second is told and nothing of the first is lost', async () => {
	const { db, lee } = await world();
	const mia = await addStaff(db, 'Mia', [['lead', null]]);
	const draft = await openDraft(db, lee);
	const { text, revision } = await findDraftFile(db.read, draft, path);
	await saveDraftFile(db, lee, draft.id, path, { text: `${text}\nFrom Lee.\n`, revision });

	const mine = { text: `${text}\nFrom Mia.\n`, revision };
	await expect(saveDraftFile(db, mia, draft.id, path, mine)).rejects.toMatchObject({
		status: 409,
		code: 'draft.changed'
	});
	const there = await findDraftFile(db.read, draft, path);
	expect(there).toMatchObject({ revision: 1, updatedBy: 'Lee' });
	expect(there.text).toContain('From Lee.');

	await saveDraftFile(db, mia, draft.id, path, {
		text: `${there.text}\nFrom Mia.\n`,
		revision: there.revision
	});
	expect((await findDraftFile(db.read, draft, path)).text).toMatch(/From Lee\.\n\nFrom Mia\./);
});

test('two saves at the same moment: one is kept, the other is told', async () => {
	const { db, lee } = await world();
	const mia = await addStaff(db, 'Mia', [['lead', null]]);
	const draft = await openDraft(db, lee);
	const { text, revision } = await findDraftFile(db.read, draft, path);
	const saves = [lee, mia].map((lead) =>
		saveDraftFile(db, lead, draft.id, path, { text: `${text}\nFrom ${lead.name}.\n`, revision })
	);
	const results = await Promise.allSettled(saves);
	expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
	expect((await findDraftFile(db.read, draft, path)).revision).toBe(1);
});

test('the same text sent twice, or with other line ends, changes nothing', async () => {
	const cast = await world();
	const { db, lee } = cast;
	const draft = await drafted(cast);
	const { text } = await findDraftFile(db.read, draft, path);
	expect(
		await saveDraftFile(db, lee, draft.id, path, { text: text.replaceAll('\n', '\r\n'), revision: 0 })
	).toBe(1);
	expect((await historyOf(db.read, `draft:${draft.id}`)).map((event) => event.kind)).toEqual([
		'draft.opened',
		'draft.saved'
	]);
});

test('a file given back its first text is no change any more', async () => {
	const cast = await world();
	const { db, lee, edition } = cast;
	const draft = await drafted(cast);
	const before = sourceOf(await filesOf(db.read, edition.id), path);
	await saveDraftFile(db, lee, draft.id, path, { text: before, revision: 1 });
	expect((await draftFiles(db.read, draft)).some((file) => file.changed)).toBe(false);
	await expect(publish(cast, draft, '1.0.1')).rejects.toMatchObject({ code: 'draft.unchanged' });
});

test('taking back a file’s changes needs the revision that was seen', async () => {
	const cast = await world();
	const { db, lee } = cast;
	const draft = await drafted(cast);
	await expect(restoreDraftFile(db, lee, draft.id, path, 0)).rejects.toMatchObject({ code: 'draft.changed' });
	await restoreDraftFile(db, lee, draft.id, path, 1);
	expect(await findDraftFile(db.read, draft, path)).toMatchObject({ changed: false, revision: 2 });
});

test('publishing makes the next edition; groups under way keep theirs', async () => {
	const cast = await world();
	const { db, lee, carl, edition, tuesdayGroup } = cast;
	const draft = await drafted(cast);
	at('2026-03-05T18:00:00.000Z');
	const { edition: published } = await publish(cast, draft, '1.0.1');

	expect(published).toMatchObject({ version: '1.0.1', curriculum: 'small-steps' });
	expect((await newestEdition(db.read)).id).toBe(published!.id);
	expect((await findGroup(db.read, carl, tuesdayGroup.id)).editionId).toBe(edition.id);
	const shown = async (editionId: string) =>
		(await lessonPage(db.read, editionId, 'lesson-one', 'participant', 'en')).activities[0].html;
	expect(await shown(published!.id)).toContain('Say your name twice.');
	expect(await shown(edition.id)).not.toContain('twice');
	expect(await currentDraft(db.read, lee)).toBeNull();
	expect((await openDraft(db, lee)).edition.id).toBe(published!.id);
});

test('publishing writes its version into curriculum.yaml and leaves every other byte', async () => {
	const cast = await world();
	const { db, edition } = cast;
	const { edition: published } = await publish(cast, await drafted(cast), '1.1.0');
	const [before, after] = [await filesOf(db.read, edition.id), await filesOf(db.read, published!.id)];
	expect(versionIn(after)).toBe('1.1.0');
	expect(sourceOf(after, 'curriculum.yaml')).toBe(
		sourceOf(before, 'curriculum.yaml').replace('version: 1.0.0', 'version: 1.1.0')
	);
	expect((await outlineOf(db.read, published!.id)).version).toBe('1.1.0');
});

test('a draft with faults is not published, and every fault is told', async () => {
	const cast = await world();
	const { db } = cast;
	const draft = await drafted(cast, (text) =>
		text.replace('minutes: 90', 'minutes: 80').replace('## Plan (plan, 5 min)', '## Plan (planning, 5 min)')
	);
	const result = await publish(cast, draft, '1.0.1');
	expect(result.edition).toBeNull();
	expect(result.faults.map((fault) => [fault.file, fault.code])).toContainEqual([path, 'activity.kind']);
	expect(result.faults).toEqual(await faultsOf(await draftFiles(db.read, draft)));
	expect(await listEditions(db.read)).toHaveLength(1);
});

test('words alone suggest a patch, another structure a minor version, and a written version is kept', async () => {
	const cast = await world();
	const { db, lee } = cast;
	const draft = await drafted(cast);
	expect(await changesOf(db.read, lee, draft)).toMatchObject({
		version: '1.0.1',
		structure: [],
		files: [{ path, added: 1, removed: 1 }]
	});

	const one = await findDraftFile(db.read, draft, path);
	const text = one.text
		.replace('(check-in, 20 min)', '(check-in, 15 min)')
		.replace('(model, 20 min)', '(model, 25 min)');
	await saveDraftFile(db, lee, draft.id, path, { text, revision: one.revision });
	expect(await changesOf(db.read, lee, draft)).toMatchObject({
		version: '1.1.0',
		structure: [{ code: 'activities', title: 'Try one' }]
	});

	const manifest = await findDraftFile(db.read, draft, 'curriculum.yaml');
	await saveDraftFile(db, lee, draft.id, 'curriculum.yaml', {
		text: manifest.text.replace('1.0.0', '2.0.0'),
		revision: 0
	});
	expect((await changesOf(db.read, lee, draft)).version).toBe('2.0.0');
});

test('a version that is not after the last is refused at its field', async () => {
	const cast = await world();
	const draft = await drafted(cast);
	for (const version of ['1.0.0', '0.9.9', '1.0.0-rc.1']) {
		await expect(publish(cast, draft, version)).rejects.toMatchObject({
			status: 400,
			fields: { version: { code: 'version-order', params: { version: '1.0.0' } } }
		});
	}
});

test('what somebody saved after the summary was read is not published unseen', async () => {
	const cast = await world();
	const { db, lee } = cast;
	const draft = await drafted(cast);
	const { hash } = await changesOf(db.read, lee, draft);
	const { text, revision } = await findDraftFile(db.read, draft, path);
	await saveDraftFile(db, lee, draft.id, path, { text: `${text}\nLate.\n`, revision });
	await expect(publishDraft(db, lee, draft.id, { version: '1.0.1', hash })).rejects.toMatchObject({
		status: 409,
		code: 'draft.changed'
	});
});

test('a draft does not hide an edition that was imported meanwhile', async () => {
	const cast = await world();
	const { db } = cast;
	const draft = await drafted(cast);
	at('2026-03-05T18:00:00.000Z');
	await importEdition(db, system, smallCurriculum({ version: '1.0.5' }));
	await expect(publish(cast, draft, '1.0.6')).rejects.toMatchObject({
		code: 'draft.behind',
		params: { version: '1.0.5' }
	});
});

test('a published or discarded draft takes no more changes, and is not published twice', async () => {
	const cast = await world();
	const { db, lee } = cast;
	const draft = await drafted(cast);
	const { hash } = await changesOf(db.read, lee, draft);
	await publishDraft(db, lee, draft.id, { version: '1.0.1', hash });
	const closed = { status: 409, code: 'draft.closed' };
	await expect(publishDraft(db, lee, draft.id, { version: '1.0.2', hash })).rejects.toMatchObject(closed);
	await expect(saveDraftFile(db, lee, draft.id, path, { text: 'late', revision: 1 })).rejects.toMatchObject(
		closed
	);
	await expect(discardDraft(db, lee, draft.id)).rejects.toMatchObject(closed);
	expect(await listEditions(db.read)).toHaveLength(2);
});

test('a discarded draft leaves the edition as it is', async () => {
	const cast = await world();
	const { db, lee, edition } = cast;
	await discardDraft(db, lee, (await drafted(cast)).id);
	expect(await currentDraft(db.read, lee)).toBeNull();
	const again = await openDraft(db, lee);
	expect((await draftFiles(db.read, again)).some((file) => file.changed)).toBe(false);
	expect(again.edition.id).toBe(edition.id);
});

test('who did what to a draft is in the log, without its words', async () => {
	const cast = await world();
	const { db, lee } = cast;
	const draft = await drafted(cast);
	const { edition } = await publish(cast, draft, '1.0.1');
	const events = await historyOf(db.read, `draft:${draft.id}`);
	expect(events.map((event) => [event.kind, event.actor])).toEqual(
		['opened', 'saved', 'published'].map((what) => [`draft.${what}`, `staff:${lee.id}`])
	);
	expect(events.map((event) => event.data).join()).not.toContain('twice');
	expect((await historyOf(db.read, `edition:${edition!.id}`)).map((event) => event.kind)).toEqual([
		'edition.published'
	]);
	expect((await verifyEvents(db)).faults).toEqual([]);
});

test('only curriculum leads open, read, change, discard or publish a draft', async () => {
	const cast = await world();
	const { db, fatima, carl, priya, ada, andre, self, key } = cast;
	const draft = await drafted(cast);
	const { hash } = await changesOf(db.read, cast.lee, draft);
	for (const stranger of [fatima, carl, priya, ada, self(andre), key]) {
		const attempts = [
			() => openDraft(db, stranger),
			() => currentDraft(db.read, stranger),
			() => changesOf(db.read, stranger, draft),
			() => saveDraftFile(db, stranger, draft.id, path, { text: 'mine', revision: 1 }),
			() => discardDraft(db, stranger, draft.id),
			() => publishDraft(db, stranger, draft.id, { version: '1.0.1', hash })
		];
		for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ status: 403 });
	}
	await expect(saveDraftFile(db, cast.lee, newId(), path, { text: 'x', revision: 0 })).rejects.toMatchObject({
		status: 404
	});
	await expect(
		saveDraftFile(db, cast.lee, draft.id, '../secret.md', { text: 'x', revision: 0 })
	).rejects.toMatchObject({ status: 404 });
});
