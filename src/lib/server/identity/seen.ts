/** What all logins have in common: they are seen now and then, and forgotten when idle or old. */
import type { Db } from '../db/open.ts';
import type { Actor } from '../policy.ts';

/** An actor, and, when it was last written down more than a minute ago, how to write down that it was seen. */
export type Seen<A extends Actor = Actor> = { actor: A; touch?: (db: Db) => Promise<unknown> };

/** Being seen is written at most once in so many milliseconds: it is on the way of every request. */
export const touchAfter = 60_000;

export const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
