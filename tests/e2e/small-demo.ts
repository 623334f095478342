/** A small demo program in a new database; as a program of its own: `node small-demo.ts <file>`. */
import { fileURLToPath } from 'node:url';
import { loadDemo } from '../../src/demo/load.ts';
import { migrate } from '../../src/lib/server/db/migrate.ts';
import { openDatabase, type Db } from '../../src/lib/server/db/open.ts';
import { shortEdition } from '../support/steady-ground.ts';

export const secret = 'the secret of the end-to-end tests';

/** `more` adds what a test needs beside it. */
export async function makeSmallDemo(
	url: string,
	size: { groups: number; organizations: number },
	more: (db: Db) => Promise<void> = async () => undefined
): Promise<void> {
	process.env.GROUNDWORK_SECRET = secret;
	await migrate(url);
	const db = await openDatabase(url);
	await loadDemo(db, await shortEdition(), { size });
	await more(db);
	await db.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	await makeSmallDemo(`file:${process.argv[2]}`, { groups: 4, organizations: 1 });
}
