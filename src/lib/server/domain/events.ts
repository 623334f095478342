/** The append-only log: what happened, who did it, hash-chained per organization. Audit trail and source of the feed. */
import { createHash } from 'node:crypto';
import { and, asc, eq, gt, inArray, lt, lte, or, sql } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { chainHeads, events } from '../db/schema/index.ts';
import { nameOf, type Actor } from '../policy.ts';
import { placeEvents } from './feed-places.ts';

/** The chain of what belongs to no organization. */
const programChain = 'program';
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
		.update(
			[
				row.chain,
				row.seq,
				row.position,
				row.at,
				row.actor,
				row.subject,
				row.kind,
				row.data,
				row.previous
			].join('\n')
		)
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
		const row = {
			chain,
			seq,
			position: total.position,
			at: now(),
			actor: nameOf(actor),
			subject,
			kind,
			data: canonical(data),
			previous: head.hash
		};
		const hash = digest(row);
		rows.push({ ...row, hash });
		heads.set(chain, { chain, seq, position: total.position, hash });
	}
	for (let i = 0; i < rows.length; i += 500) await tx.insert(events).values(rows.slice(i, i + 500));
	await moveHeads(tx, [...heads.values()]);
	const positions = rows.map((row) => row.position);
	await placeEvents(tx, added, positions);
	return positions;
}

const noHead = (chain: string): Head => ({ chain, seq: 0, position: 0, hash: beginning });

async function headsOf(read: Read, chains: string[]): Promise<Map<string, Head>> {
	const found = await read
		.select()
		.from(chainHeads)
		.where(inArray(chainHeads.chain, chains))
		.orderBy(asc(chainHeads.chain));
	return new Map([...chains.map(noHead), ...found].map((head) => [head.chain, head]));
}

async function moveHeads(tx: Tx, heads: Head[]) {
	const moved = { seq: sql`excluded.seq`, position: sql`excluded.position`, hash: sql`excluded.hash` };
	await tx.insert(chainHeads).values(heads).onConflictDoUpdate({ target: chainHeads.chain, set: moved });
}

export type ChainFault = {
	chain: string;
	seq: number;
	position: number;
	fault: 'hash' | 'previous' | 'order' | 'cut-off';
};

/** Reads the whole log, while others write, and finds every row that was edited, removed, moved, added or cut off. */
export async function verifyEvents(db: Db): Promise<{ rows: number; faults: ChainFault[] }> {
	const stored = await db.read.select().from(chainHeads).orderBy(asc(chainHeads.chain));
	const end = stored.find((head) => head.chain === whole)?.position ?? 0;
	const found = new Map<string, Head>([[whole, noHead(whole)]]);
	const faults: ChainFault[] = [];
	let rows = 0;
	for await (const row of eventsUpTo(db.read, end)) {
		rows += 1;
		const total = found.get(whole)!;
		const fault = rowFault(row, found.get(row.chain) ?? noHead(row.chain), total.position);
		if (fault) faults.push(placed(row, fault));
		found.set(row.chain, row).set(whole, { ...total, position: row.position });
	}
	return { rows, faults: [...faults, ...headFaults(stored, found), ...(await strays(db.read))] };
}

const placed = ({ chain, seq, position }: Omit<Head, 'hash'>, fault: ChainFault['fault']): ChainFault => ({
	chain,
	seq,
	position,
	fault
});

function rowFault(row: Row, head: Head, position: number): ChainFault['fault'] | null {
	if (digest(row) !== row.hash) return 'hash';
	if (row.previous !== head.hash) return 'previous';
	return row.seq === head.seq + 1 && row.position === position + 1 ? null : 'order';
}

/** A chain ends where its head says, and every chain has a head. */
function headFaults(stored: Head[], found: Map<string, Head>): ChainFault[] {
	const heads = new Map(stored.map((head) => [head.chain, head]));
	const chains = [...new Set([...heads.keys(), ...found.keys()])];
	return chains
		.map((chain) => [heads.get(chain) ?? noHead(chain), found.get(chain) ?? noHead(chain)])
		.filter(
			([head, last]) => head.seq !== last.seq || head.position !== last.position || head.hash !== last.hash
		)
		.map(([head]) => placed(head, 'cut-off'));
}

/** Rows that no head knows of. */
async function strays(read: Read): Promise<ChainFault[]> {
	const end = sql`coalesce((select ${chainHeads.position} from ${chainHeads} where ${chainHeads.chain} = ${whole}), 0)`;
	const beyond = or(lt(events.position, 1), sql`${events.position} > ${end}`);
	const rows = await read.select().from(events).where(beyond).orderBy(asc(events.position)).limit(100);
	return rows.map((row) => placed(row, 'order'));
}

async function* eventsUpTo(read: Read, end: number): AsyncGenerator<Row> {
	let after = 0;
	while (true) {
		const next = and(gt(events.position, after), lte(events.position, end));
		const page = await read.select().from(events).where(next).orderBy(asc(events.position)).limit(2000);
		yield* page;
		if (page.length < 2000) return;
		after = page[page.length - 1].position;
	}
}

/** The history of one subject, oldest first. */
export async function historyOf(read: Read, subject: string) {
	return read.select().from(events).where(eq(events.subject, subject)).orderBy(asc(events.position));
}
