/** Policies: the program's own rules, one version after the other. */
import { asc } from 'drizzle-orm';
import type { Read } from '../db/open.ts';
import { policies } from '../db/schema/index.ts';
import { policyFrom } from '#lib/vocabulary.ts';

/** All versions, oldest first, for a caller who may read them. */
export async function versionsOf(read: Read) {
	const rows = await read.select().from(policies).orderBy(asc(policies.version));
	return rows.map((row) => ({ ...row, data: policyFrom(row.data) }));
}

/** What the program calls the milestones that it defined, by their ids: as the newest version that has one says. */
export async function definedNames(read: Read, language: string): Promise<Map<string, string>> {
	const defined = (await versionsOf(read)).flatMap(({ data }) => data.milestones);
	return new Map(defined.map(({ id, names }) => [id, language === 'es' ? names.es : names.en]));
}
