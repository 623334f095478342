/** A hand inside the database, past the product and its triggers: what `verify` and the start are there to notice. */
import Sqlite from 'better-sqlite3';
import postgres from 'postgres';

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

function intoPostgres(url: string): Hand {
	const sql = postgres(url, {
		max: 1,
		onnotice: () => undefined,
		connection: { session_replication_role: 'replica' }
	});
	const numbered = (query: string) => {
		let n = 0;
		return query.replaceAll('?', () => `$${++n}`);
	};
	const numbers = (row: Record<string, unknown>) =>
		Object.fromEntries(
			Object.entries(row).map(([key, value]) => [key, /^(seq|position)$/.test(key) ? Number(value) : value])
		);
	return {
		rows: async (query) => (await sql.unsafe(query)).map((row) => numbers(row)),
		run: async (query, values = []) => void (await sql.unsafe(numbered(query), values as never[])),
		close: () => sql.end()
	};
}
