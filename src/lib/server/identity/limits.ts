/** Counters of tries, kept in the database: a restart forgets nothing, and two processes count together. */
import { eq, sql } from 'drizzle-orm';
import { RateLimiterRes } from 'rate-limiter-flexible';
import RateLimiterStoreAbstract from 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js';
import type { Db } from '../db/open.ts';
import { limits } from '../db/schema/index.ts';

type Row = { points: number; expire: number | null };

/** rate-limiter-flexible on our own table, through our own gate. */
export class Limit extends RateLimiterStoreAbstract {
	readonly #db: Db;

	/** `points` tries in `duration` seconds; `blockDuration` seconds once they are used up. */
	constructor(db: Db, name: string, points: number, duration: number, blockDuration = 0) {
		super({ storeClient: db, keyPrefix: name, points, duration, blockDuration });
		this.#db = db;
	}

	_upsert(key: string, points: number, duration: number, replace: boolean): Promise<Row> {
		const expire = duration > 0 ? Date.now() + duration : null;
		const over = sql`${limits.expire} <= ${Date.now()}`;
		const added = {
			points: sql`case when ${over} then excluded.points else ${limits.points} + excluded.points end`,
			expire: sql`case when ${over} then excluded.expire else ${limits.expire} end`
		};
		return this.#db.write(async (tx) => {
			const [row] = await tx
				.insert(limits)
				.values({ key, points, expire })
				.onConflictDoUpdate({ target: limits.key, set: replace ? { points, expire } : added })
				.returning();
			return row;
		});
	}

	async _get(key: string): Promise<Row | null> {
		const [row] = await this.#db.read.select().from(limits).where(eq(limits.key, key));
		return row && (row.expire === null || row.expire > Date.now()) ? row : null;
	}

	async _delete(key: string): Promise<boolean> {
		const gone = await this.#db.write(
			async (tx) => await tx.delete(limits).where(eq(limits.key, key)).returning()
		);
		return gone.length > 0;
	}

	_getRateLimiterRes(_key: string, changed: number, row: Row): RateLimiterRes {
		const ms = row.expire === null ? -1 : Math.max(row.expire - Date.now(), 0);
		return new RateLimiterRes(Math.max(this.points - row.points, 0), ms, row.points, row.points === changed);
	}

	/** Tries counted and not yet forgotten. */
	async used(key: string): Promise<number> {
		return (await this.get(key))?.consumedPoints ?? 0;
	}
}

/** Whom to count together: an IPv4 address, or an IPv6 network of 64 bits, since one subscriber has all of it. */
export function networkOf(address: string): string {
	const mapped = address.match(/^::ffff:(\d+\.\d+\.\d+\.\d+)$/i);
	if (mapped) return mapped[1];
	if (!address.includes(':')) return address;
	const [left, right = ''] = address.split('%')[0].toLowerCase().split('::');
	const head = left === '' ? [] : left.split(':');
	const tail = right === '' ? [] : right.split(':');
	const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
	const groups = address.includes('::') ? [...head, ...zeros, ...tail] : head;
	return `${groups
		.slice(0, 4)
		.map((group) => parseInt(group, 16).toString(16))
		.join(':')}::/64`;
}
