/** A participant's card, ready to be used in a test. */
import type { Db } from '#lib/server/db/open.ts';
import { choosePin, signInWithCard, type From } from '#lib/server/identity/card-sign-in.ts';
import { issueCard, type IssuedCard } from '#lib/server/identity/cards.ts';
import { system } from '#lib/server/policy.ts';

export const goodPin = '480271';
export const here: From = { address: '203.0.113.7', pause: async () => undefined };

/** A card whose holder has already chosen the PIN. */
export async function cardWithPin(db: Db, participantId: string, pin = goodPin): Promise<IssuedCard> {
	const card = await issueCard(db, system, participantId);
	const shown = await signInWithCard(db, { code: card.code }, here);
	await choosePin(db, shown.token, { pin, again: pin });
	return card;
}
