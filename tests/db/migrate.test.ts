import Sqlite from 'better-sqlite3';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, inject, test } from 'vitest';
import { isPostgres } from '#lib/server/db/dialect.ts';
import {
	appendOnly,
	migrate,
	migrationsFor,
	migrationState,
	schemaFault,
	unguardedTables,
	type Migration,
	type MigrationState
} from '#lib/server/db/migrate.ts';
import { freshDatabase, hasTwoConnections, nowhere } from '../support/database.ts';
import { first, orphan, rebuild } from '../support/migrating.ts';
import { command } from '../support/postgres.ts';

const ours = migrationsFor(isPostgres ? 'postgres:' : 'file:');
const cut = (migrations: Migration[], n: number, last: string): Migration[] => {
	let left = n;
	return migrations.flatMap((migration) => {
		if (left < 0) return [];
		const kept = migration.statements.slice(0, left);
		const ends = left < migration.statements.length;
		left = ends ? -1 : left - migration.statements.length;
		return [{ ...migration, statements: ends ? [...kept, last] : migration.statements }];
	});
};
const count = ours.reduce((sum, migration) => sum + migration.statements.length, 0);

async function ask(url: string, query: string): Promise<Record<string, unknown>[]> {
	if (!isPostgres) {
		const connection = new Sqlite(url.slice(5));
		const rows = connection.prepare(query).all() as Record<string, unknown>[];
		connection.close();
		return rows;
	}
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	const { rows } = await client.query(query);
	await client.end();
	return rows;
}
async function run(url: string, statement: string) {
	if (isPostgres) return command(url, statement);
	const connection = new Sqlite(url.slice(5));
	connection.exec(statement);
	connection.close();
}
const tablesIn = async (url: string) => {
	const listing = isPostgres
		? `select tablename as name from pg_tables where schemaname = 'public' order by 1`
		: `select name from sqlite_master where type = 'table' order by 1`;
	return (await ask(url, listing)).map((row) => row.name);
};
const childrenIn = async (url: string) =>
	(
		await ask(
			url,
			'select c.id as id, p.name as name from children c join parents p on p.id = c.parent_id order by c.id'
		)
	).map(({ id, name }) => `${id} ${name}`);
const upToDate: MigrationState = { pending: [], unknown: [], altered: [] };
const before = ['c1 One', 'c2 One', 'c3 Two'];
const after = [...before, 'c4 Two'];

describe.skipIf(isPostgres && !hasServer())('migrating', () => {
	test('brings an empty database to this version, once', async () => {
		const url = await nowhere();
		expect(await migrate(url)).toEqual({ applied: ours.map(({ name }) => name), backup: null });
		expect(await migrationState(url)).toEqual(upToDate);
		expect(await unguardedTables(url)).toEqual([]);
		expect(await migrate(url)).toEqual({ applied: [], backup: null });
	});

	test('says what is pending, what a newer version did, and what this version has other text for', async () => {
		const url = await nowhere();
		await migrate(url, ours.slice(0, 1));
		expect(await migrationState(url)).toEqual({
			...upToDate,
			pending: ours.slice(1).map(({ name }) => name)
		});
		await migrate(url);
		await run(url, `update applied_migrations set hash = 'edited' where name = '${ours[0].name}'`);
		expect(await migrationState(url)).toEqual({ ...upToDate, altered: [ours[0].name] });
		await migrate(url, [{ name: '9999_later', hash: 'x', statements: [] }]);
		expect(await migrationState(url)).toEqual({
			pending: [],
			unknown: ['9999_later'],
			altered: [ours[0].name]
		});
	});

	test('tells each of them in its own words', () => {
		expect(schemaFault(upToDate)).toBeNull();
		expect(schemaFault({ ...upToDate, pending: ['0001_next'] })).toMatch(/older than this version.*migrate/);
		const altered = { ...upToDate, altered: ['0000_first'] };
		expect(schemaFault(altered)).toMatch(/text of 0000_first is not what the database was made with/);
		expect(schemaFault(altered)).not.toContain('newer');
		expect(schemaFault({ ...altered, unknown: ['9999_later'] })).toMatch(/a newer version \(9999_later\)/);
	});

	test('two boots at once: one migrates, the other finds nothing left to do', async () => {
		const url = await nowhere();
		const outcome = await Promise.all([migrate(url), migrate(url), migrate(url)]);
		expect(outcome.map(({ applied }) => applied.length).sort()).toEqual([0, 0, ours.length]);
		expect(await migrationState(url)).toEqual(upToDate);
	});

	test('children survive the rebuild of their parents’ table', async () => {
		const url = await nowhere();
		await migrate(url, [first]);
		expect(await childrenIn(url)).toEqual(before);
		// PostgreSQL alters tables instead of rebuilding them.
		const change = isPostgres ? altered : rebuild;
		await migrate(url, [first, change]);
		expect(await childrenIn(url)).toEqual(after);
	});

	test.skipIf(isPostgres)('a migration that leaves a row without its parent is refused whole', async () => {
		const url = await nowhere();
		await migrate(url, [first]);
		await expect(migrate(url, [first, rebuild, orphan])).rejects.toThrow('1 rows without their parent');
		expect(await childrenIn(url)).toEqual(before);
		expect(await tablesIn(url)).not.toContain('__new_parents');
	});

	test('a failure at any statement leaves the database as it was', async () => {
		const step = isPostgres ? 19 : 1;
		for (let n = 0; n < count; n += step) {
			const url = await nowhere();
			await expect(migrate(url, cut(ours, n, 'select no_such_thing'))).rejects.toThrow(/no_such_thing/);
			expect(await tablesIn(url)).toEqual([]);
		}
	});

	test('a failure in the next version leaves the rows of the one before', async () => {
		const changes = isPostgres ? altered : rebuild;
		for (let n = 0; n <= changes.statements.length; n++) {
			const url = await nowhere();
			await migrate(url, [first]);
			const broken = { ...changes, statements: [...changes.statements.slice(0, n), 'select no_such_thing'] };
			await expect(migrate(url, [first, broken])).rejects.toThrow(/no_such_thing/);
			expect(await childrenIn(url)).toEqual(before);
			expect(await ask(url, 'select name from applied_migrations order by name')).toEqual([
				{ name: first.name }
			]);
			await migrate(url, [first, changes]);
			expect(await childrenIn(url)).toEqual(after);
		}
	});

	test('killed before any statement, the database is old or new, and can be brought up to date', async () => {
		const changes = isPostgres ? altered : rebuild;
		for (let n = 0; n <= changes.statements.length; n++) {
			const url = await nowhere();
			await migrate(url, [first]);
			if (isPostgres) {
				const kill = 'select pg_terminate_backend(pg_backend_pid())';
				const killed = { ...changes, statements: [...changes.statements.slice(0, n), kill] };
				await expect(migrate(url, [first, killed])).rejects.toThrow();
			} else {
				const child = spawnSync(process.execPath, ['tests/support/migrating.ts', url, String(n)], {
					encoding: 'utf8'
				});
				expect([child.signal, child.stderr]).toEqual(['SIGKILL', '']);
			}
			expect(await childrenIn(url)).toEqual(before);
			await migrate(url, [first, changes]);
			expect(await childrenIn(url)).toEqual(after);
		}
	});
});

const altered: Migration = {
	...rebuild,
	statements: [
		'alter table parents add column grade integer not null default 1',
		...rebuild.statements.slice(4)
	]
};

describe.skipIf(isPostgres)('the backup before a migration', () => {
	test('has what was there, is readable by its owner alone, and there is one of it', async () => {
		const url = await nowhere();
		await migrate(url, [first]);
		const outcome = await Promise.all([migrate(url, [first, rebuild]), migrate(url, [first, rebuild])]);
		const made = outcome.map(({ backup }) => backup).filter((path) => path !== null);
		expect(made).toHaveLength(1);
		expect(await childrenIn(`file:${made[0]}`)).toEqual(before);
		expect(statSync(made[0]).mode & 0o777).toBe(0o600);
		expect(readdirSync(join(made[0], '..')).filter((name) => name.endsWith('.db'))).toHaveLength(1);
	});

	test('is not made of an empty database, nor when nothing is pending', async () => {
		const url = await nowhere();
		expect((await migrate(url)).backup).toBeNull();
		expect((await migrate(url)).backup).toBeNull();
		expect(existsSync(join(url.slice(5), '..', 'backups'))).toBe(false);
	});
});

describe('guards that are gone', () => {
	const verbs = isPostgres ? ['update', 'delete', 'truncate'] : ['update', 'delete'];
	test.each(verbs)('against %s are noticed, whichever table it is', async (verb) => {
		if (isPostgres && !hasServer()) return;
		const { url } = await freshDatabase();
		for (const [i, table] of appendOnly.entries()) {
			const name = `${table}_no_${verb}`;
			await run(url, isPostgres ? `drop trigger ${name} on ${table}` : `drop trigger ${name}`);
			expect(await unguardedTables(url)).toEqual(appendOnly.slice(0, i + 1));
		}
	});

	test('and those that are there in name only', async (context) => {
		if (!hasTwoConnections()) context.skip('PGlite can’t be opened twice');
		const { url } = await freshDatabase();
		const none = `create function let_pass() returns trigger language plpgsql as $$ begin return new; end $$;`;
		await run(
			url,
			isPostgres
				? `${none} drop trigger events_no_update on events;
					create trigger events_no_update before update on events for each row execute function let_pass();
					alter table marks disable trigger marks_no_delete`
				: `drop trigger events_no_update;
					create trigger events_no_update before update on events begin select 1; end;
					drop trigger marks_no_delete;
					create trigger marks_no_delete before delete on chain_heads begin select raise(abort, 'no'); end`
		);
		expect(await unguardedTables(url)).toEqual(['events', 'marks']);
	});
});

function hasServer() {
	return inject('postgresServer') !== null;
}
