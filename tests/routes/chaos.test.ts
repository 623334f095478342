/** A short piece of what `npm run soak` plays for as long as one likes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { playChaos } from '../soak/chaos.ts';
import { freshDatabase } from '../support/database.ts';

const secret = 'the secret of the chaos, long enough for it';

test('with half of the webhooks failing, kills and restarts, the copy is the truth: nothing is missing, lost, or told without consent', async () => {
	process.env.GROUNDWORK_SECRET = secret;
	const { db, url } = await freshDatabase();
	const folder = mkdtempSync(join(tmpdir(), 'groundwork-chaos-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const { faults, exit, ...done } = await playChaos(db, url, {
		...{ seed: 5, kills: 40, restarts: 30, failing: 0.5, secret, folder },
		goOn: (steps) => steps < 110
	});
	expect(faults).toEqual([]);
	expect(exit).toBe(0);
	expect(done.kills).toBeGreaterThan(0);
	expect(done.restarts).toBeGreaterThan(0);
	expect(done.revocations).toBeGreaterThan(0);
	expect(done.corrections).toBeGreaterThan(0);
	expect(done.heard).toBeGreaterThan(20);
});
