import { answered, knownTo, tagged } from '#lib/server/api.ts';
import { taggedHandoffs, writeHandoff, WrittenHandoff } from '#lib/server/feed/handed.ts';
import { ListQuery } from '#lib/server/feed/lists.ts';
import { readJson, readQuery } from '#lib/server/forms.ts';

export const GET = (event) =>
	answered(event, async (key) =>
		tagged(
			await taggedHandoffs(event.locals.db, key, readQuery(event.url, ListQuery), knownTo(event.request))
		)
	);

export const POST = (event) =>
	answered(event, async (key) => {
		const said = await readJson(event.request, WrittenHandoff);
		const word = event.request.headers.get('idempotency-key');
		const told = await writeHandoff(event.locals.db, key, said, word);
		return Response.json(told, { status: 201, headers: { 'cache-control': 'no-store' } });
	});
