/** Histories, kills and a flaky receiver together, against the built server; at the end everything must be in step. */
import { rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { and, eq } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import { outbox } from '#lib/server/db/schema/index.ts';
import { behind } from '#lib/server/feed/outbox.ts';
import { startConsumer, type Consumer } from '../consumer/consumer.ts';
import { lists } from '../consumer/copy.ts';
import { serve } from '../routes/built.ts';
import { chances, pause, player, type Chance } from './player.ts';
import { setStage } from './stage.ts';
import { faultsIn } from './truth.ts';

export type Plan = {
	seed: number;
	/** False: enough was played. */
	goOn(steps: number): boolean;
	/** Steps from one kill of the server to the next, on average; and of the receiver's restarts. */
	kills: number;
	restarts: number;
	/** Share of webhooks that fail, in one way or another. */
	failing: number;
	secret: string;
	folder: string;
};

/** @returns what was done, and what is wrong at the end: nothing, where all is well */
export async function playChaos(db: Db, url: string, plan: Plan) {
	const chance = chances(plan.seed);
	const stage = await setStage(db);
	const file = join(plan.folder, 'copy.db');
	rmSync(file, { force: true });
	const settings = {
		...{ url: '', key: stage.key, secrets: [stage.secret], file },
		before: flaky(chance, () => failing)
	};
	let failing = plan.failing;
	let consumer: Consumer = await startConsumer(settings);
	const { port } = consumer;
	const start = () =>
		serve(url, plan.secret, {
			NODE_OPTIONS: `--import ${join(process.cwd(), 'tests/support/reach-here.ts')}`,
			RECEIVER_PORT: String(port)
		});
	let server = await start();
	settings.url = server.origin;
	const play = player(db, stage, chance, () => settings.url);
	const done = { kills: 0, restarts: 0, steps: 0 };

	const kill = async () => {
		server.server.kill('SIGKILL');
		await server.stop();
		server = await start();
		settings.url = server.origin;
		done.kills += 1;
	};
	const restart = async () => {
		await consumer.stop();
		consumer = await startConsumer(settings, port);
		done.restarts += 1;
	};

	let killing: Promise<void> = Promise.resolve();
	while (plan.goOn(done.steps)) {
		// The history goes on while it is killed and started: what is asked meanwhile is asked again.
		if (chance() < 1 / plan.kills) killing = killing.then(kill);
		if (chance() < 1 / plan.restarts) await restart();
		await play.step();
		done.steps += 1;
	}
	await killing;
	failing = 0;
	await quiet(db, stage.endpointId, play.leap);
	await consumer.catchUp();
	const left = await consumer.reconcile(
		'2026-01-01',
		new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
	);
	const { copy } = consumer;
	const faults = await faultsIn(db, stage, {
		copy: Object.fromEntries(lists.map((list) => [list, copy.all(list)])) as never,
		heard: copy.webhooks(),
		acknowledged: play.acknowledged
	});
	const heard = copy.webhooks().length;
	await consumer.stop();
	const exit = await server.stop();
	const unproved = left.map((one) => `reconciliation: ${JSON.stringify(one)}`);
	return { faults: [...faults, ...unproved], exit, ...done, ...play.counts, heard };
}

/** Half of the requests: refused, cut off, slow or answered too late to be believed. */
const flaky =
	(chance: Chance, failing: () => number) =>
	async (response: ServerResponse): Promise<boolean> => {
		await pause(chance() * 30);
		if (chance() >= failing()) return false;
		const way = chance();
		if (way < 0.4) response.writeHead(500).end();
		else if (way < 0.6) response.writeHead(302, { location: 'https://example.com/' }).end();
		else if (way < 0.8) response.destroy();
		else response.writeHead(429).end('later');
		return true;
	};

/** Until everything that happened was told or held back. */
async function quiet(db: Db, endpointId: string, leap: () => Promise<unknown>) {
	while (true) {
		const waits = and(eq(outbox.endpointId, endpointId), eq(outbox.state, 'waiting'));
		const waiting = await db.read.$count(outbox, waits);
		if (waiting === 0 && (await behind(db.read)).length === 0) return;
		await leap();
		await pause(300);
	}
}
