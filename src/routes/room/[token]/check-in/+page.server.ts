import { codeOn } from '#lib/server/identity/check-in-codes.ts';
import { findScreen } from '#lib/server/identity/screens.ts';

export const load = async ({ locals: { db, config }, params }) => ({
	shown: await codeOn(db.read, await findScreen(db.read, params.token)),
	origin: config.origin
});
