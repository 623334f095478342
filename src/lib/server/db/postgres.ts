/** PostgreSQL: serializable transactions, run again when they lost a race. */
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { readGuard, writeGuard, type Driver } from './gate.ts';
import * as schema from './schema/index.ts';

const retries = 10;
const lostRace = new Set(['40001', '40P01']);

export async function openPostgres(url: string): Promise<Driver> {
	// What was acknowledged must be on disk, whatever the server's default is (security R36).
	const writers = pool(url, 'synchronous_commit=on');
	const readers = pool(url, 'default_transaction_read_only=on');
	const handles = new WeakMap<pg.PoolClient, unknown>();
	const handleOf = (client: pg.PoolClient) => {
		const known = handles.get(client);
		const handle = known ?? drizzle(client, { schema, casing: 'snake_case', logger: writeGuard });
		handles.set(client, handle);
		return handle;
	};

	async function again<T>(work: (tx: unknown) => Promise<T>, attempt = 1): Promise<T> {
		try {
			return await inTransaction(writers, (client) => work(handleOf(client)));
		} catch (error) {
			if (attempt > retries || !lostRace.has(codeOf(error))) throw error;
			return again(work, attempt + 1);
		}
	}

	return {
		read: drizzle(readers, { schema, casing: 'snake_case', logger: readGuard }),
		transaction: (work) => again(work),
		async close() {
			await readers.end();
			await writers.end();
		}
	};
}

function pool(url: string, setting: string): pg.Pool {
	const connections = new pg.Pool({
		connectionString: url,
		max: 10,
		connectionTimeoutMillis: 10_000,
		options: `-c ${setting}`
	});
	// A connection that breaks fails the query under way; without a listener it would end the process too.
	connections.on('connect', (client) => client.on('error', () => undefined));
	connections.on('error', () => undefined);
	return connections;
}

/** Every write moves the log's head: waiting for it first beats losing the race later (recipes 2). */
async function inTransaction<T>(writers: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
	const client = await writers.connect();
	let broken = false;
	try {
		await client.query('begin isolation level serializable');
		await client.query('lock table chain_heads in exclusive mode');
		const result = await work(client);
		await client.query('commit');
		return result;
	} catch (error) {
		await client.query('rollback').catch(() => (broken = true));
		throw error;
	} finally {
		client.release(broken);
	}
}

/** The SQLSTATE, however deep drizzle wrapped it. */
function codeOf(error: unknown): string {
	const { code, cause } = error as { code?: string; cause?: unknown };
	return cause ? codeOf(cause) : (code ?? '');
}
