/** The database that a command works on: there, up to date, closed afterwards. */
import { existsSync } from 'node:fs';
import { migrationState, schemaFault } from '#lib/server/db/migrate.ts';
import { openDatabase, type Db } from '#lib/server/db/open.ts';
import { sqlitePath } from '#lib/server/db/sqlite.ts';
import { databaseUrl, isPostgresUrl, Refusal } from './command.ts';

/** Refuses where there is no database file: opening it would make an empty one. */
export function findDatabase(): string {
	const url = databaseUrl();
	if (isPostgresUrl(url) || existsSync(sqlitePath(url))) return url;
	throw new Refusal(`There is no database at ${sqlitePath(url)}. Make one: npm run groundwork -- migrate`);
}

/** Opens the database, works, closes. */
export async function withDatabase<T>(work: (db: Db, url: string) => Promise<T>): Promise<T> {
	const url = findDatabase();
	await refuseOtherSchema(url);
	const db = await openDatabase(url);
	try {
		return await work(db, url);
	} finally {
		await db.close();
	}
}

/** @throws Refusal when the schema is older or newer than this version's, or another altogether */
export async function refuseOtherSchema(url: string): Promise<void> {
	const fault = schemaFault(await migrationState(url));
	if (fault) throw new Refusal(fault);
}
