/** Drafts: what the curriculum lead changes on top of the newest edition, until it is published or discarded. */
import { and, asc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import { hashText } from '../curriculum/source.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { draftFiles as files, drafts, staff } from '../db/schema/index.ts';
import { conflict, notFound } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { filesOf, findEdition, newestEdition, type Edition } from './editions.ts';
import { appendEvent } from './events.ts';

/** What the screen may hold in one file; what a lesson may be is for the check to say, with its remedy. */
const fileText = z
	.string()
	.max(100_000)
	.refine((text) => !text.includes('\0'), 'format');
export const DraftText = z.strictObject({
	/** Empty is for the check to say, too. */
	text: fileText.default(''),
	/** Of the file as it was when the editing began. */
	revision: z.coerce.number().int().min(0)
});
export type DraftText = z.infer<typeof DraftText>;

export type Draft = { id: Id; edition: Edition; createdAt: string; createdBy: string | null };
export type DraftFile = {
	path: string;
	text: string;
	/** Counts saves; 0: as in the edition. */
	revision: number;
	/** Other text than the edition's. */
	changed: boolean;
	updatedAt: string | null;
	/** Who saved it last, by name. */
	updatedBy: string | null;
};

const isOpen = and(isNull(drafts.publishedAt), isNull(drafts.discardedAt));
const by = (actor: Actor) => ('id' in actor ? actor.id : actor.kind);

/** Opens a draft on the newest edition; where one is open already, that one. */
export async function openDraft(db: Db, actor: Actor): Promise<Draft> {
	return db.write(async (tx) => {
		allow(actor, 'curriculum.edit');
		const existing = await openOne(tx);
		if (existing) return existing;
		const edition = await newestEdition(tx);
		const id = newId();
		await tx
			.insert(drafts)
			.values({ id, editionId: edition.id, createdAt: now(), createdBy: by(actor) })
			.returning();
		await log(tx, actor, id, 'opened', { editionId: edition.id });
		return findDraft(tx, id);
	});
}

/** The open draft; null where there is none. */
export async function currentDraft(read: Read, actor: Actor): Promise<Draft | null> {
	allow(actor, 'curriculum.edit');
	return openOne(read);
}

async function openOne(read: Read): Promise<Draft | null> {
	const [open] = await read
		.select({ id: drafts.id })
		.from(drafts)
		.where(isOpen)
		.orderBy(asc(drafts.createdAt))
		.limit(1);
	return open ? findDraft(read, open.id) : null;
}

/**
 * A draft that can still be changed.
 * @throws 404; 409 draft.closed once it was published or discarded
 */
export async function findDraft(read: Read, draftId: Id): Promise<Draft> {
	const [found] = await read
		.select({ draft: drafts, name: staff.name })
		.from(drafts)
		.leftJoin(staff, eq(staff.id, drafts.createdBy))
		.where(eq(drafts.id, draftId));
	if (!found) throw notFound();
	const { id, editionId, createdAt, publishedAt, discardedAt } = found.draft;
	if (publishedAt || discardedAt) throw conflict('draft.closed');
	return { id, edition: await findEdition(read, editionId), createdAt, createdBy: found.name };
}

/** The edition's files with the draft's changes laid over them, by path. The caller has found the draft. */
export async function draftFiles(read: Read, draft: Draft): Promise<DraftFile[]> {
	const edition = await filesOf(read, draft.edition.id);
	const saved = await read
		.select({ file: files, name: staff.name })
		.from(files)
		.leftJoin(staff, eq(staff.id, files.updatedBy))
		.where(eq(files.draftId, draft.id))
		.orderBy(asc(files.path));
	const over = new Map(saved.map((one) => [one.file.path, one]));
	return edition.map(({ path, text }) => {
		const own = over.get(path);
		if (!own) return { path, text, revision: 0, changed: false, updatedAt: null, updatedBy: null };
		const { revision, updatedAt } = own.file;
		const changed = hashText(own.file.text) !== hashText(text);
		return { path, text: changed ? own.file.text : text, revision, changed, updatedAt, updatedBy: own.name };
	});
}

/** @throws 404 for a path that the curriculum does not have */
export async function findDraftFile(read: Read, draft: Draft, path: string): Promise<DraftFile> {
	const file = (await draftFiles(read, draft)).find((one) => one.path === path);
	if (!file) throw notFound();
	return file;
}

/**
 * Saves one file as a whole. The text that is there already, sent again, changes nothing.
 * @returns the file's revision
 * @throws 404, 409 draft.changed when somebody else saved it since; 409 draft.closed
 */
export async function saveDraftFile(
	db: Db,
	actor: Actor,
	draftId: Id,
	path: string,
	input: DraftText
): Promise<number> {
	return db.write(async (tx) => {
		allow(actor, 'curriculum.edit');
		const draft = await findDraft(tx, draftId);
		const there = await findDraftFile(tx, draft, path);
		if (hashText(there.text) === hashText(input.text)) return there.revision;
		if (there.revision !== input.revision) throw conflict('draft.changed');

		const revision = there.revision + 1;
		const saved = { text: input.text, revision, updatedAt: now(), updatedBy: by(actor) };
		await tx
			.insert(files)
			.values({ draftId, path, ...saved })
			.onConflictDoUpdate({ target: [files.draftId, files.path], set: saved })
			.returning();
		await log(tx, actor, draftId, 'saved', { path, revision, hash: hashText(input.text) });
		return revision;
	});
}

/**
 * Gives a file the text that it has in the edition.
 * @throws as `saveDraftFile`
 */
export async function restoreDraftFile(
	db: Db,
	actor: Actor,
	draftId: Id,
	path: string,
	revision: number
): Promise<void> {
	allow(actor, 'curriculum.edit');
	const draft = await findDraft(db.read, draftId);
	const first = (await filesOf(db.read, draft.edition.id)).find((file) => file.path === path);
	if (!first) throw notFound();
	await saveDraftFile(db, actor, draftId, path, { text: first.text, revision });
}

/** Ends a draft; its texts are kept, but no edition comes of them. */
export async function discardDraft(db: Db, actor: Actor, draftId: Id): Promise<void> {
	await db.write(async (tx) => {
		allow(actor, 'curriculum.edit');
		await findDraft(tx, draftId);
		await tx.update(drafts).set({ discardedAt: now() }).where(eq(drafts.id, draftId)).returning();
		await log(tx, actor, draftId, 'discarded', {});
	});
}

/** Who did what to a draft. */
export async function log(tx: Tx, actor: Actor, draftId: Id, what: string, data: Record<string, unknown>) {
	await appendEvent(tx, actor, {
		organizationId: null,
		subject: `draft:${draftId}`,
		kind: `draft.${what}`,
		data
	});
}
