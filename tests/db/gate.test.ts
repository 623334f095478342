import { eq, sql } from 'drizzle-orm';
import Sqlite from 'better-sqlite3';
import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, test } from 'vitest';
import { isPostgres } from '#lib/server/db/dialect.ts';
import type { Db, Tx } from '#lib/server/db/open.ts';
import { chainHeads } from '#lib/server/db/schema/index.ts';
import { sqlitePath } from '#lib/server/db/sqlite.ts';
import { freshDatabase, hasTwoConnections } from '../support/database.ts';

const row = (chain: string) => ({ chain, seq: 1, position: 1, hash: 'x' });
const add = (tx: Tx, chain: string) => tx.insert(chainHeads).values(row(chain)).returning();
const chains = async (db: Db) =>
	(await db.read.select().from(chainHeads).orderBy(chainHeads.chain)).map((one) => one.chain);

/** Lets others go on until told to. */
function hurdle() {
	let pass = () => {};
	const passed = new Promise<void>((done) => (pass = done));
	return { passed, pass };
}

describe('a write', () => {
	test('is committed as a whole, and gives back what its work gives back', async () => {
		const { db } = await freshDatabase();
		const given = await db.write(async (tx) => {
			await add(tx, 'a');
			return (await add(tx, 'b'))[0].chain;
		});
		expect(given).toBe('b');
		expect(await chains(db)).toEqual(['a', 'b']);
	});

	test('may give back its query itself: it is run inside', async () => {
		const { db } = await freshDatabase();

		const work = (tx: Tx) => add(tx, 'a') as unknown as Promise<unknown>;
		await db.write(work);
		expect(await chains(db)).toEqual(['a']);
	});

	test('that fails leaves nothing, and the next one finds the gate open', async () => {
		const { db } = await freshDatabase();
		const failing = db.write(async (tx) => {
			await add(tx, 'a');
			throw new Error('no');
		});
		await expect(failing).rejects.toThrow('no');
		await expect(db.write(async (tx) => add(tx, null as never))).rejects.toThrow();
		await db.write((tx) => add(tx, 'b'));
		expect(await chains(db)).toEqual(['b']);
	});

	test('waits for the one before it: what one reads no other changes meanwhile', async () => {
		const { db } = await freshDatabase();
		await db.write((tx) => add(tx, 'a'));
		const raise = () =>
			db.write(async (tx) => {
				const [{ seq }] = await tx.select().from(chainHeads);
				await new Promise((done) => setImmediate(done));
				await tx
					.update(chainHeads)
					.set({ seq: seq + 1 })
					.where(eq(chainHeads.chain, 'a'))
					.returning();
			});
		await Promise.all(Array.from({ length: 20 }, raise));
		expect((await db.read.select().from(chainHeads))[0].seq).toBe(21);
	});

	test('of two processes lose nothing of each other', async (context) => {
		if (!hasTwoConnections()) context.skip('PGlite has one connection');
		const { db, reopen } = await freshDatabase();
		const other = await reopen();
		await db.write((tx) => add(tx, 'a'));
		const raise = (handle: Db) =>
			handle.write(async (tx) => {
				const [{ seq }] = await tx.select().from(chainHeads);
				await new Promise((done) => setImmediate(done));
				await tx
					.update(chainHeads)
					.set({ seq: seq + 1 })
					.where(eq(chainHeads.chain, 'a'))
					.returning();
			});
		await Promise.all(Array.from({ length: 20 }, (_, i) => raise(i % 2 ? db : other)));
		expect((await other.read.select().from(chainHeads))[0].seq).toBe(21);
	});
});

describe('what is refused', () => {
	const outside = /outside its transaction/;

	test('a query through a transaction that is over', async () => {
		const { db } = await freshDatabase();
		let leaked: Tx | undefined;
		await db.write(async (tx) => {
			leaked = tx;
			await add(tx, 'a');
		});
		await expect((async () => add(leaked!, 'b'))()).rejects.toThrow(outside);
		expect(await chains(db)).toEqual(['a']);
	});

	test('the same from inside another transaction', async () => {
		const { db } = await freshDatabase();
		let leaked: Tx | undefined;
		await db.write(async (tx) => void (leaked = tx));
		const mixed = db.write(async (tx) => {
			await add(tx, 'a');
			await add(leaked!, 'b');
		});
		await expect(mixed).rejects.toThrow(outside);
		expect(await chains(db)).toEqual([]);
	});

	test('a query that nobody waited for, once the transaction is over', async () => {
		const { db } = await freshDatabase();
		const { passed, pass } = hurdle();
		let floating: Promise<unknown> | undefined;
		await db.write(async (tx) => {
			floating = passed.then(() => add(tx, 'a'));
		});
		pass();
		await expect(floating).rejects.toThrow(outside);
		expect(await chains(db)).toEqual([]);
	});

	test('db.read inside db.write', async () => {
		const { db } = await freshDatabase();
		const reading = db.write(async () => db.read.select().from(chainHeads));
		await expect(reading).rejects.toThrow(/read with tx/);
		expect(await chains(db)).toEqual([]);
	});

	test('db.write inside db.write', async () => {
		const { db } = await freshDatabase();
		const nested = db.write(async () => db.write((tx) => add(tx, 'a')));
		await expect(nested).rejects.toThrow(/db\.write inside db\.write/);
		await db.write((tx) => add(tx, 'b'));
		expect(await chains(db)).toEqual(['b']);
	});

	test('a write through db.read, by the types and by the database', async (context) => {
		if (!hasTwoConnections()) context.skip('PGlite has no read-only handle');
		const { db } = await freshDatabase();
		// @ts-expect-error -- db.read has no insert
		const byTypes: unknown = () => db.read.insert(chainHeads);
		expect(byTypes).toBeTypeOf('function');
		const sly = db.read as unknown as Tx;
		for (const write of [
			async () => add(sly, 'a'),
			async () => sly.update(chainHeads).set({ seq: 2 }).returning(),
			async () => sly.delete(chainHeads).returning()
		]) {
			// Drizzle wraps what PostgreSQL says.
			const error = (await write().catch((refused: unknown) => refused)) as Error & { cause?: Error };
			expect(`${error.message} ${error.cause?.message}`).toMatch(/readonly|read-only/);
		}
		expect(await chains(db)).toEqual([]);
	});
});

describe('another process that writes', () => {
	test.skipIf(isPostgres)('makes a write wait, and holds up no reader', async () => {
		const { db, url } = await freshDatabase();
		const foreign = new Sqlite(sqlitePath(url));
		foreign.exec('BEGIN IMMEDIATE');
		let written = false;
		const writing = db.write((tx) => add(tx, 'a')).then(() => (written = true));
		for (let i = 0; i < 50; i++) {
			await new Promise((done) => setImmediate(done));
			expect(await chains(db)).toEqual([]);
		}
		expect(written).toBe(false);
		foreign.exec('COMMIT');
		await writing;
		expect(await chains(db)).toEqual(['a']);
		foreign.close();
	});

	test.skipIf(!isPostgres)('wins a race now and then: the work is done again, up to ten times', async () => {
		const { db } = await freshDatabase();
		const lost = () => Object.assign(new Error('could not serialize'), { code: '40001' });
		let tries = 0;
		await db.write(async (tx) => {
			await add(tx, `try ${++tries}`);
			if (tries < 4) throw lost();
		});
		expect(await chains(db)).toEqual(['try 4']);
		tries = 0;
		const hopeless = db.write(async () => {
			tries += 1;
			throw lost();
		});
		await expect(hopeless).rejects.toThrow('could not serialize');
		expect(tries).toBe(11);
	});
});

describe.skipIf(!isPostgres)('a connection that is lost', () => {
	const pid = async (tx: Tx) => (await tx.select({ pid: sql<number>`pg_backend_pid()` }).from(one))[0].pid;
	const one = sql`(select 1) as one`;
	const kill = (tx: Pick<Tx, 'select'>, who: number) =>
		tx.select({ done: sql`pg_terminate_backend(${who}::int)` }).from(one);

	test('under a query fails that write and no other', async (context) => {
		if (!hasTwoConnections()) context.skip('PGlite has one connection');
		const { db } = await freshDatabase();
		const failing = db.write(async (tx) => {
			await add(tx, 'a');
			await kill(tx, await pid(tx));
			await add(tx, 'b');
		});
		await expect(failing).rejects.toThrow();
		await db.write((tx) => add(tx, 'c'));
		expect(await chains(db)).toEqual(['c']);
	});

	test('between two queries lets neither through, not even on another connection', async (context) => {
		if (!hasTwoConnections()) context.skip('PGlite has one connection');
		const { db, reopen } = await freshDatabase();
		const other = await reopen();
		const failing = db.write(async (tx) => {
			await add(tx, 'a');
			const who = await pid(tx);
			// Outside of this transaction's context, as another process would.
			await new Promise<void>((done, failed) =>
				outsideOf(() => kill(other.read, who).then(() => done(), failed))
			);
			await add(tx, 'b');
		});
		await expect(failing).rejects.toThrow();
		expect(await chains(db)).toEqual([]);
		await Promise.all(Array.from({ length: 5 }, (_, i) => db.write((tx) => add(tx, `later ${i}`))));
		expect(await chains(db)).toHaveLength(5);
	});

	const outsideOf = AsyncLocalStorage.snapshot();

	test('while idle is replaced without a word', async (context) => {
		if (!hasTwoConnections()) context.skip('PGlite has one connection');
		const { db, reopen } = await freshDatabase();
		const who = await db.write(pid);
		await db.read.select().from(chainHeads);
		const other = await reopen();
		await kill(other.read, who);
		// The pool hears of it at the next turn; until then a write may still find the dead connection.
		await db.write((tx) => add(tx, 'a')).catch(() => undefined);
		await db.write((tx) => add(tx, 'b'));
		expect(await chains(db)).toContain('b');
	});
});

test('a database that can be written to says so', async () => {
	const { db } = await freshDatabase();
	expect(await db.writable()).toBe(true);
	expect(await chains(db)).toEqual([]);
});

test('closing waits for the write that is under way', async (context) => {
	if (!hasTwoConnections()) context.skip('PGlite has one connection');
	const { db, reopen } = await freshDatabase();
	const closing = await reopen();
	const writing = closing.write((tx) => add(tx, 'a'));
	await closing.close();
	await writing;
	expect(await chains(db)).toEqual(['a']);
});
