/** Translations in a draft: which are behind their English text, what has changed in it since, and that one is not any more. */
import { eq } from 'drizzle-orm';
import { hashText } from '../curriculum/source.ts';
import { withTranslates } from '../curriculum/versions.ts';
import type { Db, Read } from '../db/open.ts';
import { editionFiles } from '../db/schema/index.ts';
import { notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { draftFiles, findDraft, saveDraftFile, type DraftFile, type DraftText } from './drafts.ts';
import { differenceOf, type ChangedPart } from './publications.ts';

/** Of a file in another language: the English one. Null for the others. */
export function englishPath(path: string): string | null {
	const [, stem] = /^(.+)\.[a-z]{2}\.md$/.exec(path) ?? [];
	return stem ? `${stem}.md` : null;
}

export type Translation = { path: string; language: string; behind: boolean };
export type Relation = {
	/** For an English file: its translations. */
	translations: Translation[];
	/** For a translation: the English file, whether it has changed since, and what, where the text of then is known. */
	english: { path: string; behind: boolean; changes: ChangedPart[] | null } | null;
};

/** What one file has to do with the same text in other languages. */
export async function relationOf(read: Read, files: DraftFile[], path: string): Promise<Relation> {
	const own = files.find((file) => file.path === path)!;
	const base = englishPath(path);
	const english = base && files.find((file) => file.path === base);
	if (!english) return { translations: translationsOf(files, own), english: null };
	const behind = isBehind(own, english);
	return {
		translations: [],
		english: { path: english.path, behind, changes: await since(read, own, english) }
	};
}

function translationsOf(files: DraftFile[], english: DraftFile): Translation[] {
	return files
		.filter(({ path }) => englishPath(path) === english.path)
		.map((file) => ({
			path: file.path,
			language: file.path.slice(-5, -3),
			behind: isBehind(file, english)
		}));
}

const translated = (text: string): string | undefined =>
	/^translates:[ \t]*['"]?([0-9a-f]{64})/m.exec(text)?.[1];
const isBehind = (translation: DraftFile, english: DraftFile) =>
	translated(translation.text) !== hashText(english.text);

/** From the English text that was translated to the one of now; null where no edition has the former. */
async function since(read: Read, translation: DraftFile, english: DraftFile): Promise<ChangedPart[] | null> {
	const hash = translated(translation.text);
	if (!isBehind(translation, english)) return null;
	const { path, text } = editionFiles;
	const editions = await read.select({ text }).from(editionFiles).where(eq(path, english.path)).orderBy(text);
	const then = editions.find((one) => hashText(one.text) === hash);
	return then ? differenceOf(english.path, then.text, english.text).parts : null;
}

/**
 * Saves a translation as one of the English text that the draft has now.
 * @throws as `saveDraftFile`; 404 for what is no translation
 */
export async function confirmTranslation(db: Db, actor: Actor, draftId: Id, path: string, input: DraftText) {
	allow(actor, 'curriculum.edit');
	const files = await draftFiles(db.read, await findDraft(db.read, draftId));
	const english = files.find((file) => file.path === englishPath(path));
	if (!english) throw notFound();
	const text = withTranslates(input.text, hashText(english.text));
	return saveDraftFile(db, actor, draftId, path, { ...input, text });
}
