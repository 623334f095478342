import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { apiKey } from '../../src/demo/sign-ins.ts';

const folder = mkdtempSync(join(tmpdir(), 'groundwork-start-'));
const path = join(folder, 'groundwork.db');
const port = String(Number(process.env.E2E_PORT) + 2);
const origin = `http://localhost:${port}`;
let running: ChildProcess | undefined;

test.afterEach(() => void running?.kill('SIGKILL'));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts a server and waits until it says that it listens. */
async function started(file: string, env: Record<string, string>) {
	const child = spawn('node', [file], {
		env: { ...process.env, ...env, PORT: port, DATABASE_URL: `file:${path}` }
	});
	running = child;
	let said = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (text: Buffer) => (said += text.toString()));
	const ended = new Promise<number | null>((end) => child.once('exit', end));
	const output = () => said;
	await expect.poll(async () => (await answers()) || child.exitCode !== null, { timeout: 60_000 }).toBe(true);
	return { child, ended, output };
}

const answers = () =>
	fetch(`${origin}/healthz`).then(
		(answer) => answer.ok,
		() => false
	);

async function firstMilestone() {
	const answer = await fetch(`${origin}/api/v1/milestones?limit=1`, {
		headers: { authorization: `Bearer ${apiKey}` }
	});
	expect(answer.status).toBe(200);
	return ((await answer.json()) as { milestones: { id: string }[] }).milestones[0].id;
}

test('start serves the demo with its sign-ins, stops at Ctrl-C, and keeps what is there @javascript', async () => {
	test.setTimeout(180_000);
	const env = { GROUNDWORK_SECRET: 'the secret of the end-to-end tests' };
	expect(spawnSync('node', ['tests/e2e/small-demo.ts', path]).status).toBe(0);
	const first = await started('src/start.ts', env);
	await expect.poll(first.output).toContain(`Groundwork is running: ${origin}`);
	for (const shown of ['facilitator@demo.example', 'administrator@demo.example', 'DEM0-CARD-2345-WXYZ']) {
		expect(first.output()).toContain(shown);
	}
	const id = await firstMilestone();
	first.child.kill('SIGINT');
	expect(await first.ended).toBe(0);
	expect(existsSync(`${path}-wal`)).toBe(false);

	const again = await started('src/start.ts', env);
	expect(await firstMilestone()).toBe(id);
	again.child.kill('SIGINT');
	expect(await again.ended).toBe(0);
	expect(again.output()).not.toContain('Loading');
});

test('serve runs on a database that was migrated, without a demo, and stops when told @javascript', async () => {
	test.setTimeout(120_000);
	rmSync(path, { force: true });
	const database = { ...process.env, DATABASE_URL: `file:${path}` };
	expect(spawnSync('node', ['src/cli.ts', 'migrate'], { env: database }).status).toBe(0);
	const server = await started('src/serve.ts', {
		GROUNDWORK_SECRET: 'x'.repeat(40),
		ORIGIN: 'https://groundwork.example.org'
	});
	expect(server.child.exitCode, server.output()).toBeNull();
	const page = await (await fetch(`${origin}/sign-in`)).text();
	expect(page).not.toContain('?/demo');
	expect(await (await fetch(`${origin}/readyz`)).json()).toMatchObject({
		database: true,
		migrations: true,
		jobs: true
	});

	const restore = spawnSync('node', ['src/cli.ts', 'restore', path], { env: database, encoding: 'utf8' });
	expect(restore.stderr).toContain('Stop it first');
	server.child.kill('SIGTERM');
	expect(await server.ended).toBe(0);
	expect(statSync(path).size).toBeGreaterThan(100_000);
});
