import { deckOf } from '#lib/server/domain/decks.ts';
import { findScreen } from '#lib/server/identity/screens.ts';

/** All slides at once, whichever is shown: the browser then goes from one to the next without asking. */
export const load = async ({ locals: { db }, params }) => ({
	deck: await deckOf(db.read, await findScreen(db.read, params.token))
});
