/** Backup and restore with PostgreSQL's own programs, by the commands as an operator runs them. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest';
import { isPostgres } from '#lib/server/db/dialect.ts';
import { dump, ProgramMissing, variablesOf } from '#lib/server/db/dumps.ts';
import { unguardedTables } from '#lib/server/db/migrate.ts';
import { revokeConsent } from '#lib/server/domain/consents.ts';
import { verifyEvents } from '#lib/server/domain/events.ts';
import { openDatabase } from '#lib/server/db/open.ts';
import { cardLogins, consents, enrollments, events, revocations } from '#lib/server/db/schema/index.ts';
import { system } from '#lib/server/policy.ts';
import { cardWithPin } from '../support/cards.ts';
import { command } from '../support/postgres.ts';
import { world } from '../support/world.ts';

const server = () => inject('postgresServer');

function groundwork(url: string, ...args: string[]) {
	// Each command is a process of its own: Node keeps what it compiled for the next.
	const env = {
		...process.env,
		NODE_COMPILE_CACHE: join(tmpdir(), 'groundwork-compile-cache'),
		DATABASE_URL: url
	};
	const { status, stdout, stderr } = spawnSync(process.execPath, ['src/cli.ts', ...args], {
		env,
		encoding: 'utf8'
	});
	return { status, stdout, stderr };
}

/** An empty database beside the others. */
async function empty(): Promise<string> {
	const name = `restored_${crypto.randomUUID().replaceAll('-', '')}`;
	await command(`${server()}/postgres`, `create database ${name}`);
	onTestFinished(() => command(`${server()}/postgres`, `drop database ${name} with (force)`));
	return `${server()}/${name}`;
}

function folder(): string {
	const path = mkdtempSync(join(tmpdir(), 'groundwork-dump-'));
	onTestFinished(() => rmSync(path, { recursive: true }));
	return path;
}

const programs = spawnSync('pg_dump', ['--version']).error === undefined;

describe.skipIf(!isPostgres)('a backup of PostgreSQL', () => {
	beforeEach((context) => {
		if (!server()) context.skip('No PostgreSQL server here');
		if (!programs) context.skip("PostgreSQL's client programs (pg_dump, pg_restore) are not here");
	});

	test('is made while it runs, for its owner alone, and comes back whole in an empty database', async () => {
		const { db, url, andre } = await world();
		await cardWithPin(db, andre.participantId);
		const file = join(folder(), 'deep', 'one.dump');
		const made = groundwork(url, 'backup', file);
		expect(made).toMatchObject({ status: 0, stderr: '' });
		expect(made.stdout).toContain('(checked)');
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(groundwork(url, 'backup', file)).toMatchObject({
			status: 1,
			stderr: expect.stringContaining('there already')
		});

		const target = await empty();
		const restored = groundwork(target, 'restore', file);
		expect(restored).toMatchObject({ status: 0, stderr: '' });
		expect(restored.stdout).toContain('Everybody signs in again.');
		const back = await openDatabase(target);
		const said = (one: typeof db) => one.read.select().from(events).orderBy(events.position);
		const people = (one: typeof db) => one.read.select().from(enrollments).orderBy(enrollments.id);
		expect(await said(back)).toEqual(await said(db));
		expect(await people(back)).toEqual(await people(db));
		expect((await back.read.select().from(cardLogins)).every(({ endedAt }) => endedAt)).toBe(true);
		expect((await verifyEvents(back)).faults).toEqual([]);
		await back.close();
		expect(await unguardedTables(target)).toEqual([]);
		await expect(command(target, `delete from events`)).rejects.toThrow(/append/i);
	});

	test('does not bring back a consent that was revoked since', async () => {
		const { db, url, andre, consent } = await world();
		const { id } = await consent(andre);
		const file = join(folder(), 'one.dump');
		expect(groundwork(url, 'backup', file).status).toBe(0);
		await revokeConsent(db, system, andre.participantId, id);
		const target = await empty();
		const { status, stdout } = groundwork(target, 'restore', file, '--replaces', url);
		expect([status, stdout]).toEqual([0, expect.stringContaining('1 consent revoked since')]);
		const back = await openDatabase(target);
		expect(await back.read.select().from(consents)).toHaveLength(1);
		expect(await back.read.select().from(revocations)).toMatchObject([{ consentId: id }]);
		await back.close();
	});

	test('is put only into an empty database that nobody has open, and only if it is one of ours', async () => {
		const { url } = await world();
		const file = join(folder(), 'one.dump');
		groundwork(url, 'backup', file);
		const taken = await empty();
		await command(taken, 'create table something (id text)');
		expect(groundwork(taken, 'restore', file)).toMatchObject({
			status: 1,
			stderr: expect.stringContaining('is not empty')
		});

		const busy = await empty();
		const client = new pg.Client({ connectionString: busy });
		await client.connect();
		expect(groundwork(busy, 'restore', file).stderr).toContain('has the database open');
		await client.end();

		const other = join(folder(), 'other.dump');
		expect(dump(taken, other).status).toBe(0);
		const target = await empty();
		expect(groundwork(target, 'restore', other).stderr).toContain('not a Groundwork database');
		writeFileSync(other, 'nonsense');
		expect(groundwork(target, 'restore', other).stderr).toContain("can't be read");
		writeFileSync(other, readFileSync(file).subarray(0, statSync(file).size * 0.7));
		expect(groundwork(target, 'restore', other)).toMatchObject({ status: 1 });
		expect(groundwork(target, 'restore', file).status).toBe(0);
	});

	test('that fails leaves no file behind', async () => {
		const file = join(folder(), 'one.dump');
		const { status, stderr } = groundwork(`${server()}/never_made`, 'backup', file);
		expect([status, stderr]).toEqual([1, expect.stringContaining('never_made')]);
		expect(existsSync(file)).toBe(false);
	});
});

test('the programs get the address without its password on the command line', () => {
	expect(variablesOf('postgres://ann:p%40ss@[::1]:5433/ground%20work?sslmode=require')).toEqual({
		PGHOST: '::1',
		PGPORT: '5433',
		PGUSER: 'ann',
		PGPASSWORD: 'p@ss',
		PGDATABASE: 'ground work',
		PGSSLMODE: 'require'
	});
	expect(variablesOf('postgres:///db?host=/run/postgresql')).toEqual({
		PGHOST: '/run/postgresql',
		PGDATABASE: 'db'
	});
	expect(new ProgramMissing('pg_dump').message).toBe('pg_dump is not here');
});
