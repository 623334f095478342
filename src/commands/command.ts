/** What a command of `npm run groundwork` is, and how it speaks. */
import type { ParseArgsConfig } from 'node:util';
import { ConfigError, readConfig, secretLength } from '#lib/server/config.ts';

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
