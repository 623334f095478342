import Sqlite from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { isPostgres } from '#lib/server/db/dialect.ts';
import { openDatabase } from '#lib/server/db/open.ts';
import { connect } from '#lib/server/db/sqlite.ts';
import { enrollments } from '#lib/server/db/schema/index.ts';
import { newId } from '#lib/server/ids.ts';
import { freshDatabase } from '../support/database.ts';

afterEach(() => void vi.restoreAllMocks());

function path() {
	const folder = mkdtempSync(join(tmpdir(), 'groundwork-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return join(folder, 'test.db');
}

describe.skipIf(isPostgres)('every connection to SQLite', () => {
	const settings = {
		journal_mode: 'wal',
		synchronous: 2,
		foreign_keys: 1,
		recursive_triggers: 1,
		busy_timeout: 5000
	};

	test('is as durable as we promise, reading or writing', () => {
		const file = path();
		for (const readonly of [false, true]) {
			const connection = connect(file, readonly);
			const found = Object.keys(settings).map((name) => [name, connection.pragma(name, { simple: true })]);
			expect(Object.fromEntries(found)).toEqual(settings);
			connection.close();
		}
	});

	test.each(
		Object.entries({
			...settings,
			journal_mode: 'delete',
			synchronous: 1,
			foreign_keys: 0,
			recursive_triggers: 0,
			busy_timeout: 0
		})
	)('is refused when %s turns out to be %s', (name, lax) => {
		const pragma = Sqlite.prototype.pragma;
		vi.spyOn(Sqlite.prototype, 'pragma').mockImplementation(function (this: Sqlite.Database, ...args) {
			return args[0] === name ? lax : pragma.apply(this, args);
		});
		expect(() => connect(path())).toThrow(`SQLite runs with ${name}=${lax}`);
	});

	test.each(['3.51.2', '3.9.9', '2.99.99'])('is refused on SQLite %s', (version) => {
		const prepare = Sqlite.prototype.prepare;
		vi.spyOn(Sqlite.prototype, 'prepare').mockImplementation(function (this: Sqlite.Database, query: string) {
			const statement = prepare.call(this, query);
			return query.includes('sqlite_version')
				? Object.assign(statement, { get: () => ({ v: version }) })
				: statement;
		} as typeof prepare);
		expect(() => connect(path())).toThrow(`SQLite ${version} is older than 3.51.3`);
	});

	test('that only reads refuses a database that is not in WAL mode', async () => {
		const file = path();
		const other = new Sqlite(file);
		other.exec('create table t (x)');
		other.close();
		expect(() => connect(file, true)).toThrow('SQLite runs with journal_mode=delete');
	});

	test('needs a folder that can be written to', async () => {
		const file = path();
		connect(file).close();
		await expect(openDatabase(`file:${join(file, 'x.db')}`)).rejects.toThrow();
	});
});

test('a row can’t point to a row that is not there', async () => {
	const { db } = await freshDatabase();
	const stray = { id: newId(), organizationId: newId(), groupId: newId(), participantId: newId() };
	const said = { enrolledOn: '2026-03-03', enrolledAt: '2026-03-03T00:00:00Z', enrolledBy: 'nobody' };
	await expect(
		db.write(async (tx) =>
			tx
				.insert(enrollments)
				.values({ ...stray, ...said })
				.returning()
		)
	).rejects.toThrow();
});

test.skipIf(!isPostgres)('PostgreSQL keeps what it acknowledged, whatever the server’s default', async () => {
	const { db } = await freshDatabase();
	const [{ setting }] = await db.write(async (tx) =>
		tx.select({ setting: sql<string>`current_setting('synchronous_commit')` }).from(sql`(select 1) as one`)
	);
	expect(setting).toBe('on');
});
