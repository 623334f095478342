/** A fresh, migrated database for each test: a copied file, a copied PostgreSQL database, or an emptied PGlite. */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, inject, onTestFinished, TestRunner } from 'vitest';
import { isPostgres } from '../../src/lib/server/db/dialect.ts';
import { withGate } from '../../src/lib/server/db/gate.ts';
import { migrate, migrationsFor } from '../../src/lib/server/db/migrate.ts';
import { openDatabase, type Db } from '../../src/lib/server/db/open.ts';
import { command, template } from './postgres.ts';

// What peppers and signs in tests; where it matters, a test sets its own.
process.env.GROUNDWORK_SECRET ??= 'a secret for tests, long enough to be taken';

export type Fresh = {
	db: Db;
	/** Its address; "pglite:" has none that could be opened a second time. */
	url: string;
	/** Opens the same database once more, as another process would. */
	reopen(): Promise<Db>;
};

/** An empty, migrated database. Closed and removed when the test (or, outside one, the file) is over. */
export async function freshDatabase(): Promise<Fresh> {
	if (!isPostgres) return freshFile();
	const server = inject('postgresServer');
	return server ? freshOnServer(server) : freshPglite();
}

/** True where two connections to one database can be had. */
export const hasTwoConnections = () => !isPostgres || inject('postgresServer') !== null;

function whenOver(work: () => Promise<void> | void) {
	if (TestRunner.getCurrentTest()) onTestFinished(work);
	else afterAll(work);
}

/** An address at which there is no database yet. */
export async function nowhere(): Promise<string> {
	if (!isPostgres) {
		const folder = mkdtempSync(join(tmpdir(), 'groundwork-'));
		whenOver(() => rmSync(folder, { recursive: true, force: true }));
		return `file:${join(folder, 'test.db')}`;
	}
	const server = inject('postgresServer');
	const name = `migrate_${crypto.randomUUID().replaceAll('-', '')}`;
	await command(`${server}/postgres`, `create database ${name}`);
	whenOver(() => command(`${server}/postgres`, `drop database ${name} with (force)`));
	return `${server}/${name}`;
}

async function freshFile(): Promise<Fresh> {
	const folder = mkdtempSync(join(tmpdir(), 'groundwork-'));
	const path = join(folder, 'test.db');
	copyFileSync(await templateFile(), path);
	return opened(`file:${path}`, () => rmSync(folder, { recursive: true, force: true }));
}

/** Kept from run to run under the hash of its migrations; made aside and renamed, so that two workers can race. */
async function templateFile(): Promise<string> {
	const hashes = migrationsFor('file:').map((migration) => migration.hash);
	const name = createHash('sha256').update(hashes.join()).digest('hex').slice(0, 16);
	const path = join(tmpdir(), `groundwork-template-${name}.db`);
	if (existsSync(path)) return path;
	const folder = mkdtempSync(join(tmpdir(), 'groundwork-'));
	const aside = join(folder, 'template.db');
	await migrate(`file:${aside}`);
	renameSync(aside, path);
	rmSync(folder, { recursive: true });
	return path;
}

async function freshOnServer(server: string): Promise<Fresh> {
	const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
	await command(`${server}/postgres`, `create database ${name} template ${template}`);
	return opened(`${server}/${name}`, () =>
		command(`${server}/postgres`, `drop database ${name} with (force)`)
	);
}

async function opened(url: string, remove: () => Promise<void> | void): Promise<Fresh> {
	const open: Db[] = [];
	const reopen = async () => {
		const db = await openDatabase(url);
		open.push(db);
		return db;
	};
	const db = await reopen();
	whenOver(async () => {
		for (const each of open) await each.close();
		await remove();
	});
	return { db, url, reopen };
}

let pglite: ReturnType<typeof migratedPglite> | undefined;

/** One instance a worker: a new one takes a second and 300 MB. */
async function freshPglite(): Promise<Fresh> {
	pglite ??= migratedPglite();
	const driver = await pglite;
	await driver.client.exec(`begin; set local session_replication_role = replica;
		do $$ begin execute (select 'truncate ' || string_agg(quote_ident(tablename), ', ') || ' cascade'
		from pg_tables where schemaname = 'public'); end $$; commit`);
	const db = withGate({ ...driver, close: async () => undefined });
	return { db, url: 'pglite:', reopen: async () => db };
}

async function migratedPglite() {
	// Loaded only where it is needed: it is large.
	const { openPglite } = await import('./pglite.ts');
	const driver = openPglite();
	afterAll(() => driver.close());
	for (const { statements } of migrationsFor('postgres:')) {
		for (const statement of statements) await driver.client.exec(statement);
	}
	return driver;
}
