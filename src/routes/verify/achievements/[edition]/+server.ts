import { achievement } from '#lib/server/feed/badges.ts';
import { published } from '../../published.ts';

export const GET = async ({ params, locals: { db, config } }) =>
	published(await achievement(db.read, config.origin, params.edition));
