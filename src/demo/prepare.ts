/**
 * Makes the database ready for `npm start`: up to date, with the curriculum, and the demo program in an empty one. A
 * process of its own, since loading leaves a gigabyte of memory behind. Ends with 3 when the program in the database is
 * not the demo.
 */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import { complain, databaseUrl, isPostgresUrl, Refusal, say } from '../commands/command.ts';
import { giveUp } from '../launch.ts';
import { readFolder } from '#lib/server/curriculum/files.ts';
import { hashEdition, type SourceFile } from '#lib/server/curriculum/source.ts';
import { migrate } from '#lib/server/db/migrate.ts';
import { openDatabase, type Db } from '#lib/server/db/open.ts';
import { editions } from '#lib/server/db/schema/index.ts';
import { sqlitePath } from '#lib/server/db/sqlite.ts';
import { DomainError } from '#lib/server/errors.ts';
import { system } from '#lib/server/policy.ts';
import { hasDemo, isEmpty, isWhole } from './presence.ts';

const curriculum = 'curriculum/steady-ground';
/** Exit code: the program in the database is somebody's own. */
const ownProgram = 3;

async function prepare(): Promise<number> {
	const url = databaseUrl();
	if (!isPostgresUrl(url) && !existsSync(sqlitePath(url))) return makeAside(sqlitePath(url));
	const { backup } = await migrate(url);
	if (backup) say(`The database was brought up to date. Its backup: ${backup}`);
	return using(url, fill);
}

/** A new file gets its name when it is whole, so that an interrupted start leaves nothing half done. */
async function makeAside(path: string): Promise<number> {
	const aside = `${path}.loading`;
	for (const end of ['', '-wal', '-shm']) rmSync(aside + end, { force: true });
	await migrate(`file:${aside}`);
	const code = await using(`file:${aside}`, fill);
	renameSync(aside, path);
	return code;
}

async function using<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
	const db = await openDatabase(url);
	return work(db).finally(() => db.close());
}

async function fill(db: Db): Promise<number> {
	if (await isEmpty(db)) await load(db);
	else await bringCurriculum(db);
	if (!(await hasDemo(db))) return ownProgram;
	if (await isWhole(db)) return 0;
	throw new Refusal(
		'Loading the demo program was interrupted. Empty the database (by default: remove data/) and start again.'
	);
}

async function load(db: Db) {
	say('Loading the demo program (some seconds, the first time only) ...');
	const since = Date.now();
	const { loadDemo } = await import('./load.ts');
	await loadDemo(db, await readFolder(curriculum));
	say(`Loaded in ${((Date.now() - since) / 1000).toFixed(1)} s.`);
}

/** An edition of these files may be there already: then nothing of the curriculum has to be read. */
async function bringCurriculum(db: Db) {
	const files = await readFolder(curriculum);
	const same = eq(editions.hash, hashEdition(files));
	if ((await db.read.select({ id: editions.id }).from(editions).where(same)).length === 0)
		await importNew(db, files);
}

/** Faults, and other text under a known version, are told; what is there goes on. */
async function importNew(db: Db, files: SourceFile[]) {
	const { importEdition } = await import('#lib/server/domain/editions.ts');
	try {
		const { edition, faults } = await importEdition(db, system, files);
		if (edition) say(`${edition.title} ${edition.version} imported.`);
		else
			complain(`${curriculum} has ${faults.length} faults and was not imported: npm run groundwork -- check`);
	} catch (error) {
		if (!(error instanceof DomainError) || error.code !== 'edition.exists') throw error;
		complain(
			`${curriculum} has other text than edition ${error.params.version}: give it a new version in curriculum.yaml.`
		);
	}
}

process.exitCode = await prepare().catch(giveUp);
