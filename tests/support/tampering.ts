/** A hand inside the database, past the product and its triggers: what `verify` and the start are there to notice. */
import Sqlite from 'better-sqlite3';
import pg from 'pg';

export type Hand = {
	rows(query: string): Promise<Record<string, unknown>[]>;
	/** Placeholders are `?`. */
	run(query: string, values?: unknown[]): Promise<void>;
	close(): Promise<void>;
};

/** Opens the database without its guards. Not for PGlite. */
export async function reachInto(url: string): Promise<Hand> {
	return url.startsWith('postgres') ? intoPostgres(url) : intoSqlite(url.replace(/^file:/, ''));
}

/** Drops the triggers: SQLite has no other way past them. */
function intoSqlite(path: string): Hand {
	const connection = new Sqlite(path);
	connection.pragma('foreign_keys = OFF');
	const triggers = connection.prepare(`select name from sqlite_master where type = 'trigger'`).all() as {
		name: string;
	}[];
	for (const { name } of triggers) connection.exec(`drop trigger ${name}`);
	return {
		rows: async (query) => connection.prepare(query).all() as Record<string, unknown>[],
		run: async (query, values = []) => void connection.prepare(query).run(...values),
		close: async () => void connection.close()
	};
}

async function intoPostgres(url: string): Promise<Hand> {
	const client = new pg.Client({ connectionString: url, options: '-c session_replication_role=replica' });
	await client.connect();
	const numbered = (query: string) => {
		let n = 0;
		return query.replaceAll('?', () => `$${++n}`);
	};
	const numbers = (row: Record<string, unknown>) =>
		Object.fromEntries(
			Object.entries(row).map(([key, value]) => [key, /^(seq|position)$/.test(key) ? Number(value) : value])
		);
	return {
		rows: async (query) => (await client.query(query)).rows.map(numbers),
		run: async (query, values = []) => void (await client.query(numbered(query), values)),
		close: () => client.end()
	};
}
