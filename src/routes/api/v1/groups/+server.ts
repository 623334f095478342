import { answered, knownTo, tagged } from '#lib/server/api.ts';
import { ListQuery } from '#lib/server/feed/lists.ts';
import { taggedGroups } from '#lib/server/feed/meetings.ts';
import { readQuery } from '#lib/server/forms.ts';

export const GET = (event) =>
	answered(event, async (key) =>
		tagged(await taggedGroups(event.locals.db, key, readQuery(event.url, ListQuery), knownTo(event.request)))
	);
