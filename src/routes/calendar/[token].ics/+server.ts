/** A schedule for a calendar app, by its secret address: no login, and only neutral words. */
import { createHash } from 'node:crypto';
import { m } from '#lib/i18n/paraglide/messages.js';
import { readCalendar } from '#lib/server/feed/calendars.ts';
import { icalOf } from '#lib/server/feed/ical.ts';

export const GET = async ({ request, params, locals: { db } }) => {
	const { language: locale, meetings } = await readCalendar(db.read, params.token);
	const text = icalOf(meetings, {
		name: m.schedule_calendar_name({}, { locale }),
		title: (number) => m.schedule_calendar_title({ number }, { locale })
	});
	const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
	const headers = { etag, 'cache-control': 'private, no-cache' };
	const known = (request.headers.get('if-none-match') ?? '').replaceAll('W/', '').split(/\s*,\s*/);
	if (known.includes(etag)) return new Response(null, { status: 304, headers });
	return new Response(text, {
		headers: {
			...headers,
			'content-type': 'text/calendar; charset=utf-8',
			'content-disposition': 'inline; filename="calendar.ics"'
		}
	});
};
