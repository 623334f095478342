/** Who asks: one actor for each request, from a key or a cookie. */
import type { Db } from '../db/open.ts';
import { anonymous, type Actor } from '../policy.ts';
import { participantBy } from './card-logins.ts';
import { identifyKey } from './keys.ts';
import { staffBy, tokenOf } from './staff.ts';

/** What a request shows: the values of the two login cookies, and its Authorization header. */
export type Shown = { login?: string; card?: string; authorization?: string | null };

/**
 * A key, once shown, is the only thing that counts: a wrong one does not fall back to a cookie. `alone`: the page asks
 * by itself, which is no sign that anybody is there.
 */
export async function identify(db: Db, { login, card, authorization }: Shown, alone = false): Promise<Actor> {
	if (authorization) return (await identifyKey(db.read, authorization)) ?? anonymous;
	const seen =
		(login && (await staffBy(db.read, tokenOf(login)))) ||
		(card && (await participantBy(db.read, card))) ||
		null;
	if (!alone) await seen?.touch?.(db);
	return seen?.actor ?? anonymous;
}
