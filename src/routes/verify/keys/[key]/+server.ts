import { publicKey } from '#lib/server/identity/badge-keys.ts';
import { published } from '../../published.ts';

/** What the `kid` of a badge leads to. */
export const GET = async ({ params, locals: { db } }) =>
	published(await publicKey(db.read, params.key), 'application/jwk+json');
