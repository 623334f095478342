/** Brings the schema up to date: all pending migrations in one transaction, or none (security R39). */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type Sqlite from 'better-sqlite3';
import postgres from 'postgres';
import { connect, sqlitePath } from './sqlite.ts';

export type Migration = { name: string; hash: string; statements: string[] };
/** Names of migrations not yet applied, and of applied ones that this version does not know. */
export type MigrationState = { pending: string[]; unknown: string[] };

/** Tables whose rows are facts: triggers refuse to change or delete them. */
export const appendOnly = [
	'events',
	'marks',
	'deliveries',
	'practices',
	'milestones',
	'consents',
	'revocations',
	'disclosures',
	'operations',
	'editions',
	'edition_files'
];

/** Migration files are not in the bundle: they are read from the folder that the server was started in. */
export function migrationsFor(url: string): Migration[] {
	const folder = resolve('src/lib/server/db/migrations', url.startsWith('postgres') ? 'postgres' : 'sqlite');
	const journal = JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8')) as { entries: { tag: string }[] };
	return journal.entries.map(({ tag }) => {
		const text = readFileSync(join(folder, `${tag}.sql`), 'utf8');
		const statements = text.split('--> statement-breakpoint').map((s) => s.trim());
		return { name: tag, hash: createHash('sha256').update(text).digest('hex'), statements };
	});
}

const journalTable = 'create table if not exists applied_migrations (name text primary key, hash text not null, at text not null)';

export async function migrationState(url: string): Promise<MigrationState> {
	const known = migrationsFor(url).map((migration) => migration.name);
	const applied = await appliedTo(url);
	return {
		pending: known.filter((name) => !applied.includes(name)),
		unknown: applied.filter((name) => !known.includes(name))
	};
}

async function appliedTo(url: string): Promise<string[]> {
	if (url.startsWith('postgres')) return onPostgres(url, (sql) => appliedOnPostgres(sql));
	return onSqlite(url, (connection) => appliedOnSqlite(connection));
}

/**
 * Applies what is pending; SQLite is backed up first. Two processes may call it at once: one waits, then finds nothing
 * left to do.
 * @returns the names of what was applied, and the backup's path if one was made.
 */
export async function migrate(url: string, migrations = migrationsFor(url)) {
	return url.startsWith('postgres') ? migratePostgres(url, migrations) : migrateSqlite(url, migrations);
}

async function migrateSqlite(url: string, migrations: Migration[]) {
	mkdirSync(dirname(sqlitePath(url)), { recursive: true });
	return onSqlite(url, async (connection) => {
		const before = appliedOnSqlite(connection);
		const waiting = migrations.filter((migration) => !before.includes(migration.name));
		const backup = waiting.length > 0 && before.length > 0 ? await backUp(connection, url) : null;
		return { applied: applyOnSqlite(connection, migrations), backup };
	});
}

async function backUp(connection: Sqlite.Database, url: string): Promise<string> {
	const path = sqlitePath(url);
	const stamp = new Date().toISOString().replace(/[:.]/g, '-');
	const target = join(dirname(path), 'backups', `${basename(path, '.db')}-before-migrate-${stamp}.db`);
	mkdirSync(dirname(target), { recursive: true });
	await connection.backup(target);
	return target;
}

/** Foreign keys go off outside the transaction: inside it the pragma is ignored, and a table rebuild would delete. */
function applyOnSqlite(connection: Sqlite.Database, migrations: Migration[]): string[] {
	connection.pragma('foreign_keys = OFF');
	connection.exec('BEGIN IMMEDIATE');
	try {
		connection.exec(journalTable);
		const done = appliedOnSqlite(connection);
		const waiting = migrations.filter((migration) => !done.includes(migration.name));
		const record = connection.prepare('insert into applied_migrations values (?, ?, ?)');
		for (const { name, hash, statements } of waiting) {
			for (const statement of statements) connection.exec(statement);
			record.run(name, hash, new Date().toISOString());
		}
		const broken = connection.pragma('foreign_key_check') as unknown[];
		if (broken.length > 0) throw new Error(`migration leaves ${broken.length} rows without their parent`);
		connection.exec('COMMIT');
		return waiting.map((migration) => migration.name);
	} catch (error) {
		connection.exec('ROLLBACK');
		throw error;
	} finally {
		connection.pragma('foreign_keys = ON');
	}
}

function appliedOnSqlite(connection: Sqlite.Database): string[] {
	const exists = connection.prepare(`select 1 from sqlite_master where name = 'applied_migrations'`).get();
	if (!exists) return [];
	const rows = connection.prepare('select name from applied_migrations order by name').all() as { name: string }[];
	return rows.map((row) => row.name);
}

async function onSqlite<T>(url: string, work: (connection: Sqlite.Database) => T | Promise<T>): Promise<T> {
	const connection = connect(sqlitePath(url));
	try {
		return await work(connection);
	} finally {
		connection.close();
	}
}

/** Any number, the same in every process that migrates. */
const lock = 7_205_759;

async function migratePostgres(url: string, migrations: Migration[]) {
	const applied = await onPostgres(url, (sql) =>
		sql.begin(async (tx) => {
			await tx`select pg_advisory_xact_lock(${lock})`;
			await tx.unsafe(journalTable);
			const done = await appliedOnPostgres(tx);
			const waiting = migrations.filter((migration) => !done.includes(migration.name));
			for (const { name, hash, statements } of waiting) {
				for (const statement of statements) await tx.unsafe(statement);
				await tx`insert into applied_migrations values (${name}, ${hash}, ${new Date().toISOString()})`;
			}
			return waiting.map((migration) => migration.name);
		})
	);
	return { applied, backup: null };
}

async function appliedOnPostgres(sql: postgres.Sql | postgres.TransactionSql): Promise<string[]> {
	const [{ there }] = await sql`select to_regclass('applied_migrations') is not null as there`;
	if (!there) return [];
	const rows = await sql`select name from applied_migrations order by name`;
	return rows.map((row) => row.name as string);
}

async function onPostgres<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
	const sql = postgres(url, { max: 1, onnotice: () => undefined });
	try {
		return await work(sql);
	} finally {
		await sql.end();
	}
}

/** Tables whose triggers are gone: a table rebuild drops them silently (recipes 2). Start refuses then. */
export async function unguardedTables(url: string): Promise<string[]> {
	const names = url.startsWith('postgres')
		? await onPostgres(url, async (sql) => (await sql`select tgname as name from pg_trigger where not tgisinternal`).map((r) => r.name as string))
		: await onSqlite(url, (c) => (c.prepare(`select name from sqlite_master where type = 'trigger'`).all() as { name: string }[]).map((r) => r.name));
	return appendOnly.filter((table) => !names.includes(`${table}_no_update`) || !names.includes(`${table}_no_delete`));
}
