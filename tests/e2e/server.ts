/** The production build on a fresh database with a small demo program, for the end-to-end tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { giveUp, launch } from '../../src/launch.ts';
import { makeSmallDemo, secret } from './small-demo.ts';
import { setStage } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'groundwork-e2e-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

async function serve() {
	const url = `file:${join(folder, 'groundwork.db')}`;
	await makeSmallDemo(url, { groups: 6, organizations: 2 }, setStage);
	await launch({
		DATABASE_URL: url,
		GROUNDWORK_SECRET: secret,
		HOST: '127.0.0.1',
		GROUNDWORK_DEMO: '1',
		LOG_LEVEL: 'warn'
	});
}

await serve().catch(giveUp);
