/** One schema for two databases: the column words that both SQLite and PostgreSQL know, typed as SQLite's. */
import * as p from 'drizzle-orm/pg-core';
import * as s from 'drizzle-orm/sqlite-core';

export const isPostgres = /^postgres(ql)?:/.test(process.env.DATABASE_URL ?? '');

const pick = <T>(sqlite: T, postgres: unknown): T => (isPostgres ? (postgres as T) : sqlite);

export const table = pick(s.sqliteTable, p.pgTable);
export const index = pick(s.index, p.index);
export const uniqueIndex = pick(s.uniqueIndex, p.uniqueIndex);
export const primaryKey = pick(s.primaryKey, p.primaryKey);

export const text = pick(
	() => s.text(),
	() => p.text()
);
/** Whole numbers up to 2^53: minutes, cents, counters. */
export const integer = pick(
	() => s.integer(),
	() => p.bigint({ mode: 'number' })
);
export const boolean = pick(
	() => s.integer({ mode: 'boolean' }),
	() => p.boolean()
);

/** UTC, ISO 8601 with milliseconds and Z, kept as text so that it compares and hashes the same everywhere. */
export const instant = text;
/** A calendar day where the thing happens, YYYY-MM-DD. */
export const day = text;

const jsonText = { dataType: () => 'text', toDriver: (value: unknown) => JSON.stringify(value) };
const fromText = (value: unknown) => JSON.parse(value as string);
const sqliteJson = s.customType<{ data: unknown; driverData: string }>({ ...jsonText, fromDriver: fromText });
const postgresJson = p.customType<{ data: unknown; driverData: string }>({
	...jsonText,
	fromDriver: fromText
});

/** JSON kept as text: jsonb would reorder the keys and break the hash chain. */
export const json = <T>() =>
	pick(
		() => sqliteJson(),
		() => postgresJson()
	)().$type<T>();

const dateText = { dataType: () => 'text', toDriver: (value: Date) => value.toISOString() };
const toDate = (value: unknown) => new Date(value as string);
const sqliteDate = s.customType<{ data: Date; driverData: string }>({ ...dateText, fromDriver: toDate });
const postgresDate = p.customType<{ data: Date; driverData: string }>({ ...dateText, fromDriver: toDate });

/** An instant for libraries that insist on Date objects; the same text in the database. */
export const date = pick(
	() => sqliteDate(),
	() => postgresDate()
);
