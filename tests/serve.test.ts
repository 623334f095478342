import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { migrate, migrationsFor } from '#lib/server/db/migrate.ts';

// Each start is a process of its own.
vi.setConfig({ testTimeout: 120_000 });
/** Node keeps what it compiled for the next process. */
const faster = { NODE_COMPILE_CACHE: join(tmpdir(), 'groundwork-compile-cache') };

const settings = {
	GROUNDWORK_SECRET: 'a secret of the tests, long enough',
	ORIGIN: 'https://groundwork.example.org'
};

function deployment() {
	const folder = mkdtempSync(join(tmpdir(), 'groundwork-serve-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	const path = join(folder, 'groundwork.db');
	const none = { GROUNDWORK_SECRET: '', ORIGIN: '', HOST: '', GROUNDWORK_DEMO: '', LOG_LEVEL: '' };
	const serve = (env: Record<string, string> = settings, file = 'src/serve.ts') =>
		spawnSync(process.execPath, [file], {
			encoding: 'utf8',
			env: { ...process.env, ...faster, ...none, DATABASE_URL: `file:${path}`, PORT: '3999', ...env }
		});
	return { path, url: `file:${path}`, serve };
}

test('serve refuses to start without settings, with one line for each', () => {
	const { status, stdout, stderr } = deployment().serve({ PORT: 'many', GROUNDWORK_DEMO: '1' });
	expect(status).toBe(1);
	expect(stdout).toBe('');
	const lines = stderr.trim().split('\n');
	expect(lines.map((line) => line.split(' ')[0])).toEqual(
		expect.arrayContaining(['ORIGIN', 'PORT', 'GROUNDWORK_SECRET'])
	);
	expect(stderr).not.toMatch(/^\s+at /m);
	expect(deployment().serve({ ...settings, GROUNDWORK_DEMO: '1' }).stderr).toContain(
		'GROUNDWORK_DEMO is not for production'
	);
});

test('serve refuses a database that is not there, behind, or ahead, and names the command', async () => {
	const { path, url, serve } = deployment();
	expect(serve()).toMatchObject({ status: 1, stderr: expect.stringContaining('groundwork -- migrate') });
	await migrate(url, migrationsFor(url).slice(0, 1));
	expect(serve()).toMatchObject({ status: 1, stderr: expect.stringContaining('groundwork -- migrate') });
	await migrate(url);
	const database = new Sqlite(path);
	database.exec(`insert into applied_migrations values ('9999_later', '', '')`);
	database.close();
	expect(serve()).toMatchObject({ status: 1, stderr: expect.stringContaining('newer version (9999_later)') });
});

test('serve refuses the demo program, whose passwords everybody knows', async () => {
	const { path, url, serve } = deployment();
	await migrate(url);
	const database = new Sqlite(path);
	database.exec(`insert into staff (id, name, email, email_verified, two_factor_enabled, created_at, updated_at)
		values ('1', 'Renata', 'facilitator@demo.example', 1, 1, '', '')`);
	database.close();
	expect(serve()).toMatchObject({ status: 1, stderr: expect.stringContaining('demo program') });
});

test('a table without its triggers stops the start', async () => {
	const { path, url, serve } = deployment();
	await migrate(url);
	const database = new Sqlite(path);
	database.exec('drop trigger marks_no_update');
	database.close();
	expect(serve()).toMatchObject({ status: 1, stderr: expect.stringContaining('marks') });
});

test('a port that is taken is told, with which setting to change, before anything is made', async () => {
	const taken = createServer().listen(0, '127.0.0.1');
	await new Promise((listening) => taken.once('listening', listening));
	onTestFinished(() => void taken.close());
	const { port } = taken.address() as AddressInfo;
	const { url, path, serve } = deployment();
	const started = serve({ PORT: String(port) }, 'src/start.ts');
	expect(started).toMatchObject({ status: 1, stderr: expect.stringContaining(`Port ${port} is taken`) });
	expect(started.stderr).toContain('PORT=');
	expect(existsSync(path)).toBe(false);
	await migrate(url);
	const served = serve({ ...settings, PORT: String(port) });
	expect(served).toMatchObject({ status: 1, stderr: expect.stringContaining('is taken') });
});
