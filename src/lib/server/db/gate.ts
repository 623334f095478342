/** The gate before the database: reads and writes are apart, and nothing is written outside `db.write`. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';
import * as schema from './schema/index.ts';

type Full = BaseSQLiteDatabase<'async', unknown, typeof schema>;
/** What reads: a transaction is one too. */
export type Read = Pick<Full, 'select' | 'selectDistinct' | '$with' | '$count'>;
export type Tx = Read & Pick<Full, 'insert' | 'update' | 'delete'>;

export type Db = {
	read: Read;
	/** Runs `work` in one transaction, alone. PostgreSQL may run it again: no side effects inside. */
	write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
	/** True when a write could be made now. */
	writable(): Promise<boolean>;
	/** Between two writes, what the database wants done now and then: SQLite's log is brought in. */
	tidy(): Promise<void>;
	close(): Promise<void>;
};

/** What each driver gives: handles, and how a transaction begins and ends. */
export type Driver = {
	read: unknown;
	transaction<T>(work: (tx: unknown) => Promise<T>): Promise<T>;
	tidy?(): void;
	close(): Promise<void>;
};

type Scope = { open: boolean };
const scope = new AsyncLocalStorage<Scope>();

/** Given to drizzle as logger of the writing handle: refuses a query that leaks out of its transaction. */
export const writeGuard = {
	logQuery() {
		if (!scope.getStore()?.open) throw outside();
	}
};
const outside = () => new Error('query outside its transaction');
/** Given to drizzle as logger of the reading handle: inside `db.write` one reads with `tx`. */
export const readGuard = {
	logQuery() {
		if (scope.getStore()?.open) throw new Error('db.read inside db.write: read with tx');
	}
};

/** One writer at a time in this process: SQLite needs it, and it saves PostgreSQL its retries (recipes 2). */
export function withGate(driver: Driver): Db {
	let last: Promise<unknown> = Promise.resolve();
	const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
		if (scope.getStore()?.open) throw new Error('db.write inside db.write');
		const turn = last.then(work);
		last = turn.catch(() => undefined);
		return turn;
	};
	const write = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
		inTurn(() => driver.transaction((tx) => inScope(tx as Tx, work)));
	const close = async () => {
		await last;
		await driver.close();
	};
	let closing: Promise<void> | undefined;
	return {
		read: driver.read as Read,
		write,
		writable: () => write(async (tx) => (await tx.select().from(schema.chainHeads).limit(1)) !== undefined),
		tidy: () => inTurn(async () => driver.tidy?.()),
		close: () => (closing ??= close())
	};
}

function inScope<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
	const mine: Scope = { open: true };
	return scope.run(mine, async () => {
		try {
			return await work(ownedBy(mine, tx));
		} finally {
			mine.open = false;
		}
	});
}

/** A handle that does nothing once its transaction is over, or in the hands of another one. */
function ownedBy(mine: Scope, tx: Tx): Tx {
	return new Proxy(tx, {
		get(target, key, receiver) {
			if (!mine.open || scope.getStore() !== mine) throw outside();
			return Reflect.get(target, key, receiver);
		}
	});
}
