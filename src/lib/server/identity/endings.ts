/** Whoever signs in, or out, leaves no other login behind in the same browser. */
import type { Db } from '../db/open.ts';
import { endCardLogin } from './card-logins.ts';
import { endLogin, tokenOf } from './staff.ts';

/** Ends the logins of these cookies, of staff and of a participant. */
export async function endLogins(db: Db, { login, card }: { login?: string; card?: string }): Promise<void> {
	if (login) await endLogin(db, tokenOf(login));
	if (card) await endCardLogin(db, card);
}
