import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { writeFolder } from '#lib/server/curriculum/files.ts';
import { migrate } from '#lib/server/db/migrate.ts';
import { openDatabase } from '#lib/server/db/open.ts';
import { connect } from '#lib/server/db/sqlite.ts';
import { importEdition } from '#lib/server/domain/editions.ts';
import { system } from '#lib/server/policy.ts';
import { smallCurriculum } from './support/curriculum.ts';

// Each command is a process of its own.
vi.setConfig({ testTimeout: 120_000 });
/** Node keeps what it compiled for the next process. */
const faster = { NODE_COMPILE_CACHE: join(tmpdir(), 'groundwork-compile-cache') };

/** A deployment in a folder of its own. */
function deployment() {
	const folder = mkdtempSync(join(tmpdir(), 'groundwork-cli-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	const path = join(folder, 'data/groundwork.db');
	const run = (...args: string[]) => {
		const env = {
			...process.env,
			...faster,
			DATABASE_URL: `file:${path}`,
			GROUNDWORK_SECRET: '',
			ORIGIN: '',
			PORT: '1'
		};
		const { status, stdout, stderr } = spawnSync(process.execPath, ['src/cli.ts', ...args], {
			encoding: 'utf8',
			env
		});
		return { status, stdout, stderr };
	};
	return { folder, path, run, at: (...names: string[]) => join(folder, ...names) };
}

/** The same with a database, and in it the small curriculum. */
async function withEdition() {
	const made = deployment();
	await migrate(`file:${made.path}`);
	const db = await openDatabase(`file:${made.path}`);
	await importEdition(db, system, smallCurriculum());
	await db.close();
	return made;
}

async function files(folder: string) {
	await writeFolder(folder, smallCurriculum());
	return folder;
}

test('help names every command; an unknown command or option shows usage and ends with 2', () => {
	const { run } = deployment();
	const help = run('help');
	expect(help.status).toBe(0);
	for (const name of [
		'admin',
		'check',
		'import',
		'export',
		'migrate',
		'backup',
		'restore',
		'verify',
		'recompute',
		'doctor'
	]) {
		expect(help.stdout).toContain(`  ${name}`);
	}
	expect(run('explode')).toMatchObject({ status: 2, stdout: '' });
	const misused = run('verify', '--loudly');
	expect(misused.status).toBe(2);
	expect(misused.stderr).toContain('npm run groundwork -- verify');
	expect(run('export').status).toBe(2);
});

test('check tells every fault with file, line, column and remedy, and ends with 1', async () => {
	const { run, at, path } = deployment();
	const folder = await files(at('curriculum'));
	const lesson = join(folder, '1-first-part/1-lesson-one.md');
	writeFileSync(
		lesson,
		readFileSync(lesson, 'utf8')
			.replace('kind: skill', 'kind: game')
			.replace('(plan, 5 min)', '(plan, 50 min)')
	);
	const other = join(folder, '2-second-part/1-lesson-four.md');
	writeFileSync(other, readFileSync(other, 'utf8').replace(':::\n\nSay', '\n\nSay'));
	const { status, stderr } = run('check', folder);
	expect(status).toBe(1);
	const lines = stderr.trim().split('\n').slice(0, -1);
	expect(lines.length).toBeGreaterThanOrEqual(2);
	for (const line of lines) expect(line).toMatch(/^\/.*\.md:\d+:\d+ {2}\S.* {2}\S.*$/);
	expect(lines.map((line) => line.split(':')[0])).toEqual(expect.arrayContaining([lesson, other]));

	await migrate(`file:${path}`);
	const imported = run('import', folder);
	expect(imported.status).toBe(1);
	expect(imported.stderr).toContain('Nothing was imported.');
	expect(run('check', at('nowhere'))).toMatchObject({
		status: 1,
		stderr: expect.stringContaining('no folder')
	});
});

test('files go in, and come back byte for byte; the same again changes nothing, other text is refused', async () => {
	const { run, at } = deployment();
	const folder = await files(at('curriculum'));
	expect(run('import', folder)).toMatchObject({ status: 1, stderr: expect.stringContaining('migrate') });
	expect(run('migrate').status).toBe(0);
	expect(run('import', folder).stdout).toBe('Small Steps 1.0.0 imported.\n');
	expect(run('import', folder).stdout).toBe('Small Steps 1.0.0 was there already.\n');

	expect(run('export', at('out'), '1.0.0').status).toBe(0);
	const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
		entry.isFile()
	);
	expect(paths).toHaveLength(9);
	for (const { parentPath, name } of paths) {
		const path = join(parentPath, name);
		expect(readFileSync(path.replace(folder, at('out')))).toEqual(readFileSync(path));
	}
	const lesson = join(folder, '1-first-part/1-lesson-one.md');
	writeFileSync(lesson, readFileSync(lesson, 'utf8').replace('Say your name.', 'Say your first name.'));
	expect(run('import', folder)).toMatchObject({ status: 1, stderr: expect.stringContaining('new version') });
	expect(run('export', at('out'), '9.9.9')).toMatchObject({
		status: 1,
		stderr: expect.stringContaining('1.0.0')
	});
});

test('check --table tells what was measured of every lesson, as Markdown', async () => {
	const { run, at } = deployment();
	const { status, stdout } = run('check', '--table', await files(at('curriculum')));
	expect(status).toBe(0);
	const lines = stdout.trimEnd().split('\n');
	expect(lines).toHaveLength(2 + 6);
	for (const line of lines) expect(line.split(' | ')).toHaveLength(8);
	expect(lines[0]).toContain('| EN grade |');
	expect(lines[2]).toMatch(/^\| 1\.1 \S.* \| 90 \| \d+ \| \d+\.\d \|/);
});

test('a backup is a checked copy that can be put back, and the replaced database is kept', async () => {
	const { run, at, path } = await withEdition();
	expect(run('backup', at('copy.db')).status).toBe(0);
	expect(readdirSync(at('.'))).not.toContain('copy.db-wal');
	expect(run('admin', 'create', '--name', 'Ada', '--email', 'ada@example.org').status).toBe(0);

	expect(run('restore', at('copy.db')).stdout).toContain('The replaced database is kept');
	const people = (file: string) =>
		new Sqlite(file, { readonly: true }).prepare('select count(*) as n from staff').get();
	expect(people(path)).toEqual({ n: 0 });
	const [kept] = readdirSync(at('data/backups'));
	expect(people(at('data/backups', kept))).toEqual({ n: 1 });
	expect(run('verify')).toMatchObject({ status: 0, stdout: '1 event read, 0 faults.\n' });
});

test('nothing is restored while the server has the database open, or from a damaged or foreign file', async () => {
	const { run, at, path } = await withEdition();
	run('backup', at('copy.db'));
	const before = readFileSync(path);
	const open = connect(path);
	const refused = run('restore', at('copy.db'));
	open.close();
	expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('Stop it first') });

	const damaged = readFileSync(at('copy.db'));
	damaged.fill(0xff, 4096, 40_960);
	writeFileSync(at('damaged.db'), damaged);
	expect(run('restore', at('damaged.db'))).toMatchObject({
		status: 1,
		stderr: expect.stringContaining('Nothing was changed')
	});
	const foreign = new Sqlite(at('foreign.db'));
	foreign.exec('create table cats (name text)');
	foreign.close();
	expect(run('restore', at('foreign.db')).stderr).toContain('not a Groundwork database');
	expect(run('restore', at('none.db')).stderr).toContain('no file');
	expect(readFileSync(path)).toEqual(before);
	expect(existsSync(at('data/backups'))).toBe(false);
});

test('verify finds an edited row in spite of everything, and names it', async () => {
	const { run, path } = await withEdition();
	const intruder = new Sqlite(path);
	intruder.exec(
		`drop trigger events_no_update; update events set actor = 'staff:nobody' where position = 1;`
	);
	intruder.close();
	const found = run('verify');
	expect(found.status).toBe(1);
	expect(found.stderr).toContain('program 1 (position 1) was edited');
	expect(found.stderr).toContain('events lost the triggers');
});

test('migrate makes the database, and a second time finds nothing to do', () => {
	const { run, at } = deployment();
	expect(run('verify')).toMatchObject({ status: 1, stderr: expect.stringContaining('no database') });
	expect(existsSync(at('data'))).toBe(false);
	expect(run('migrate').stdout).toContain('0000_foundation');
	expect(run('migrate').stdout).toContain('up to date');
});

test('the first administrator gets a link; the same address again, or none, is refused', async () => {
	const { run } = await withEdition();
	const made = run('admin', 'create', '--name', 'Ada', '--email', 'Ada@Example.org');
	expect(made.stdout).toMatch(/http:\/\/localhost:1\/setup\/[\w-]{43}\n/);
	expect(made.stdout).toContain('ada@example.org');
	expect(run('admin', 'create', '--name', 'Ada', '--email', 'ada@example.org').stderr).toContain(
		'here already'
	);
	expect(run('admin', 'create', '--name', 'Ada').status).toBe(1);
});

test('doctor names what is wrong and what to do', async () => {
	const { run, at, path } = deployment();
	expect(run('doctor')).toMatchObject({
		status: 1,
		stdout: expect.stringContaining('groundwork -- migrate')
	});
	await migrate(`file:${path}`);
	const healthy = run('doctor', '--json');
	expect(healthy.status).toBe(0);
	const findings = JSON.parse(healthy.stdout) as { what: string; state: string }[];
	expect(findings.filter(({ state }) => state === 'fault')).toEqual([]);
	expect(findings.map(({ what }) => what)).toEqual(
		expect.arrayContaining(['Node', 'settings', 'database', 'schema', 'triggers', 'log', 'server'])
	);
	writeFileSync(
		at('data/groundwork.db'),
		'not a database at all, but long enough to be read as one'.repeat(40)
	);
	expect(run('doctor')).toMatchObject({ status: 1, stdout: expect.stringContaining('fault') });
});
