/** A PostgreSQL server of the tests' own: started before them on a free port in a temporary folder, gone after them. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/lib/server/db/migrate.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** Address of the server without a database's name; null where no server can be had (PGlite then). */
		postgresServer: string | null;
	}
}

/** The database that every test's own is copied from. */
export const template = 'groundwork_template';

let server: { process: ChildProcess; folder: string } | undefined;

export async function setup(project: TestProject) {
	const binaries = findBinaries();
	project.provide('postgresServer', binaries ? await start(binaries) : null);
}

export async function teardown() {
	if (!server) return;
	const { process, folder } = server;
	const gone = new Promise((done) => process.once('exit', done));
	process.kill('SIGINT');
	await gone;
	rmSync(folder, { recursive: true, force: true });
}

/** Debian keeps the servers apart from PATH; the newest one serves. */
function findBinaries(): string | null {
	const debian = '/usr/lib/postgresql';
	const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
	const asked = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' }).stdout?.trim();
	const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(asked ? [asked] : [])];
	return folders.find((folder) => existsSync(join(folder, 'initdb')) && mayRun()) ?? null;
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
const isRoot = process.getuid?.() === 0;
const mayRun = () => !isRoot || packageUser() !== null;

function packageUser(): { uid: number; gid: number } | null {
	const line = readFileSync('/etc/passwd', 'utf8').match(/^postgres:[^:]*:(\d+):(\d+):/m);
	return line ? { uid: Number(line[1]), gid: Number(line[2]) } : null;
}

const speed = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off'];

async function start(binaries: string): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'groundwork-postgres-'));
	const owner: { uid?: number; gid?: number } = isRoot ? packageUser()! : {};
	if (isRoot) chownSync(folder, owner.uid!, owner.gid!);
	const data = join(folder, 'data');
	const made = spawnSync(
		join(binaries, 'initdb'),
		['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C.UTF-8'],
		{ ...owner, cwd: folder, encoding: 'utf8' }
	);
	if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);

	const port = await freePort();
	const settings = [
		`port=${port}`,
		'listen_addresses=127.0.0.1',
		`unix_socket_directories=${folder}`,
		'max_connections=200'
	];
	const args = ['-D', data, ...[...settings, ...speed].flatMap((setting) => ['-c', setting])];
	const child = spawn(join(binaries, 'postgres'), args, {
		...owner,
		cwd: folder,
		stdio: ['ignore', 'ignore', 'pipe']
	});
	server = { process: child, folder };
	await ready(child);

	const address = `postgres://postgres@127.0.0.1:${port}`;
	await command(`${address}/postgres`, `create database ${template}`);
	await migrate(`${address}/${template}`);
	return address;
}

function ready(child: ChildProcess): Promise<void> {
	return new Promise((done, failed) => {
		let said = '';
		child.stderr!.setEncoding('utf8').on('data', (text: string) => {
			said += text;
			if (said.includes('ready to accept connections')) done();
		});
		child.once('exit', () => failed(new Error(`postgres: ${said}`)));
	});
}

function freePort(): Promise<number> {
	return new Promise((done) => {
		const probe = createServer().listen(0, '127.0.0.1', () => {
			const { port } = probe.address() as { port: number };
			probe.close(() => done(port));
		});
	});
}

/** Runs one statement on a connection of its own. */
export async function command(url: string, statement: string) {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}
