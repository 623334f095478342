/** Reads of what is sensitive: who looked at whom. Written to the log in small batches, not on the way of a page. */
import { now } from '../clock.ts';
import type { Db } from '../db/open.ts';
import type { Id } from '../ids.ts';
import { nameOf, type Actor } from '../policy.ts';
import { appendEvents, type NewEvent } from './events.ts';

export type ReadOf = {
	organizationId: Id | null;
	/** Like `participant:…` or `session:…`. */
	subject: string;
	/** What was shown: `people.read`, `roll.read`, … */
	kind: string;
};
type Noted = ReadOf & { actor: Actor; at: string };

/** So many wait at the most before they are written. */
export const batchSize = 50;
let waiting: Noted[] = [];
let full: (() => void) | undefined;

/** Notes that somebody was shown something. The same again before it was written counts once. */
export function logRead(actor: Actor, read: ReadOf): void {
	const same = (one: Noted) =>
		one.subject === read.subject && one.kind === read.kind && nameOf(one.actor) === nameOf(actor);
	if (waiting.some(same)) return;
	waiting.push({ ...read, actor, at: now() });
	if (waiting.length >= batchSize) full?.();
}

/** Calls `write` when a batch is full. */
export function onFullBatch(write: (() => void) | undefined): void {
	full = write;
}

/** Writes down the reads that wait. What can't be written waits on. */
export async function writeReads(db: Db): Promise<number> {
	const batch = waiting;
	waiting = [];
	if (batch.length === 0) return 0;
	try {
		await db.write(async (tx) => {
			for (const own of Map.groupBy(batch, ({ actor }) => nameOf(actor)).values()) {
				await appendEvents(tx, own[0].actor, own.map(asEvent));
			}
		});
		return batch.length;
	} catch (error) {
		waiting = [...batch, ...waiting];
		throw error;
	}
}

const asEvent = ({ organizationId, subject, kind, at }: Noted): NewEvent => ({
	organizationId,
	subject,
	kind,
	data: { at }
});
