/**
 * `npm run soak [-- minutes]`: histories, kills and a flaky receiver against the production build, for as long as one likes
 * (10 minutes otherwise). Says what it did, and ends with 1 when anything is out of step, lost, or told without consent.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const minutes = Number(process.argv[2] ?? 10);
if (!(minutes > 0)) {
	console.error('Say for how many minutes: npm run soak -- 30');
	process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'groundwork-soak-'));
const url = `file:${join(folder, 'soak.db')}`;
const secret = 'soak-secret-soak-secret-soak-secret-soak-secret';
process.env.DATABASE_URL = url;
process.env.GROUNDWORK_SECRET = secret;

const { faultsIn } = await import('#lib/server/db/backups.ts');
const { migrate } = await import('#lib/server/db/migrate.ts');
const { openDatabase } = await import('#lib/server/db/open.ts');
const { playChaos } = await import('./chaos.ts');

const began = Date.now();
const over = began + minutes * 60_000;
const seed = Number(process.env.SOAK_SEED ?? began % 1_000_000);
console.log(`Seed ${seed} (SOAK_SEED), ${minutes} minutes, ${url}`);
await migrate(url);
const db = await openDatabase(url);
let told = began;

const { faults, exit, ...done } = await playChaos(db, url, {
	...{ seed, kills: 60, restarts: 40, failing: 0.5, secret, folder },
	goOn(steps) {
		if (Date.now() > told + 60_000) {
			told = Date.now();
			console.log(`${Math.round((told - began) / 60_000)} min: ${steps} steps`);
		}
		return Date.now() < over;
	}
});
await db.close();
const broken = faultsIn(url.replace('file:', ''));
if (exit !== 0) faults.push(`the server ended with ${exit}, not with 0`);
faults.push(...broken.map((fault) => `integrity: ${fault}`));

for (const [what, count] of Object.entries(done)) console.log(`${what}: ${count}`);
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? 'Everything is in step.' : `${faults.length} faults. Kept: ${folder}`);
if (faults.length === 0) rmSync(folder, { recursive: true, force: true });
process.exitCode = faults.length === 0 ? 0 : 1;
