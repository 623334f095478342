/** PostgreSQL: serializable transactions, run again when they lost a race. */
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { readGuard, writeGuard, type Driver } from './gate.ts';
import * as schema from './schema/index.ts';

const retries = 10;
const lostRace = new Set(['40001', '40P01']);

export async function openPostgres(url: string): Promise<Driver> {
	const options = { max: 10, onnotice: () => undefined };
	const writer = postgres(url, options);
	const reader = postgres(url, { ...options, connection: { default_transaction_read_only: true } });
	const writing = drizzle(writer, { schema, casing: 'snake_case', logger: writeGuard });
	type PostgresTx = Parameters<Parameters<typeof writing.transaction>[0]>[0];

	/** Every write moves the log's head: waiting for it first beats losing the race later (recipes 2). */
	const inTurn = (work: (tx: unknown) => Promise<unknown>) => async (tx: PostgresTx) => {
		await tx.execute(sql`set transaction isolation level serializable`);
		await tx.execute(sql`lock table chain_heads in exclusive mode`);
		return work(tx);
	};

	async function again<T>(work: (tx: unknown) => Promise<T>, attempt = 1): Promise<T> {
		try {
			return (await writing.transaction(inTurn(work))) as T;
		} catch (error) {
			if (attempt > retries || !lostRace.has(codeOf(error))) throw error;
			return again(work, attempt + 1);
		}
	}

	return {
		read: drizzle(reader, { schema, casing: 'snake_case', logger: readGuard }),
		transaction: (work) => again(work),
		async close() {
			await reader.end();
			await writer.end();
		}
	};
}

/** The SQLSTATE, however deep drizzle wrapped it. */
function codeOf(error: unknown): string {
	const { code, cause } = error as { code?: string; cause?: unknown };
	return cause ? codeOf(cause) : (code ?? '');
}
