/** Brings the schema up to date: all pending migrations in one transaction, or none (security R39). */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type Sqlite from 'better-sqlite3';
import pg from 'pg';
import { backUp, backupPath } from './backups.ts';
import { begin, connect, sqlitePath } from './sqlite.ts';

export type Migration = { name: string; hash: string; statements: string[] };
/** Names of migrations not yet applied, of applied ones that this version does not know, and knows with other text. */
export type MigrationState = { pending: string[]; unknown: string[]; altered: string[] };

/** Tables whose rows are facts: triggers refuse to change or delete them. */
export const appendOnly = [
	'events',
	'marks',
	'deliveries',
	'practices',
	'homework',
	'reopenings',
	'make_ups',
	'check_ins',
	'announced_absences',
	'engagements',
	'session_starts',
	'disputes',
	'dispute_answers',
	'enrollment_changes',
	'keep_aparts',
	'referrals',
	'referral_steps',
	'outreach_tries',
	'handoffs',
	'handoff_steps',
	'legal_holds',
	'legal_hold_ends',
	'erasures',
	'erasure_ends',
	'self_reports',
	'observations',
	'observation_withdrawals',
	'signed_observations',
	'acknowledgments',
	'credentials',
	'coaching_goals',
	'dosage_targets',
	'milestones',
	'policies',
	'consents',
	'revocations',
	'disclosures',
	'certificates',
	'certificate_revocations',
	'certificate_titles',
	'ceremony_answers',
	'letters',
	'recipient_terms',
	'own_disclosures',
	'incentives',
	'incentive_steps',
	'incentive_batches',
	'incentive_budgets',
	'operations',
	'schedule_changes',
	'editions',
	'edition_files'
];

/** Migration files are not in the bundle: they are read from the folder that the server was started in. */
export function migrationsFor(url: string): Migration[] {
	const folder = resolve('src/lib/server/db/migrations', url.startsWith('postgres') ? 'postgres' : 'sqlite');
	const journal = JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8')) as {
		entries: { tag: string }[];
	};
	return journal.entries.map(({ tag }) => {
		const text = readFileSync(join(folder, `${tag}.sql`), 'utf8');
		const statements = text.split('--> statement-breakpoint').map((s) => s.trim());
		return { name: tag, hash: createHash('sha256').update(text).digest('hex'), statements };
	});
}

const journalTable =
	'create table if not exists applied_migrations (name text primary key, hash text not null, at text not null)';

export async function migrationState(url: string): Promise<MigrationState> {
	const known = new Map(migrationsFor(url).map(({ name, hash }) => [name, hash]));
	const applied = await appliedTo(url);
	const names = new Set(applied.map(({ name }) => name));
	return {
		pending: [...known.keys()].filter((name) => !names.has(name)),
		unknown: applied.filter(({ name }) => !known.has(name)).map(({ name }) => name),
		altered: applied
			.filter(({ name, hash }) => known.has(name) && known.get(name) !== hash)
			.map(({ name }) => name)
	};
}

/** What is in the way of using the database with this version, and what to do; null when nothing is. */
export function schemaFault({ pending, unknown, altered }: MigrationState): string | null {
	if (unknown.length > 0)
		return `The database was made by a newer version (${unknown.join(', ')}). Run that version.`;
	if (altered.length > 0) {
		return `This version's text of ${altered.join(', ')} is not what the database was made with. Run the version that made it, or restore a backup made with this one.`;
	}
	if (pending.length === 0) return null;
	return 'The database is older than this version. Bring it up to date: npm run groundwork -- migrate';
}

type Applied = Pick<Migration, 'name' | 'hash'>;

async function appliedTo(url: string): Promise<Applied[]> {
	if (url.startsWith('postgres')) return onPostgres(url, appliedOnPostgres);
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

const isWaiting = (applied: Applied[]) => {
	const names = new Set(applied.map(({ name }) => name));
	return ({ name }: Migration) => !names.has(name);
};

/** Milliseconds for which a second process waits: as long as a large database may take. */
const patience = 600_000;

/** Foreign keys go off outside the transaction: inside it the pragma is ignored, and a table rebuild would delete. */
async function migrateSqlite(url: string, migrations: Migration[]) {
	mkdirSync(dirname(sqlitePath(url)), { recursive: true });
	return onSqlite(url, async (connection) => {
		connection.pragma('foreign_keys = OFF');
		await begin(connection, patience);
		try {
			const before = appliedOnSqlite(connection);
			const waiting = migrations.filter(isWaiting(before));
			const backup = waiting.length > 0 && before.length > 0 ? await copyAside(url) : null;
			applyOnSqlite(connection, waiting);
			connection.exec('COMMIT');
			return { applied: waiting.map(({ name }) => name), backup };
		} catch (error) {
			connection.exec('ROLLBACK');
			throw error;
		}
	});
}

/** What was committed before: another connection does not see the transaction that is about to change it. */
async function copyAside(url: string): Promise<string> {
	const target = backupPath(url, '-before-migrate');
	await backUp(url, target);
	return target;
}

function applyOnSqlite(connection: Sqlite.Database, waiting: Migration[]) {
	connection.exec(journalTable);
	const record = connection.prepare('insert into applied_migrations values (?, ?, ?)');
	for (const { name, hash, statements } of waiting) {
		for (const statement of statements) connection.exec(statement);
		record.run(name, hash, new Date().toISOString());
	}
	const broken = connection.pragma('foreign_key_check') as unknown[];
	if (broken.length > 0) throw new Error(`migration leaves ${broken.length} rows without their parent`);
}

function appliedOnSqlite(connection: Sqlite.Database): Applied[] {
	const exists = connection.prepare(`select 1 from sqlite_master where name = 'applied_migrations'`).get();
	if (!exists) return [];
	return connection.prepare('select name, hash from applied_migrations order by name').all() as Applied[];
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
	return onPostgres(url, async (client) => {
		await client.query('begin');
		await client.query('select pg_advisory_xact_lock($1)', [lock]);
		await client.query(journalTable);
		const waiting = migrations.filter(isWaiting(await appliedOnPostgres(client)));
		for (const { name, hash, statements } of waiting) {
			for (const statement of statements) await client.query(statement);
			await client.query('insert into applied_migrations values ($1, $2, $3)', [
				name,
				hash,
				new Date().toISOString()
			]);
		}
		await client.query('commit');
		return { applied: waiting.map(({ name }) => name), backup: null };
	});
}

async function appliedOnPostgres(client: pg.Client): Promise<Applied[]> {
	const exists = await client.query(`select 1 where to_regclass('applied_migrations') is not null`);
	if (exists.rowCount === 0) return [];
	return (await client.query<Applied>('select name, hash from applied_migrations order by name')).rows;
}

/** Closing the connection rolls back what was not committed. */
async function onPostgres<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client({ connectionString: url });
	client.on('error', () => undefined);
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}

/**
 * Tables whose guards are gone, switched off or emptied: a table rebuild drops triggers silently (recipes 2). Start
 * refuses then.
 */
export async function unguardedTables(url: string): Promise<string[]> {
	const isPostgres = url.startsWith('postgres');
	const verbs = isPostgres ? ['update', 'delete', 'truncate'] : ['update', 'delete'];
	const there = new Set(
		isPostgres ? await onPostgres(url, guardsOnPostgres) : await onSqlite(url, guardsOnSqlite)
	);
	return appendOnly.filter((table) => verbs.some((verb) => !there.has(`${table}.${table}_no_${verb}`)));
}

/** Names of triggers that refuse, each after its table's. */
async function guardsOnPostgres(client: pg.Client): Promise<string[]> {
	const { rows } = await client.query<{ name: string }>(`
		select c.relname || '.' || t.tgname as name
		from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
		where t.tgenabled in ('O', 'A') and p.prosrc like '%RAISE EXCEPTION%'`);
	return rows.map((row) => row.name);
}

function guardsOnSqlite(connection: Sqlite.Database): string[] {
	const triggers = connection
		.prepare(
			`select tbl_name || '.' || name as name from sqlite_master where type = 'trigger' and sql like '%RAISE(ABORT%'`
		)
		.all() as { name: string }[];
	return triggers.map((trigger) => trigger.name);
}
