/** The production build on a fresh database with a small demo program, for the end-to-end tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { giveUp, launch } from '../../src/launch.ts';
import { readFolder } from '../../src/lib/server/curriculum/files.ts';
import { migrate } from '../../src/lib/server/db/migrate.ts';
import { openDatabase } from '../../src/lib/server/db/open.ts';
import { loadDemo } from '../../src/demo/load.ts';

const folder = mkdtempSync(join(tmpdir(), 'groundwork-e2e-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

async function serve() {
	const url = `file:${join(folder, 'groundwork.db')}`;
	process.env.GROUNDWORK_SECRET = 'the secret of the end-to-end tests';
	await migrate(url);
	const db = await openDatabase(url);
	await loadDemo(db, await readFolder('curriculum/steady-ground'), { size: { groups: 8, organizations: 2 } });
	await db.close();
	await launch({ DATABASE_URL: url, HOST: '127.0.0.1', GROUNDWORK_DEMO: '1', LOG_LEVEL: 'warn' });
}

await serve().catch(giveUp);
