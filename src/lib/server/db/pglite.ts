/** PGlite stands in for PostgreSQL where no server can be had. One connection: it never shows a conflict. */
import { readGuard, writeGuard, type Driver } from './gate.ts';
import * as schema from './schema/index.ts';

/** Loaded only here: it is a tool of the tests, and not there in production. */
export async function openPglite(): Promise<Driver & { client: { exec(sql: string): Promise<unknown> } }> {
	const { PGlite } = await import('@electric-sql/pglite');
	const { drizzle } = await import('drizzle-orm/pglite');
	const client = new PGlite();
	const writing = drizzle(client, { schema, casing: 'snake_case', logger: writeGuard });
	return {
		client,
		read: drizzle(client, { schema, casing: 'snake_case', logger: readGuard }),
		transaction: (work) => writing.transaction(work),
		close: () => client.close()
	};
}
