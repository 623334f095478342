/** Heads: statements that no later one replaces. */
import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';

/** A condition in a query over the table: nothing was said since in place of the row. */
export const isHead = (statements: SQLWrapper & { id: SQLWrapper; replaces: SQLWrapper }): SQL =>
	sql`not exists (select 1 from ${statements} later where later.replaces = ${statements.id})`;
