/** A database as the first version left it (tests/db/first-version.json, written by that version) is brought up to this one. */
import Sqlite from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { isPostgres } from '#lib/server/db/dialect.ts';
import { migrate, migrationsFor, unguardedTables } from '#lib/server/db/migrate.ts';
import { openDatabase } from '#lib/server/db/open.ts';
import { enrollments, keys } from '#lib/server/db/schema/index.ts';
import { verifyEvents } from '#lib/server/domain/events.ts';
import { recompute } from '#lib/server/domain/milestones.ts';
import { explainFor } from '#lib/server/domain/outlooks.ts';
import { fillFeed } from '#lib/server/feed/filling.ts';
import { feedMilestones } from '#lib/server/feed/milestones.ts';
import { system } from '#lib/server/policy.ts';
import { nowhere } from '../support/database.ts';
import { pinClock } from '../support/world.ts';

type Rows = Record<string, Record<string, string | number | null>[]>;
const left = JSON.parse(readFileSync('tests/db/first-version.json', 'utf8')) as Rows;
/** What the first version came with. */
const shipped = 2;

const columns = (row: object) => Object.keys(row).map((name) => `"${name}"`);

function putInSqlite(url: string) {
	const connection = new Sqlite(url.slice(5));
	connection.pragma('foreign_keys = OFF');
	for (const [table, rows] of Object.entries(left)) {
		for (const row of rows) {
			const places = Object.keys(row).map(() => '?');
			connection
				.prepare(`insert into ${table} (${columns(row).join()}) values (${places.join()})`)
				.run(Object.values(row));
		}
	}
	connection.close();
}

async function putInPostgres(url: string) {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	// Children may come before their parents.
	await client.query('set session_replication_role = replica');
	const { rows: booleans } = await client.query<{ place: string }>(
		`select table_name || '.' || column_name as place from information_schema.columns where data_type = 'boolean'`
	);
	const isBoolean = new Set(booleans.map(({ place }) => place));
	for (const [table, rows] of Object.entries(left)) {
		for (const row of rows) {
			const places = Object.keys(row).map((_, i) => `$${i + 1}`);
			const values = Object.entries(row).map(([name, value]) =>
				isBoolean.has(`${table}.${name}`) && value !== null ? value === 1 : value
			);
			await client.query(`insert into ${table} (${columns(row).join()}) values (${places.join()})`, values);
		}
	}
	await client.end();
}

/** The first version's database, brought up to this one. */
async function upgraded() {
	pinClock();
	const url = await nowhere();
	const all = migrationsFor(url);
	await migrate(url, all.slice(0, shipped));
	await (isPostgres ? putInPostgres(url) : putInSqlite(url));
	const { applied } = await migrate(url);
	const db = await openDatabase(url);
	onTestFinished(() => db.close());
	return { url, db, applied, later: all.slice(shipped).map(({ name }) => name) };
}

describe.skipIf(isPostgres && inject('postgresServer') === null)('a database of the first version', () => {
	test('comes up to this one with every row, every chain whole and every fact guarded', async () => {
		const { url, db, applied, later } = await upgraded();
		expect(applied).toEqual(later);
		expect(await unguardedTables(url)).toEqual([]);
		expect(await verifyEvents(db)).toMatchObject({ faults: [] });
		expect(await db.read.$count(enrollments)).toBe(left.enrollments.length);
	});

	test('keeps what everybody earned, under the policy of then', async () => {
		const { db } = await upgraded();
		expect(await recompute(db, system)).toMatchObject({ changed: 0 });
		const [enrollment] = left.enrollments;
		const { milestones, minutes } = await explainFor(
			db.read,
			String(enrollment.group_id),
			String(enrollment.id)
		);
		const kinds = left.milestones
			.filter((one) => one.enrollment_id === enrollment.id)
			.map(({ kind }) => kind);
		expect(milestones.map(({ kind }) => kind).sort()).toEqual(kinds.sort());
		expect(minutes).toBeGreaterThan(0);
	});

	test('goes on telling a recipient what their key may read', async () => {
		const { db } = await upgraded();
		// As the server does before it answers.
		await fillFeed(db);
		const [{ id, recipientId, organizationId, scopes }] = await db.read.select().from(keys);
		const key = { kind: 'key' as const, id, recipientId, organizationId, scopes };
		const { milestones } = await feedMilestones(db, key, { after: '0', limit: 100 });
		const [{ participant_id: consented }] = left.consents;
		const earned = left.milestones.filter(({ participant_id }) => participant_id === consented);
		expect(milestones.map((one) => one.id)).toEqual(earned.map((one) => one.id));
	});
});
