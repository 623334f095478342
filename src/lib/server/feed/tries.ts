/** What comes of a try: taken, tried again later, or given up; each in the delivery log. */
import { and, eq, inArray } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Db, Tx } from '../db/open.ts';
import { outbox, webhookEndpoints, webhookTries } from '../db/schema/index.ts';
import { newId } from '../ids.ts';
import { system } from '../policy.ts';
import type { Claim } from './claims.ts';
import type { Message } from './grounds.ts';
import { turnOffItself } from './endpoints.ts';
import type { Outcome } from './sending.ts';

const [second, minute, hour] = [1000, 60_000, 3_600_000];

/** Milliseconds to wait after each try, as the specification's example: 75 hours and a half in all (security R27). */
export const pauses = [
	...[5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour],
	...[10 * hour, 14 * hour, 20 * hour, 24 * hour]
];
/** Up to a tenth longer, so that what failed together does not come back together. */
const jitter = 0.1;

/** When it is tried again after so many tries; null: never by itself. */
function nextTry(tries: number, chance: () => number = Math.random): string | null {
	const pause = pauses[tries - 1];
	if (pause === undefined) return null;
	return new Date(Date.parse(now()) + Math.round(pause * (1 + jitter * chance()))).toISOString();
}

export type Tried = { claim: Claim; outcome: Outcome };

/** Keeps what came of some tries, in one transaction. */
export async function recordTries(db: Db, tried: Tried[]): Promise<void> {
	if (tried.length === 0) return;
	await db.write(async (tx) => {
		const ids = tried.map(({ claim }) => claim.message.id);
		const held = await tx.select().from(outbox).where(inArray(outbox.id, ids)).orderBy(outbox.id);
		const tries = new Map(held.map((message) => [message.id, message.tries]));
		const ended = tried.map((one) => endOf(one, tries.get(one.claim.message.id)! + 1));
		await tx
			.insert(webhookTries)
			.values(ended.map(({ row }) => row))
			.returning({ id: webhookTries.id });
		for (const alike of Map.groupBy(ended, ({ change }) => JSON.stringify(change)).values())
			await changeAll(tx, alike);
		const gone = tried.filter(({ outcome }) => outcome.status === 410);
		for (const { claim } of gone) await turnOffFor(tx, claim.message.endpointId);
	});
}

type End = ReturnType<typeof endOf>;

function endOf({ claim: { message }, outcome }: Tried, number: number) {
	const isTaken = outcome.fault === null;
	const nextAt = isTaken || outcome.status === 410 ? null : nextTry(number);
	const about = { messageId: message.id, endpointId: message.endpointId, number, nextAt };
	const state: Message['state'] = isTaken ? 'delivered' : nextAt ? 'waiting' : 'dead';
	return {
		row: { id: newId(), ...about, at: now(), ...outcome },
		change: { state, tries: number, leasedUntil: null, ...(nextAt ? { nextAt } : { settledAt: now() }) }
	};
}

/** Another try may have been the one that was taken. */
async function changeAll(tx: Tx, alike: End[]) {
	const ids = alike.map(({ row }) => row.messageId);
	await tx
		.update(outbox)
		.set(alike[0].change)
		.where(and(inArray(outbox.id, ids), eq(outbox.state, 'waiting')))
		.returning({ id: outbox.id });
}

/** 410: the receiver says that nobody is there any more. */
async function turnOffFor(tx: Tx, endpointId: string) {
	const [endpoint] = await tx.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, endpointId));
	await turnOffItself(tx, system, endpoint, 'gone');
}

/** Gives back what was not tried to the end: it is due again, and no try was used up. */
export async function giveBack(db: Db, claims: Claim[]): Promise<void> {
	if (claims.length === 0) return;
	const ids = claims.map(({ message }) => message.id);
	await db.write((tx) =>
		tx.update(outbox).set({ leasedUntil: null }).where(inArray(outbox.id, ids)).returning({ id: outbox.id })
	);
}
