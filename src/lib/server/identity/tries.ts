/** Tries of staff: five at once, ten in a row. Taken before anything is looked at, so that none slips past (security R4). */
import { RateLimiterRes } from 'rate-limiter-flexible';
import type { Db } from '../db/open.ts';
import { tooMany } from '../errors.ts';
import { Limit } from './limits.ts';

/** password, code: per account, known or not. unlock: per login. */
export type Tried = 'password' | 'code' | 'unlock';

/** Then 15 minutes, then an hour. */
const atOnce = (db: Db, what: Tried) => new Limit(db, `staff-${what}`, 5, 15 * 60, 15 * 60);
const inARow = (db: Db, what: Tried) => new Limit(db, `staff-${what}-row`, 10, 24 * 3600, 3600);
const limits = (db: Db, what: Tried) => [atOnce(db, what), inARow(db, what)];

/** @throws 429 sign-in.wait */
export async function takeTry(db: Db, what: Tried, whose: string): Promise<void> {
	for (const limit of limits(db, what)) {
		await limit.consume(whose).catch((refused: unknown) => {
			if (!(refused instanceof RateLimiterRes)) throw refused;
			throw tooMany('sign-in.wait', Math.ceil(refused.msBeforeNext / 1000));
		});
	}
}

/** How many since the last right one. */
export const triesTaken = (db: Db, what: Tried, whose: string) => inARow(db, what).used(whose);

export async function forgetTries(db: Db, what: Tried, whose: string): Promise<void> {
	for (const limit of limits(db, what)) await limit.delete(whose);
}
