/** Publications: what a draft would change, whether it may become the next edition, and making it that. */
import { diffLines } from 'diff';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import { checkAhead, checkCurriculum, type Fault } from '../curriculum/check.ts';
import { hashEdition, linesOf, type SourceFile } from '../curriculum/source.ts';
import { compareVersions, nextVersion, structureChanges, withVersion } from '../curriculum/versions.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { drafts } from '../db/schema/index.ts';
import { conflict, invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { draftFiles, findDraft, log, type Draft, type DraftFile } from './drafts.ts';
import { addEdition, filesOf, listEditions, newestEdition, renderPages, type Edition } from './editions.ts';
import { outlineOf } from './lessons.ts';

export const Publication = z.strictObject({
	version: z
		.string()
		.trim()
		.max(40)
		.regex(
			/^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/,
			'version'
		),
	/** Of the files that the summary was made from: nothing unseen is published. */
	hash: z.string().regex(/^[0-9a-f]{64}$/)
});
export type Publication = z.infer<typeof Publication>;

const sourcesOf = (files: DraftFile[]): SourceFile[] => files.map(({ path, text }) => ({ path, text }));

let checked: { hash: string; faults: Fault[] } | null = null;

/** Every fault of the draft's files taken together. Remembered until a file changes. */
export async function faultsOf(files: DraftFile[]): Promise<Fault[]> {
	const hash = hashEdition(sourcesOf(files));
	if (checked?.hash === hash) return checked.faults;
	await checkAhead(sourcesOf(files));
	const { faults } = checkCurriculum(sourcesOf(files));
	checked = { hash, faults };
	return faults;
}

/** One changed file, line by line; `kept` lines far from a change are left out. */
export type FileChange = { path: string; added: number; removed: number; parts: ChangedPart[] };
export type ChangedPart = { kind: 'added' | 'removed' | 'kept' | 'gap'; lines: string[] };

/** What publishing the draft would change. */
export async function changesOf(read: Read, actor: Actor, draft: Draft) {
	allow(actor, 'curriculum.edit');
	const [files, before] = [await draftFiles(read, draft), await filesOf(read, draft.edition.id)];
	await checkAhead(sourcesOf(files));
	const { faults, edition } = checkCurriculum(sourcesOf(files));
	const was = new Map(before.map(({ path, text }) => [path, text]));
	const changed = files
		.filter((file) => file.changed)
		.map(({ path, text }) => differenceOf(path, was.get(path) ?? '', text));
	const structure = edition ? structureChanges(await outlineOf(read, draft.edition.id), edition.outline) : [];
	return {
		hash: hashEdition(sourcesOf(files)),
		faults,
		files: changed,
		structure,
		version: await suggestedVersion(read, draft, edition?.outline.version, structure.length > 0),
		last: await highestVersion(read, draft),
		behind: await newerThan(read, draft)
	};
}

/** From one text to another, line by line. */
export function differenceOf(path: string, before: string, after: string): FileChange {
	const parts = diffLines(before, after, { stripTrailingCr: true }).map(
		({ added, removed, value }): ChangedPart => {
			const lines = linesOf(value.replace(/\n$/, ''));
			return { kind: added ? 'added' : removed ? 'removed' : 'kept', lines };
		}
	);
	const count = (kind: string) =>
		parts.filter((part) => part.kind === kind).reduce((sum, { lines }) => sum + lines.length, 0);
	return { path, added: count('added'), removed: count('removed'), parts: parts.flatMap(shorten) };
}

/** Lines shown around a change. */
const around = 2;

function shorten(part: ChangedPart, index: number, all: ChangedPart[]): ChangedPart[] {
	if (part.kind !== 'kept') return [part];
	const head = index === 0 ? 0 : around;
	const tail = index === all.length - 1 ? 0 : around;
	if (part.lines.length <= head + tail + 1) return [part];
	const kept = (lines: string[]): ChangedPart[] => (lines.length ? [{ kind: 'kept', lines }] : []);
	const gap: ChangedPart = { kind: 'gap', lines: [] };
	return [...kept(part.lines.slice(0, head)), gap, ...kept(tail ? part.lines.slice(-tail) : [])];
}

/** The version that the lead wrote into curriculum.yaml, or the next one. */
async function suggestedVersion(read: Read, draft: Draft, written: string | undefined, structural: boolean) {
	const highest = await highestVersion(read, draft);
	if (written && compareVersions(written, highest) > 0) return written;
	return nextVersion(highest, structural ? 'minor' : 'patch');
}

async function highestVersion(read: Read, draft: Draft): Promise<string> {
	const own = (await listEditions(read)).filter(({ curriculum }) => curriculum === draft.edition.curriculum);
	return own
		.map(({ version }) => version)
		.sort(compareVersions)
		.at(-1)!;
}

/** The edition that came out while the draft was open, if any. */
async function newerThan(read: Read, draft: Draft): Promise<Edition | null> {
	const newest = await newestEdition(read);
	return newest.id === draft.edition.id ? null : newest;
}

/**
 * Makes the draft the next edition; groups under way keep theirs. With a fault, nothing is written.
 * @throws 400 version: not after the highest; 409 draft.changed since the summary was read, draft.unchanged,
 * draft.behind, draft.closed
 */
export async function publishDraft(
	db: Db,
	actor: Actor,
	draftId: Id,
	input: Publication
): Promise<{ edition: Edition | null; faults: Fault[] }> {
	allow(actor, 'curriculum.publish');
	const draft = await findDraft(db.read, draftId);
	const files = await publishable(db.read, draft, input);
	// Outside the transaction: checking and rendering take a while, and nobody else could write.
	await checkAhead(files);
	const { edition, faults } = checkCurriculum(files);
	if (!edition) return { edition: null, faults };
	const pages = renderPages(edition);
	const published = await db.write(async (tx) => {
		await publishable(tx, await findDraft(tx, draftId), input);
		const added = await addEdition(tx, actor, 'curriculum.publish', edition, pages, files);
		await close(tx, actor, draftId, added);
		return added;
	});
	return { edition: published, faults };
}

async function publishable(read: Read, draft: Draft, { version, hash }: Publication): Promise<SourceFile[]> {
	const files = await draftFiles(read, draft);
	if (hashEdition(sourcesOf(files)) !== hash) throw conflict('draft.changed');
	if (!files.some((file) => file.changed)) throw conflict('draft.unchanged');
	const newer = await newerThan(read, draft);
	if (newer) throw conflict('draft.behind', { version: newer.version });
	const highest = await highestVersion(read, draft);
	if (compareVersions(version, highest) <= 0)
		throw invalid({ version: { code: 'version-order', params: { version: highest } } });
	return sourcesOf(files).map(({ path, text }) => ({
		path,
		text: path === 'curriculum.yaml' ? withVersion(text, version) : text
	}));
}

async function close(tx: Tx, actor: Actor, draftId: Id, edition: Edition) {
	await tx.update(drafts).set({ publishedAt: now() }).where(eq(drafts.id, draftId)).returning();
	await log(tx, actor, draftId, 'published', { editionId: edition.id, version: edition.version });
}
