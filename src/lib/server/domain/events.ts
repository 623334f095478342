/** The append-only log: what happened, who did it, hash-chained per organization. Audit trail and source of the feed. */
import { createHash } from 'node:crypto';
import { asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { chainHeads, events } from '../db/schema/index.ts';
import { nameOf, type Actor } from '../policy.ts';

/** The chain of what belongs to no organization. */
export const programChain = 'program';
/** The head row that counts positions over all chains. */
const whole = '*';
const beginning = '0'.repeat(64);

export type NewEvent = {
	organizationId: string | null;
	subject: string;
	kind: string;
	/** No names, no words that people wrote. */
	data?: Record<string, unknown>;
};

type Head = typeof chainHeads.$inferSelect;
type Row = typeof events.$inferSelect;

/** JSON with sorted keys: the same data always hashes the same. */
export function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
	const entries = Object.entries(value).filter(([, v]) => v !== undefined);
	entries.sort(([a], [b]) => (a < b ? -1 : 1));
	return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
}

const digest = (row: Omit<Row, 'hash'>) =>
	createHash('sha256')
		.update([row.chain, row.seq, row.position, row.at, row.actor, row.subject, row.kind, row.data, row.previous].join('\n'))
		.digest('hex');

/** Adds one event to its organization's chain. Returns its position in the whole program's log. */
export async function appendEvent(tx: Tx, actor: Actor, event: NewEvent): Promise<number> {
	const [last] = await appendEvents(tx, actor, [event]);
	return last;
}

/** Adds several events, in order. Returns their positions. */
export async function appendEvents(tx: Tx, actor: Actor, added: NewEvent[]): Promise<number[]> {
	if (added.length === 0) return [];
	const chainOf = ({ organizationId }: NewEvent) => organizationId ?? programChain;
	const heads = await headsOf(tx, [whole, ...new Set(added.map(chainOf))]);
	const total = heads.get(whole)!;
	const rows: Row[] = [];
	for (const event of added) {
		const { subject, kind, data = {} } = event;
		const chain = chainOf(event);
		const head = heads.get(chain)!;
		total.position += 1;
		const seq = head.seq + 1;
		const row = { chain, seq, position: total.position, at: now(), actor: nameOf(actor), subject, kind, data: canonical(data), previous: head.hash };
		const hash = digest(row);
		rows.push({ ...row, hash });
		heads.set(chain, { chain, seq, position: total.position, hash });
	}
	for (let i = 0; i < rows.length; i += 500) await tx.insert(events).values(rows.slice(i, i + 500));
	await moveHeads(tx, [...heads.values()]);
	return rows.map((row) => row.position);
}

const noHead = (chain: string): Head => ({ chain, seq: 0, position: 0, hash: beginning });

async function headsOf(read: Read, chains: string[]): Promise<Map<string, Head>> {
	const found = await read.select().from(chainHeads).where(inArray(chainHeads.chain, chains)).orderBy(asc(chainHeads.chain));
	return new Map([...chains.map(noHead), ...found].map((head) => [head.chain, head]));
}

async function moveHeads(tx: Tx, heads: Head[]) {
	const moved = { seq: sql`excluded.seq`, position: sql`excluded.position`, hash: sql`excluded.hash` };
	await tx.insert(chainHeads).values(heads).onConflictDoUpdate({ target: chainHeads.chain, set: moved });
}

export type ChainFault = { chain: string; seq: number; position: number; fault: 'hash' | 'previous' | 'order' | 'cut-off' };

/** Reads the whole log and finds every row that was edited, removed, moved or cut off. */
export async function verifyEvents(db: Db): Promise<{ rows: number; faults: ChainFault[] }> {
	const heads = new Map<string, Head>();
	const faults: ChainFault[] = [];
	let position = 0;
	let rows = 0;
	for await (const row of allEvents(db.read)) {
		rows += 1;
		const head = heads.get(row.chain) ?? noHead(row.chain);
		const fault = rowFault(row, head, position);
		if (fault) faults.push({ chain: row.chain, seq: row.seq, position: row.position, fault });
		position = row.position;
		heads.set(row.chain, { chain: row.chain, seq: row.seq, position: row.position, hash: row.hash });
	}
	return { rows, faults: [...faults, ...(await cutOff(db.read, heads, position))] };
}

function rowFault(row: Row, head: Head, position: number): ChainFault['fault'] | null {
	if (digest(row) !== row.hash) return 'hash';
	if (row.previous !== head.hash) return 'previous';
	return row.seq === head.seq + 1 && row.position === position + 1 ? null : 'order';
}

async function cutOff(read: Read, found: Map<string, Head>, position: number): Promise<ChainFault[]> {
	const stored = await read.select().from(chainHeads);
	return stored
		.filter((head) => (head.chain === whole ? head.position !== position : found.get(head.chain)?.hash !== head.hash))
		.map((head) => ({ chain: head.chain, seq: head.seq, position: head.position, fault: 'cut-off' as const }));
}

async function* allEvents(read: Read): AsyncGenerator<Row> {
	let after = 0;
	while (true) {
		const page = await read.select().from(events).where(gt(events.position, after)).orderBy(asc(events.position)).limit(2000);
		yield* page;
		if (page.length < 2000) return;
		after = page[page.length - 1].position;
	}
}

/** The history of one subject, oldest first. */
export async function historyOf(read: Read, subject: string) {
	return read.select().from(events).where(eq(events.subject, subject)).orderBy(asc(events.position));
}
