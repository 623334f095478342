/** What a command of `npm run groundwork` is, and what most of them need. */
import { existsSync } from 'node:fs';
import type { ParseArgsConfig } from 'node:util';
import { ConfigError, readConfig, secretLength } from '#lib/server/config.ts';
import { migrationState } from '#lib/server/db/migrate.ts';
import { openDatabase, type Db } from '#lib/server/db/open.ts';
import { sqlitePath } from '#lib/server/db/sqlite.ts';

export type Given = { options: Record<string, string | boolean | undefined>; arguments: string[] };
export type Command = {
	/** What follows the command's name. */
	usage: string;
	about: string;
	options?: NonNullable<ParseArgsConfig['options']>;
	/** How many arguments it takes. */
	arguments?: [least: number, most: number];
	/** Returns the exit code. */
	run(given: Given): Promise<number>;
};

/** Ends a command with one plain message. */
export class Refusal extends Error {}

export const say = (text: string) => void process.stdout.write(`${text}\n`);
export const complain = (text: string) => void process.stderr.write(`${text}\n`);
export const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Which database; no command needs more of the settings than that. */
export function databaseUrl(): string {
	try {
		return readConfig({ DATABASE_URL: process.env.DATABASE_URL, GROUNDWORK_SECRET: '-'.repeat(secretLength) })
			.databaseUrl;
	} catch (error) {
		throw error instanceof ConfigError ? new Refusal(error.message) : error;
	}
}

export const isPostgresUrl = (url: string) => url.startsWith('postgres');

/** An address as it may be shown. */
export const shown = (url: string) => url.replace(/\/\/[^@/]*@/, '//…@');

/** Refuses where there is no database file: opening it would make an empty one. */
export function findDatabase(): string {
	const url = databaseUrl();
	if (isPostgresUrl(url) || existsSync(sqlitePath(url))) return url;
	throw new Refusal(`There is no database at ${sqlitePath(url)}. Make one: npm run groundwork -- migrate`);
}

/** Opens the database, works, closes. */
export async function withDatabase<T>(work: (db: Db, url: string) => Promise<T>): Promise<T> {
	const url = findDatabase();
	await refuseOtherSchema(url);
	const db = await openDatabase(url);
	try {
		return await work(db, url);
	} finally {
		await db.close();
	}
}

/** @throws Refusal when the schema is older or newer than this version's */
export async function refuseOtherSchema(url: string): Promise<void> {
	const { pending, unknown } = await migrationState(url);
	if (unknown.length > 0) {
		throw new Refusal(`The database was made by a newer version (${unknown.join(', ')}). Run that version.`);
	}
	if (pending.length > 0) {
		throw new Refusal(
			`The database is older than this version. Bring it up to date: npm run groundwork -- migrate`
		);
	}
}
