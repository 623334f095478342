import { day, index, instant, integer, json, table, text } from '../dialect.ts';
import type { StoredPolicy } from '#lib/vocabulary.ts';

/** What a sector is called, in each language of the screens. */
export type SectorNames = { en: string; es: string };

/** The jurisdiction's program: one row in a deployment. */
export const programs = table('programs', {
	id: text().primaryKey(),
	name: text().notNull(),
	/** IANA zone in which the program counts its days. */
	zone: text().notNull(),
	/** ISO 3166-2, as date-holidays reads it: "US-CA". */
	holidays: text().notNull(),
	createdAt: instant().notNull()
});

/** A program's policy is versioned: a group keeps the version that it began with. */
export const policies = table('policies', {
	id: text().primaryKey(),
	version: integer().notNull().unique(),
	data: json<StoredPolicy>().notNull(),
	createdAt: instant().notNull()
});

/** A sector that the program trains for. Lessons name it by its id, in the examples that are for it. */
export const sectors = table('sectors', {
	id: text().primaryKey(),
	names: json<SectorNames>().notNull(),
	createdAt: instant().notNull(),
	/** Not offered any more; who is in it stays in it. */
	retiredAt: instant()
});

export const organizations = table('organizations', {
	id: text().primaryKey(),
	name: text().notNull(),
	/** Where its sites keep other holidays than the program; null: the same. */
	holidays: text(),
	createdAt: instant().notNull()
});

export const sites = table('sites', {
	id: text().primaryKey(),
	organizationId: text()
		.notNull()
		.references(() => organizations.id),
	name: text().notNull(),
	/** IANA zone: wall times of the site's sessions are read in it. */
	zone: text().notNull(),
	/** Where other holidays are kept than its organization's; null: the same. */
	holidays: text()
});

/** A day on which a site holds no sessions. */
export const closures = table(
	'closures',
	{
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		siteId: text()
			.notNull()
			.references(() => sites.id),
		date: day().notNull(),
		reason: text().notNull()
	},
	(t) => [index('closures_site').on(t.siteId, t.date)]
);
