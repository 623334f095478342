/** Authors: the people behind what was said, from "staff:…" in the facts to a name. */
import { asc, inArray } from 'drizzle-orm';
import type { Read } from '../db/open.ts';
import { staff } from '../db/schema/index.ts';

const staffId = (said: string) => (said.startsWith('staff:') ? said.slice(6) : said);

/** Names by what the facts keep ("staff:…" or a bare staff id). What no person said has none. */
export async function authorsOf(
	read: Read,
	said: readonly (string | null)[]
): Promise<(by: string | null) => string | null> {
	const ids = [...new Set(said.filter((by) => by !== null).map(staffId))];
	if (ids.length === 0) return () => null;
	const rows = await read
		.select({ id: staff.id, name: staff.name })
		.from(staff)
		.where(inArray(staff.id, ids))
		.orderBy(asc(staff.id));
	const names = new Map(rows.map(({ id, name }) => [id, name]));
	return (by) => (by === null ? null : (names.get(staffId(by)) ?? null));
}
