import { answered, knownTo, tagged } from '#lib/server/api.ts';
import { ListQuery } from '#lib/server/feed/lists.ts';
import { taggedEnrollments } from '#lib/server/feed/enrollments.ts';
import { readQuery } from '#lib/server/forms.ts';

export const GET = (event) =>
	answered(event, async (key) =>
		tagged(
			await taggedEnrollments(event.locals.db, key, readQuery(event.url, ListQuery), knownTo(event.request))
		)
	);
