/** Copies of a PostgreSQL database, made and put back by PostgreSQL's own programs. */
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';

type Outcome = { status: number; said: string };

/** The program is not on this machine. */
export class ProgramMissing extends Error {
	constructor(program: string) {
		super(`${program} is not here`);
		this.name = 'ProgramMissing';
	}
}

/** Where a dump goes that nobody named. */
export const dumpPath = () =>
	join('data/backups', `groundwork-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.dump`);

/**
 * Copies the database while others use it, as it stands at one moment. Only its owner can read the copy.
 * @throws ProgramMissing
 */
export function dump(url: string, file: string): Outcome {
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
	// Made first: pg_dump itself would let others read it until the mode is changed.
	closeSync(openSync(file, 'wx', 0o600));
	const outcome = run('pg_dump', ['--format=custom', '--file', file], variablesOf(url));
	if (outcome.status !== 0) rmSync(file);
	return outcome;
}

/**
 * The tables whose rows a dump holds; none, when it can't be read.
 * @throws ProgramMissing
 */
export function tablesIn(file: string): string[] {
	const { status, said } = run('pg_restore', ['--list', file]);
	const rows = said.matchAll(/^\d+; \d+ \d+ TABLE DATA \S+ (\S+)/gm);
	return status === 0 ? [...rows].map(([, name]) => name) : [];
}

/**
 * Puts a dump into an empty database, all of it or nothing.
 * @throws ProgramMissing
 */
export function undump(url: string, file: string): Outcome {
	const { PGDATABASE, ...server } = variablesOf(url);
	const whole = ['--single-transaction', '--exit-on-error', '--no-owner', '--no-privileges'];
	return run('pg_restore', [...whole, '--dbname', PGDATABASE, file], server);
}

/** Whether anything is in the database, and whether anybody else is connected to it. */
export async function occupancy(url: string): Promise<{ tables: number; others: number }> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		const { rows } = await client.query<{ tables: number; others: number }>(`select
			(select count(*)::int from pg_tables where schemaname not in ('pg_catalog', 'information_schema')) as tables,
			(select count(*)::int from pg_stat_activity
				where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend') as others`);
		return rows[0];
	} finally {
		await client.end();
	}
}

/** What a program did and said; its words are PostgreSQL's. */
function run(program: string, args: string[], variables: Record<string, string> = {}): Outcome {
	const env = { ...process.env, ...variables };
	for (const path of [program, ...besides(program)]) {
		const { error, status, stdout, stderr } = spawnSync(path, args, {
			env,
			encoding: 'utf8',
			maxBuffer: 2 ** 26
		});
		if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') continue;
		if (error) throw error;
		return { status: status ?? 1, said: (stdout + stderr).trim() };
	}
	throw new ProgramMissing(program);
}

/** Debian keeps the programs of each version apart from PATH; the newest reads what the older ones wrote. */
function besides(program: string): string[] {
	const folder = '/usr/lib/postgresql';
	const versions = existsSync(folder) ? readdirSync(folder).sort((a, b) => Number(b) - Number(a)) : [];
	return versions.map((version) => join(folder, version, 'bin', program));
}

/** The address in the programs' own variables: on a command line others could read the password. */
export function variablesOf(url: string): Record<string, string> {
	const { hostname, port, username, password, pathname, searchParams } = new URL(url);
	const given = {
		// An IPv6 address stands in brackets, the folder of a socket is a parameter.
		PGHOST: searchParams.get('host') ?? hostname.replace(/^\[|\]$/g, ''),
		PGPORT: port,
		PGUSER: decodeURIComponent(username),
		PGPASSWORD: decodeURIComponent(password),
		PGDATABASE: decodeURIComponent(pathname.slice(1)),
		PGSSLMODE: searchParams.get('sslmode') ?? '',
		PGSSLROOTCERT: searchParams.get('sslrootcert') ?? ''
	};
	return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
}
