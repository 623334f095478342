/** Backup and restore where the database is PostgreSQL: by its own programs, with the same checks as elsewhere. */
import { existsSync } from 'node:fs';
import { dump, dumpPath, occupancy, ProgramMissing, tablesIn, undump } from '#lib/server/db/dumps.ts';
import { migrationState, schemaFault } from '#lib/server/db/migrate.ts';
import { Refusal, say, shown } from './command.ts';

export function backUpServer(url: string, target = dumpPath()): number {
	if (existsSync(target)) throw new Refusal(`${target} is there already. Name another file.`);
	const { status, said } = withPrograms(() => dump(url, target));
	if (status !== 0) throw new Refusal(`pg_dump could not copy the database: ${said}`);
	refuseUnfit(target);
	say(`Backup: ${target} (checked). Keep it, and GROUNDWORK_SECRET apart from it, on another machine.`);
	return 0;
}

/** Into an empty database: what is there now stays where it is, and can be gone back to. */
export async function restoreServer(url: string, file: string): Promise<void> {
	if (!existsSync(file)) throw new Refusal(`There is no file ${file}.`);
	refuseUnfit(file);
	const { tables, others } = await occupancy(url);
	if (others > 0) throw new Refusal('The server (or another command) has the database open. Stop it first.');
	if (tables > 0) {
		throw new Refusal(
			`${shown(url)} is not empty. Make a new database beside it (createdb), name that one in DATABASE_URL, and restore into it.`
		);
	}
	const { status, said } = withPrograms(() => undump(url, file));
	if (status !== 0) throw new Refusal(`pg_restore could not put it back, nothing was changed: ${said}`);
	// An older one is brought up to date next.
	const fault = schemaFault({ ...(await migrationState(url)), pending: [] });
	if (fault) throw new Refusal(fault);
}

function refuseUnfit(file: string) {
	const tables = withPrograms(() => tablesIn(file));
	if (tables.length === 0) throw new Refusal(`${file} can't be read as a backup of PostgreSQL.`);
	const missing = ['applied_migrations', 'events'].filter((name) => !tables.includes(name));
	if (missing.length > 0) throw new Refusal(`${file} is not a Groundwork database.`);
}

function withPrograms<T>(work: () => T): T {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof ProgramMissing)) throw error;
		throw new Refusal(
			`${error.message}. Install PostgreSQL's client programs (Debian: apt-get install postgresql-client), of the server's version or newer.`
		);
	}
}
