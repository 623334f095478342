/** Lookups of people, counted per person of the staff: enough for a day's intake, too few to read the program out by guessing. */
import { RateLimiterRes } from 'rate-limiter-flexible';
import type { Db } from '../db/open.ts';
import { tooMany } from '../errors.ts';
import { nameOf, type Actor } from '../policy.ts';
import { Limit } from './limits.ts';

const hour = 3600;
/** How many an hour. A spreadsheet has up to 200 numbers at once. */
export const lookupsAnHour = { name: 10, number: 30, spreadsheet: 20 };

/** @throws 429 lookup.wait */
export async function takeLookup(db: Db, actor: Actor, what: keyof typeof lookupsAnHour): Promise<void> {
	const limit = new Limit(db, `lookup-${what}`, lookupsAnHour[what], hour);
	await limit.consume(nameOf(actor)).catch((refused: unknown) => {
		if (!(refused instanceof RateLimiterRes)) throw refused;
		throw tooMany('lookup.wait', Math.ceil(refused.msBeforeNext / 1000));
	});
}
