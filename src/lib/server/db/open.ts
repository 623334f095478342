/** Opens the database that the address names. */
import { withGate, type Db } from './gate.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

export type { Db, Read, Tx } from './gate.ts';

/**
 * Opens `file:…` (SQLite) or `postgres://…`.
 * @throws when the database is older or laxer than what durability needs (security R36).
 */
export async function openDatabase(url: string): Promise<Db> {
	if (url.startsWith('postgres')) return withGate(await openPostgres(url));
	return withGate(openSqlite(url));
}
