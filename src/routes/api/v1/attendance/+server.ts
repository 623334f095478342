import { answered, knownTo, tagged } from '#lib/server/api.ts';
import { taggedAttendance } from '#lib/server/feed/attendance.ts';
import { ListQuery } from '#lib/server/feed/lists.ts';
import { tagOf, writeMark, WrittenMark } from '#lib/server/feed/marks.ts';
import { readJson, readQuery } from '#lib/server/forms.ts';

export const GET = (event) =>
	answered(event, async (key) =>
		tagged(
			await taggedAttendance(event.locals.db, key, readQuery(event.url, ListQuery), knownTo(event.request))
		)
	);

export const POST = (event) =>
	answered(event, async (key) => {
		const { headers } = event.request;
		const { answer, version } = await writeMark(
			event.locals.db,
			key,
			await readJson(event.request, WrittenMark),
			{ idempotencyKey: headers.get('idempotency-key'), ifMatch: headers.get('if-match') }
		);
		const told = { etag: tagOf(version), 'cache-control': 'no-store' };
		return Response.json(answer, { status: 201, headers: told });
	});
