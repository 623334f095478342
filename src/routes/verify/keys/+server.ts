import { publicKeys } from '#lib/server/identity/badge-keys.ts';
import { published } from '../published.ts';

/** JSON Web Key Set (RFC 7517). */
export const GET = async ({ locals: { db } }) =>
	published({ keys: await publicKeys(db.read) }, 'application/jwk-set+json');
