import { index, instant, integer, json, primaryKey, table, text, uniqueIndex } from '../dialect.ts';
import type { EditionOutline } from '../../curriculum/outline.ts';

/** An immutable published version of a curriculum: a whole snapshot, never a difference. */
export const editions = table(
	'editions',
	{
		id: text().primaryKey(),
		curriculum: text().notNull(),
		version: text().notNull(),
		title: text().notNull(),
		/** SHA-256 over the sorted paths and hashes of its files. */
		hash: text().notNull(),
		outline: json<EditionOutline>().notNull(),
		publishedAt: instant().notNull(),
		publishedBy: text()
	},
	(t) => [uniqueIndex('editions_version').on(t.curriculum, t.version)]
);

/** The files of an edition, byte for byte. */
export const editionFiles = table(
	'edition_files',
	{
		editionId: text()
			.notNull()
			.references(() => editions.id),
		path: text().notNull(),
		text: text().notNull()
	},
	(t) => [primaryKey({ columns: [t.editionId, t.path] })]
);

/** Lesson HTML, made once at import or publishing; `sanitizer` is the version that made it. */
export const lessonPages = table(
	'lesson_pages',
	{
		editionId: text()
			.notNull()
			.references(() => editions.id),
		lessonId: text().notNull(),
		locale: text().notNull(),
		audience: text().$type<'facilitator' | 'participant' | 'room' | 'handout'>().notNull(),
		intro: text().notNull(),
		/** For the room: an entry a slide, with the size of its letters. */
		activities: json<{ key: string; html: string; size?: 's' | 'm' | 'l' }[]>().notNull(),
		sanitizer: integer().notNull()
	},
	(t) => [primaryKey({ columns: [t.editionId, t.lessonId, t.locale, t.audience] })]
);

/** Changes on top of an edition, not yet published. One open draft a curriculum. */
export const drafts = table('drafts', {
	id: text().primaryKey(),
	editionId: text()
		.notNull()
		.references(() => editions.id),
	createdAt: instant().notNull(),
	createdBy: text().notNull(),
	publishedAt: instant(),
	discardedAt: instant()
});

/** One changed file of a draft. `revision` counts saves, so that two editors can't overwrite each other. */
export const draftFiles = table(
	'draft_files',
	{
		draftId: text()
			.notNull()
			.references(() => drafts.id),
		path: text().notNull(),
		text: text().notNull(),
		revision: integer().notNull(),
		updatedAt: instant().notNull(),
		updatedBy: text().notNull()
	},
	(t) => [primaryKey({ columns: [t.draftId, t.path] }), index('draft_files_draft').on(t.draftId)]
);
