/** The database: brought up to date, copied, put back. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUp, backupPath, DatabaseInUse, faultsIn, replaceWith } from '#lib/server/db/backups.ts';
import { migrate, migrationState, schemaFault } from '#lib/server/db/migrate.ts';
import { openDatabase } from '#lib/server/db/open.ts';
import { verifyEvents } from '#lib/server/domain/events.ts';
import { afterRestore } from '#lib/server/identity/restored.ts';
import {
	complain,
	databaseUrl,
	isPostgresUrl,
	plural,
	Refusal,
	say,
	shown,
	type Command
} from './command.ts';
import { backUpServer, restoreServer } from './dumps.ts';
import { findDatabase } from './opened.ts';

export const migrateDatabase: Command = {
	usage: '',
	about: 'Brings the database up to date, after a backup; makes it where there is none.',
	async run() {
		const url = databaseUrl();
		const { applied, backup } = await migrate(url);
		if (backup) say(`Backup: ${backup}`);
		say(applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'Nothing to do: the database is up to date.');
		return 0;
	}
};

export const backupDatabase: Command = {
	usage: '[file]',
	about: 'Copies the database while it runs and checks the copy (into backups/ beside it by default).',
	arguments: [0, 1],
	async run({ arguments: [file] }) {
		const url = findDatabase();
		if (isPostgresUrl(url)) return backUpServer(url, file);
		const target = file ?? backupPath(url);
		if (existsSync(target)) throw new Refusal(`${target} is there already. Name another file.`);
		await backUp(url, target);
		const faults = await faultsOf(target);
		for (const fault of faults) complain(fault);
		if (faults.length > 0) throw new Refusal(`The copy ${target} has faults: so has the database.`);
		say(`Backup: ${target} (checked). Keep it, and GROUNDWORK_SECRET apart from it, on another machine.`);
		return 0;
	}
};

export const restoreDatabase: Command = {
	usage: '<file> [--replaces <address>]',
	about:
		'Puts a backup in place of the database, checked before and after; the server must be stopped. With PostgreSQL: into an empty database; --replaces names the one of before, whose revoked consents stay revoked.',
	options: { replaces: { type: 'string' } },
	arguments: [1, 1],
	async run({ arguments: [file], options }) {
		const url = databaseUrl();
		if (isPostgresUrl(url)) {
			await restoreServer(url, file);
			await settle(url, (options.replaces as string | undefined) ?? null);
			const found = await faultsInLog(url);
			for (const fault of found) complain(fault);
			return found.length > 0 ? 1 : 0;
		}
		if (!existsSync(file)) throw new Refusal(`There is no file ${file}.`);
		await refuseUnfit(file);
		const aside = place(url, file);
		const faults = await faultsOf(url.replace(/^file:/, ''));
		for (const fault of faults) complain(fault);
		if (faults.length > 0)
			throw new Refusal(`The restored database has faults. The replaced one is ${aside ?? 'none'}.`);
		await settle(url, aside && `file:${aside}`);
		return 0;
	}
};

function place(url: string, file: string): string | null {
	try {
		return replaceWith(url, file);
	} catch (error) {
		if (!(error instanceof DatabaseInUse)) throw error;
		throw new Refusal('The server (or another command) has the database open. Stop it first.');
	}
}

/** What SQLite finds, and what the log says of itself. Looked at in a copy: a backup is never written to. */
async function faultsOf(path: string): Promise<string[]> {
	const folder = mkdtempSync(join(tmpdir(), 'groundwork-check-'));
	const copy = join(folder, 'copy.db');
	try {
		copyFileSync(path, copy);
		const found = faultsIn(copy);
		return found.length > 0 ? found : await faultsInLog(`file:${copy}`);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

async function faultsInLog(url: string): Promise<string[]> {
	if ((await migrationState(url)).pending.length > 0) return [];
	const db = await openDatabase(url);
	try {
		const { faults } = await verifyEvents(db);
		return faults.map(({ chain, seq, fault }) => `log ${chain}, row ${seq}: ${fault}`);
	} finally {
		await db.close();
	}
}

async function refuseUnfit(file: string) {
	const faults = await faultsOf(file);
	for (const fault of faults) complain(fault);
	if (faults.length > 0) throw new Refusal(`${file} has faults. Nothing was changed.`);
	const state = await migrationState(`file:${file}`);
	if (state.pending.includes('0000_foundation'))
		throw new Refusal(`${file} is not a Groundwork database. Nothing was changed.`);
	// An older one is restored, and brought up to date then.
	const fault = schemaFault({ ...state, pending: [] });
	if (fault) throw new Refusal(`${file}: ${fault} Nothing was changed.`);
}

/** Nothing that was ended since the backup may come back to life with it. */
async function settle(url: string, replaced: string | null) {
	say(`Restored into ${shown(url)}.`);
	if (replaced) say(`The replaced database is kept: ${shown(replaced).replace(/^file:/, '')}`);
	if ((await migrationState(url)).pending.length > 0) {
		say('The backup is older than this version. Bring it up to date: npm run groundwork -- migrate');
		return;
	}
	const revoked = await afterRestore(url, replaced);
	say(
		`Everybody signs in again.${revoked > 0 ? ` ${plural(revoked, 'consent')} revoked since the backup stayed revoked.` : ''}`
	);
	say('Look at what else was decided since the backup: suspended staff, stopped cards, revoked keys.');
}
