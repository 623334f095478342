/** Editions of the curriculum: immutable snapshots of its files, with what completing each takes. */
import { and, asc, desc, eq } from 'drizzle-orm';
import { now } from '../clock.ts';
import { audiences } from '../curriculum/audiences.ts';
import { checkCurriculum, type Fault, type ParsedEdition } from '../curriculum/check.ts';
import { labels } from '../curriculum/labels.ts';
import { renderGuide, renderLesson } from '../curriculum/render.ts';
import { SANITIZER_VERSION } from '../curriculum/sanitize.ts';
import { slidesOf } from '../curriculum/slides.ts';
import type { LessonText } from '../curriculum/parse.ts';
import type { SourceFile } from '../curriculum/source.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { editionFiles, editions, lessonPages } from '../db/schema/index.ts';
import { conflict, notFound } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { allow, type Action, type Actor } from '../policy.ts';
import { appendEvent } from './events.ts';

export type Edition = {
	id: Id;
	curriculum: string;
	version: string;
	title: string;
	hash: string;
	publishedAt: string;
};
const listed = {
	id: editions.id,
	curriculum: editions.curriculum,
	version: editions.version,
	title: editions.title,
	hash: editions.hash,
	publishedAt: editions.publishedAt
};

/** All editions, newest first. */
export async function listEditions(read: Read): Promise<Edition[]> {
	return read.select(listed).from(editions).orderBy(desc(editions.publishedAt), desc(editions.id));
}

/** @throws 404 when none was imported yet */
export async function newestEdition(read: Read): Promise<Edition> {
	const [newest] = await read
		.select(listed)
		.from(editions)
		.orderBy(desc(editions.publishedAt), desc(editions.id))
		.limit(1);
	if (!newest) throw notFound();
	return newest;
}

/** @throws 404 */
export async function findEdition(read: Read, editionId: Id): Promise<Edition> {
	const [edition] = await read.select(listed).from(editions).where(eq(editions.id, editionId));
	if (!edition) throw notFound();
	return edition;
}

/** An edition's files, byte for byte, by path. */
export async function filesOf(read: Read, editionId: Id) {
	const { path, text } = editionFiles;
	return read
		.select({ path, text })
		.from(editionFiles)
		.where(eq(editionFiles.editionId, editionId))
		.orderBy(asc(path));
}

/**
 * Makes the edition that the files' `curriculum.yaml` names. The same files again change nothing; with a fault nothing
 * is written.
 * @throws 403; 409 edition.exists when the version is there with other text
 */
export async function importEdition(
	db: Db,
	actor: Actor,
	files: SourceFile[]
): Promise<{ edition: Edition | null; faults: Fault[] }> {
	allow(actor, 'curriculum.import');
	const { edition, faults } = checkCurriculum(files);
	if (!edition) return { edition: null, faults };
	const pages = renderPages(edition);
	return {
		edition: await db.write((tx) => addEdition(tx, actor, 'curriculum.import', edition, pages, files)),
		faults
	};
}

export type Page = Omit<typeof lessonPages.$inferSelect, 'editionId'>;

/** Every lesson for every audience and language, and every module's guide, as HTML. */
export function renderPages(edition: ParsedEdition): Page[] {
	const lessons = edition.lessons.flatMap(({ id, texts }) => [
		...pagesOf(id, texts),
		...roomPages(id, texts)
	]);
	const guides = edition.modules.flatMap(({ id, guides }) =>
		Object.entries(guides).map(([locale, nodes]) => ({
			lessonId: moduleKey(id),
			locale,
			audience: 'facilitator' as const,
			intro: renderGuide(nodes, labels(locale)),
			activities: [],
			sanitizer: SANITIZER_VERSION
		}))
	);
	return [...lessons, ...guides];
}

const pagesOf = (lessonId: string, texts: Record<string, LessonText>): Page[] =>
	Object.entries(texts).flatMap(([locale, text]) =>
		audiences
			.filter((audience) => audience !== 'room')
			.map((audience) => {
				const { intro, activities } = renderLesson(text, audience, labels(locale));
				return { lessonId, locale, audience, intro, activities, sanitizer: SANITIZER_VERSION };
			})
	);

/** What the room sees is cut into slides, alike in all languages: one entry for each, under its activity's key. */
const roomPages = (lessonId: string, texts: Record<string, LessonText>): Page[] =>
	Object.entries(slidesOf(texts, labels)).map(([locale, activities]) => ({
		...{ lessonId, locale, audience: 'room' as const, intro: '', activities },
		sanitizer: SANITIZER_VERSION
	}));

/** Where a module's guide is kept among the lesson pages: no lesson id has a slash. */
export const moduleKey = (moduleId: string) => `module/${moduleId}`;

/** Adds a checked and rendered edition. */
export async function addEdition(
	tx: Tx,
	actor: Actor,
	action: Action,
	edition: ParsedEdition,
	pages: Page[],
	files: SourceFile[]
): Promise<Edition> {
	allow(actor, action);
	const { curriculum, version } = edition.outline;
	const same = and(eq(editions.curriculum, curriculum.id), eq(editions.version, version));
	const [existing] = await tx.select(listed).from(editions).where(same);
	if (existing && existing.hash !== edition.hash) throw conflict('edition.exists', { version });
	if (existing) return existing;

	const publishedBy = 'id' in actor ? actor.id : actor.kind;
	const row = {
		id: newId(),
		curriculum: curriculum.id,
		version,
		title: curriculum.title,
		hash: edition.hash,
		outline: edition.outline
	};
	const [added] = await tx
		.insert(editions)
		.values({ ...row, publishedAt: now(), publishedBy })
		.returning(listed);
	await tx
		.insert(editionFiles)
		.values(files.map(({ path, text }) => ({ editionId: added.id, path, text })))
		.returning();
	for (const page of pages)
		await tx
			.insert(lessonPages)
			.values({ editionId: added.id, ...page })
			.returning();
	await appendEvent(tx, actor, {
		organizationId: null,
		subject: `edition:${added.id}`,
		kind: 'edition.published',
		data: { curriculum: curriculum.id, version, hash: edition.hash }
	});
	return added;
}
