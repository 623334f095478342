/** Copies of a SQLite database that can be trusted: made while it runs, checked, put back. */
import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { sqlitePath } from './sqlite.ts';

const stamp = () => new Date().toISOString().slice(0, 19).replaceAll(':', '-');

/** Where a copy goes that nobody named: `data/backups/groundwork-2026-03-03T18-00-00.db`. */
export function backupPath(url: string, why = ''): string {
	const path = sqlitePath(url);
	return join(dirname(path), 'backups', `${basename(path, extname(path))}${why}-${stamp()}.db`);
}

/** Copies the database while others use it. Only its owner can read the copy. */
export async function backUp(url: string, target: string): Promise<void> {
	mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
	const connection = new Sqlite(sqlitePath(url), { readonly: true, fileMustExist: true });
	try {
		await connection.backup(target);
	} finally {
		connection.close();
	}
	chmodSync(target, 0o600);
	standAlone(target);
}

/** A copy in WAL mode would grow files beside it when it is opened. */
function standAlone(path: string) {
	const connection = new Sqlite(path);
	connection.pragma('journal_mode = DELETE');
	connection.close();
}

/** What SQLite itself finds wrong with a database file: nothing, in a healthy one. */
export function faultsIn(path: string): string[] {
	try {
		const connection = new Sqlite(path, { fileMustExist: true });
		try {
			return [...damage(connection), ...orphans(connection)];
		} finally {
			connection.close();
		}
	} catch (error) {
		return [(error as Error).message];
	}
}

function damage(connection: Sqlite.Database): string[] {
	const found = connection.pragma('integrity_check') as { integrity_check: string }[];
	return found.map((row) => row.integrity_check).filter((text) => text !== 'ok');
}

function orphans(connection: Sqlite.Database): string[] {
	const found = connection.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[];
	return found.map(({ table, rowid, parent }) => `${table} row ${rowid} has no ${parent}`);
}

/**
 * Puts a checked copy in the place of the database, which is kept aside.
 * @returns where the replaced database is now; null when there was none
 * @throws when another process has the database open
 */
export function replaceWith(url: string, copy: string): string | null {
	const path = sqlitePath(url);
	mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
	const incoming = `${path}.incoming`;
	copyFileSync(copy, incoming);
	chmodSync(incoming, 0o600);
	try {
		const aside = existsSync(path) ? setAside(url) : null;
		renameSync(incoming, path);
		return aside;
	} finally {
		rmSync(incoming, { force: true });
	}
}

function setAside(url: string): string {
	const path = sqlitePath(url);
	refuseInUse(path);
	const aside = backupPath(url, '-replaced');
	mkdirSync(dirname(aside), { recursive: true, mode: 0o700 });
	renameSync(path, aside);
	for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
	return aside;
}

/** SQLite lets nobody leave WAL mode while another connection is open; what waits in the WAL is written on the way. */
function refuseInUse(path: string) {
	const connection = new Sqlite(path, { timeout: 0 });
	try {
		connection.pragma('journal_mode = DELETE');
	} catch (error) {
		if ((error as { code?: string }).code !== 'SQLITE_BUSY') return;
		throw new DatabaseInUse();
	} finally {
		connection.close();
	}
}

export class DatabaseInUse extends Error {
	constructor() {
		super('another process has the database open');
		this.name = 'DatabaseInUse';
	}
}
