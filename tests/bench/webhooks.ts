/** Ten thousand webhooks to a receiver on this machine, each with its consent looked at and its disclosure logged. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { and, eq, ne } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import type { Stage } from '../soak/stage.ts';

export type Webhooks = { sent: number; seconds: number; alone: number[]; beside: number[] };

const messages = 10_000;
const people = 200;

/** @param folder where its database is made */
export async function webhooks(folder: string): Promise<Webhooks> {
	const url = `file:${join(folder, 'webhooks.db')}`;
	const { migrate } = await import('#lib/server/db/migrate.ts');
	const { openDatabase } = await import('#lib/server/db/open.ts');
	const { setStage } = await import('../soak/stage.ts');
	const { serve } = await import('../routes/built.ts');
	await migrate(url);
	const db = await openDatabase(url);
	const stage = await setStage(db);
	const consents = await consented(db, stage);

	let heard = 0;
	const receiver = createServer((request, response) => {
		request.resume().on('end', () => {
			heard += 1;
			response.writeHead(204).end();
		});
	}).listen(0, '127.0.0.1');
	await once(receiver, 'listening');
	const server = await serve(url, process.env.GROUNDWORK_SECRET!, {
		NODE_OPTIONS: `--import ${join(process.cwd(), 'tests/support/reach-here.ts')}`,
		RECEIVER_PORT: String((receiver.address() as AddressInfo).port),
		LOG_LEVEL: 'warn'
	});
	try {
		const ask = pageOf(`${server.origin}/sessions/${stage.sessions[0]}`, stage.cookie);
		await ask(200);
		const alone = await ask(400);
		await fill(db, stage, consents);
		const began = performance.now();
		let isOver = false;
		const over = untilDelivered(db).finally(() => (isOver = true));
		const beside = await ask(Infinity, () => isOver);
		await over;
		return { sent: heard, seconds: (performance.now() - began) / 1000, alone, beside };
	} finally {
		await server.stop();
		receiver.closeAllConnections();
		receiver.close();
		await db.close();
	}
}

/** People of the group who let the recipient know, each with the consent. */
async function consented(db: Db, { groupId, organizationId, recipientId }: Stage) {
	const { enrollNewParticipant } = await import('#lib/server/domain/newcomers.ts');
	const { recordConsent } = await import('#lib/server/domain/consents.ts');
	const { newId } = await import('#lib/server/ids.ts');
	const { system } = await import('#lib/server/policy.ts');
	const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
	const given: { participantId: string; consentId: string }[] = [];
	for (let i = 0; i < people; i++) {
		const person = {
			number: `P-${1000 + i}`,
			firstName: 'Person',
			lastName: `Number ${i}`,
			language: 'en' as const
		};
		const asked = { operationId: newId(), ...person, override: 'next-cycle' as const };
		const { participantId } = await enrollNewParticipant(db, system, groupId, asked);
		const { id } = await recordConsent(db, system, participantId, {
			...{ operationId: newId(), organizationId, recipientId, purpose: 'Plan services together' },
			...{ information: ['milestones'], signedOn: day(-2), expiresOn: day(300) },
			...{ signature: 'paper', toldOfRevocation: true }
		});
		given.push({ participantId, consentId: id });
	}
	return given;
}

/** Puts the messages into the outbox, due now; what happened before is not told. */
async function fill(
	db: Db,
	{ endpointId, organizationId }: Stage,
	given: { participantId: string; consentId: string }[]
) {
	const { outbox } = await import('#lib/server/db/schema/index.ts');
	const { waiting } = await import('#lib/server/feed/outbox.ts');
	const at = new Date().toISOString();
	const rows = Array.from({ length: messages }, (_, i) => {
		const { participantId, consentId } = given[i % given.length];
		const about = { participantId, organizationId, aboutId: consentId };
		return { ...waiting(endpointId), type: 'consent.recorded' as const, at, ...about };
	});
	await db.write(async (tx) => {
		for (let i = 0; i < rows.length; i += 500)
			await tx
				.insert(outbox)
				.values(rows.slice(i, i + 500))
				.returning({ id: outbox.id });
	});
}

async function untilDelivered(db: Db) {
	const { outbox } = await import('#lib/server/db/schema/index.ts');
	const left = and(ne(outbox.state, 'delivered'), eq(outbox.type, 'consent.recorded'));
	while ((await db.read.$count(outbox, left)) > 0) await new Promise((over) => setTimeout(over, 100));
}

/** Asks for a page one request after the other, ten times a second at the most, and tells how long each took, ms. */
const pageOf = (address: string, cookie: string) => async (most: number, isOver?: () => boolean) => {
	const times: number[] = [];
	while (times.length < most && !isOver?.()) {
		const began = performance.now();
		const response = await fetch(address, { headers: { cookie, accept: 'text/html' } });
		await response.arrayBuffer();
		if (!response.ok) throw new Error(`${address}: ${response.status}`);
		times.push(performance.now() - began);
		if (isOver) await new Promise((over) => setTimeout(over, 20));
	}
	return times;
};

export function webhooksTable({ sent, seconds, alone, beside }: Webhooks): string {
	const at = (all: number[], share: number) =>
		[...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))];
	const [before, during] = [at(alone, 0.95), at(beside, 0.95)];
	return [
		'| Webhooks | sent | s | a second | p95 of a page alone, ms | p95 beside, ms | ratio |',
		'| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
		`| to a local receiver | ${sent} | ${seconds.toFixed(1)} | ${(sent / seconds).toFixed(0)} | ${before.toFixed(1)} | ${during.toFixed(1)} | ${(during / before).toFixed(2)} |`
	].join('\n');
}

if (process.argv[1]?.endsWith('webhooks.ts')) {
	const { mkdtempSync, rmSync } = await import('node:fs');
	const { tmpdir } = await import('node:os');
	process.env.DATABASE_URL ??= 'file:bench';
	process.env.GROUNDWORK_SECRET ??= 'bench-secret-bench-secret-bench-secret-bench';
	const folder = mkdtempSync(join(tmpdir(), 'groundwork-webhooks-'));
	try {
		console.log(webhooksTable(await webhooks(folder)));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
