/**
 * What milestones take: what awarding adds to one mark, and working out 10,000 enrollments anew while others ask. The
 * demo's enrollments are gone through again and again, each as it is, until there were that many. Printed and kept in
 * test-results/bench-progress.md.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const wanted = Number(process.env.BENCH_ENROLLMENTS ?? 10_000);
const folder = mkdtempSync(join(tmpdir(), 'groundwork-progress-'));
const url = `file:${join(folder, 'demo.db')}`;
process.env.DATABASE_URL = url;
process.env.GROUNDWORK_SECRET = 'bench-secret-bench-secret-bench-secret-bench';

const { migrate } = await import('#lib/server/db/migrate.ts');
const { openDatabase } = await import('#lib/server/db/open.ts');
const { enrollments } = await import('#lib/server/db/schema/index.ts');
const { readFolder } = await import('#lib/server/curriculum/files.ts');
const { recompute, settle } = await import('#lib/server/domain/milestones.ts');
const { system } = await import('#lib/server/policy.ts');
const { loadDemo } = await import('../../src/demo/load.ts');

const at = (all: number[], share: number) =>
	[...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))].toFixed(1);

try {
	await migrate(url);
	const db = await openDatabase(url);
	await loadDemo(db, await readFolder('curriculum/steady-ground'));
	const all = await db.read.select().from(enrollments).orderBy(enrollments.id);

	/** What a mark does besides being written: the person's facts read, their progress worked out, their standing saved. */
	const awarding: number[] = [];
	for (let round = 0; round < 4; round++) {
		for (const { id, groupId } of all) {
			await db.write(async (tx) => {
				const began = performance.now();
				await settle(tx, system, groupId, [id]);
				awarding.push(performance.now() - began);
			});
		}
	}

	const delay = monitorEventLoopDelay({ resolution: 5 });
	delay.enable();
	const began = performance.now();
	let done = 0;
	let changed = 0;
	for (; done < wanted; done += all.length) changed += (await recompute(db, system)).changed;
	const took = (performance.now() - began) / 1000;
	delay.disable();
	await db.close();
	if (changed !== 0) throw new Error(`${changed} milestones changed on a healthy database`);

	const loop = (nanoseconds: number) => (nanoseconds / 1e6).toFixed(0);
	const text = [
		'| Progress | |',
		'| --- | ---: |',
		`| What awarding adds to a mark, p50 / p95 ms (${awarding.length} times) | ${at(awarding.slice(all.length), 0.5)} / ${at(awarding.slice(all.length), 0.95)} |`,
		`| ${done} enrollments worked out anew, s | ${took.toFixed(1)} |`,
		`| Meanwhile the loop was held up, p50 / p99 / longest ms | ${loop(delay.percentile(50))} / ${loop(delay.percentile(99))} / ${loop(delay.max)} |`
	].join('\n');
	mkdirSync('test-results', { recursive: true });
	writeFileSync('test-results/bench-progress.md', `${text}\n`);
	console.log(text);
} finally {
	rmSync(folder, { recursive: true, force: true });
}
