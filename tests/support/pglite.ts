/** PGlite stands in for PostgreSQL where no server can be had. One connection: it never shows a conflict. */
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { readGuard, writeGuard, type Driver } from '../../src/lib/server/db/gate.ts';
import * as schema from '../../src/lib/server/db/schema/index.ts';

export function openPglite(): Driver & { client: { exec(sql: string): Promise<unknown> } } {
	const client = new PGlite();
	const writing = drizzle(client, { schema, casing: 'snake_case', logger: writeGuard });
	return {
		client,
		read: drizzle(client, { schema, casing: 'snake_case', logger: readGuard }),
		transaction: (work) => writing.transaction(work),
		close: () => client.close()
	};
}
