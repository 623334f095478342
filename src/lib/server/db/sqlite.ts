/** SQLite: one writing and one reading connection, both as durable as security R36 asks. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { readGuard, writeGuard, type Driver } from './gate.ts';
import * as schema from './schema/index.ts';

/** Milliseconds to wait for another process's transaction. */
const patience = 5000;
/** Older ones can lose a WAL on reset. */
const oldest = [3, 51, 3];

export const sqlitePath = (url: string) => url.replace(/^file:/, '');

/** A connection with the settings that every connection must have. */
export function connect(path: string, readonly = false): Sqlite.Database {
	const connection = new Sqlite(path, { readonly, timeout: patience });
	if (!readonly) connection.pragma('journal_mode = WAL');
	connection.pragma('synchronous = FULL');
	connection.pragma('foreign_keys = ON');
	// Without it, INSERT OR REPLACE would rewrite an event in spite of its triggers (recipes 2).
	connection.pragma('recursive_triggers = ON');
	refuseLax(connection);
	keepStatements(connection);
	return connection;
}

/** Statements that a connection keeps, by their text: more than the product has. */
const mostStatements = 600;

/** drizzle prepares each query anew; the same text is the same statement. */
function keepStatements(connection: Sqlite.Database) {
	const kept = new Map<string, Sqlite.Statement>();
	const prepare = connection.prepare.bind(connection);
	connection.prepare = ((text: string) => {
		const known = kept.get(text);
		if (known && !known.busy) return known;
		const statement = prepare(text);
		if (kept.size >= mostStatements) kept.delete(kept.keys().next().value as string);
		kept.set(text, statement);
		return statement;
	}) as typeof connection.prepare;
}

function refuseLax(connection: Sqlite.Database) {
	const version = connection.prepare('select sqlite_version() as v').get() as { v: string };
	if (compare(version.v.split('.').map(Number), oldest) < 0) {
		throw new Error(`SQLite ${version.v} is older than ${oldest.join('.')}`);
	}
	const expected = {
		journal_mode: 'wal',
		synchronous: 2,
		foreign_keys: 1,
		recursive_triggers: 1,
		busy_timeout: patience
	};
	for (const [name, value] of Object.entries(expected)) {
		const found = connection.pragma(name, { simple: true });
		if (found !== value) throw new Error(`SQLite runs with ${name}=${String(found)}; it must be ${value}`);
	}
}

const compare = (a: number[], b: number[]) => {
	const at = a.findIndex((part, i) => part !== b[i]);
	return at < 0 ? 0 : a[at] - b[at];
};

/** Waits for another process's transaction as long as SQLite would, but without holding up this one's readers. */
export async function begin(writer: Sqlite.Database, wait = patience) {
	const until = performance.now() + wait;
	while (!tryToBegin(writer, until)) await setTimeout(5);
}

function tryToBegin(writer: Sqlite.Database, until: number): boolean {
	writer.pragma('busy_timeout = 0');
	try {
		writer.exec('BEGIN IMMEDIATE');
		return true;
	} catch (error) {
		if ((error as { code?: string }).code !== 'SQLITE_BUSY' || performance.now() > until) throw error;
		return false;
	} finally {
		writer.pragma(`busy_timeout = ${patience}`);
	}
}

export function openSqlite(url: string): Driver {
	const path = sqlitePath(url);
	mkdirSync(dirname(path), { recursive: true });
	const writer = connect(path);
	const reader = connect(path, true);
	// A page of the feed touches a thousand leaves of the log's indexes: kept, and brought in together, they cost less than half.
	writer.pragma('cache_size = -64000');
	writer.pragma('wal_autocheckpoint = 4000');
	const tx = drizzle(writer, { schema, casing: 'snake_case', logger: writeGuard });

	return {
		read: drizzle(reader, { schema, casing: 'snake_case', logger: readGuard }),
		async transaction(work) {
			await begin(writer);
			try {
				const result = await work(tx);
				writer.exec('COMMIT');
				return result;
			} catch (error) {
				if (writer.inTransaction) writer.exec('ROLLBACK');
				throw error;
			}
		},
		tidy: () => void writer.pragma('wal_checkpoint(TRUNCATE)'),
		async close() {
			reader.close();
			writer.pragma('wal_checkpoint(TRUNCATE)');
			writer.close();
		}
	};
}
