import { deckOf } from '#lib/server/domain/decks.ts';
import { codeOn } from '#lib/server/identity/check-in-codes.ts';
import { findScreen } from '#lib/server/identity/screens.ts';

/** All slides at once, whichever is shown: the browser then goes from one to the next without asking. */
export const load = async ({ locals: { db }, params }) => {
	const screen = await findScreen(db.read, params.token);
	return { deck: await deckOf(db.read, screen), checkIn: await codeOn(db.read, screen) };
};
