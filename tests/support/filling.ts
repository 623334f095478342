/** Rows for tables that a test's history did not reach: of no meaning, but with every reference in place. */
import { getTableColumns, type Table } from 'drizzle-orm';
import { getTableConfig as postgresConfig, type PgTable } from 'drizzle-orm/pg-core';
import { getTableConfig as sqliteConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core';
import { isPostgres } from '#lib/server/db/dialect.ts';
import type { Tx } from '#lib/server/db/open.ts';
import type * as schema from '#lib/server/db/schema/index.ts';
import { newId } from '#lib/server/ids.ts';

const configOf = (table: Table) =>
	isPostgres ? postgresConfig(table as PgTable) : sqliteConfig(table as SQLiteTable);
type Row = Record<string, unknown>;
/** All tables are of one kind to the query builder. */
const asKnown = (table: Table) => table as unknown as typeof schema.events;

/** Gives back a row of the table: one that is there, or a new one; tables that it refers to are filled first. */
export async function filled(tx: Tx, table: Table): Promise<Row> {
	const [there] = (await tx.select().from(asKnown(table)).limit(1)) as Row[];
	if (there) return there;
	const row = Object.fromEntries(
		Object.entries(getTableColumns(table))
			.filter(([, column]) => column.notNull)
			.map(([name, column]) => [name, valueOf(column.dataType)])
	);
	for (const key of configOf(table).foreignKeys) {
		const { columns, foreignTable, foreignColumns } = key.reference();
		const [own, theirs] = [nameIn(table, columns[0].name), nameIn(foreignTable, foreignColumns[0].name)];
		if (own in row) row[own] = (await filled(tx, foreignTable))[theirs];
	}
	const [added] = (await tx
		.insert(asKnown(table))
		.values(row as never)
		.returning()) as unknown as Row[];
	return added;
}

const nameIn = (table: Table, column: string) =>
	Object.entries(getTableColumns(table)).find(([, one]) => one.name === column)![0];

const valueOf = (type: string): unknown => {
	if (type === 'number') return 1;
	if (type === 'boolean') return false;
	return type === 'string' ? newId() : [];
};

/** The columns of the table's primary key, as the database calls them. */
export function primaryKeyOf(table: Table): string[] {
	const { columns, primaryKeys } = configOf(table);
	const several = primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary);
	return several.map(({ name }) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}
