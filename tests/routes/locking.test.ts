/** A locked login against the running server: what is refused, what is kept, and the way back without JavaScript. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'devalue';
import { eq } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import { marks } from '#lib/server/db/schema/index.ts';
import { hashPassword } from '#lib/server/identity/passwords.ts';
import { setPassword } from '#lib/server/identity/setup.ts';
import { newId } from '#lib/server/ids.ts';
import { freshDatabase } from '../support/database.ts';
import { goodPassword } from '../support/staff.ts';
import { loginOf, people, type Headers } from './actors.ts';
import { serve } from './built.ts';

const secret = 'the secret of the locked logins, long enough';
let db: Db;
let world: Awaited<ReturnType<typeof people>>;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
	process.env.GROUNDWORK_SECRET = secret;
	const fresh = await freshDatabase();
	db = fresh.db;
	world = await people(db);
	const password = await hashPassword(goodPassword);
	await db.write((tx) => setPassword(tx, world.here.fatima.id, password));
	server = await serve(fresh.url, secret);
});
afterAll(() => server?.stop());

const hourAgo = () => new Date(Date.now() - 3_600_000).toISOString();
const locked = () =>
	loginOf(db, world.here.fatima, true, { sessionId: world.here.tuesdaySession, lastSeenAt: hourAgo() });
const session = () => `/sessions/${world.here.tuesdaySession}`;

const ask = (path: string, headers: Headers, body?: URLSearchParams | string) =>
	fetch(server.origin + path, {
		method: body === undefined ? 'GET' : 'POST',
		redirect: 'manual',
		headers: { accept: 'text/html', origin: server.origin, ...headers },
		body
	});
const json = { accept: 'application/json', 'content-type': 'application/json' };
const typed = () => ({
	operationId: newId(),
	enrollmentId: world.here.andre.id,
	said: 'partial',
	starts: '18:00',
	came: '18:10',
	left: '',
	note: '"><b>&'
});

/** The form of a page with its hidden fields, as a browser would send it. */
function formIn(page: string): { action: string; fields: URLSearchParams } {
	const [, action] = page.match(/<form method="POST" action="([^"]*)"(?![^>]*data-screen)/)!;
	const fields = new URLSearchParams();
	for (const [, name, value] of page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g))
		fields.append(name, text(value));
	return { action: text(action), fields };
}
const text = (html: string) =>
	html.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const cookieOf = (response: Response): Headers => ({
	cookie: response.headers
		.getSetCookie()
		.map((line) => line.split(';')[0])
		.join('; ')
});

test('pages lead to the lock, what scripts ask is refused, and signing out ends it', async () => {
	const who = await locked();
	const page = await ask(session(), who);
	expect([page.status, page.headers.get('location')]).toEqual([
		303,
		`/locked?next=${encodeURIComponent(session())}`
	]);
	const data = await ask(`${session()}/__data.json`, who);
	expect(await data.json()).toMatchObject({ type: 'redirect', location: expect.stringContaining('/locked') });
	for (const path of ['room', 'stream']) {
		const { status } = await ask(`${session()}/${path}`, { ...who, accept: 'application/json' });
		expect([path, status]).toEqual([path, 423]);
	}
	const taps = await ask(`${session()}/operations`, { ...who, ...json }, '[]');
	expect([taps.status, (await taps.json()).code]).toEqual([423, 'locked']);
	expect((await ask('/handbook', who)).status).toBe(200);
	expect((await ask('/sign-out', who, new URLSearchParams())).status).toBe(303);
	expect((await ask('/locked', who)).headers.get('location')).toMatch(/^\/sign-in/);
});

test('without JavaScript: what was typed goes through the lock and is sent after it', async () => {
	const who = await locked();
	const sent = typed();
	const refused = await ask(`${session()}?/mark`, who, new URLSearchParams(sent));
	expect(refused.status).toBe(423);
	const page = await refused.text();
	expect(page).toMatch(/<link href="\/_app\/[^"]+\.css"/);
	const lock = formIn(page);
	// The page stands at the address that was asked, not at its own.
	expect(lock.action).toMatch(/^\/locked\?\/unlock&next=/);
	expect(Object.fromEntries(lock.fields)).toEqual(
		Object.fromEntries(Object.entries(sent).map(([name, value]) => [`typed.${name}`, value]))
	);

	const wrong = await ask(lock.action, who, plus(lock.fields, 'password', 'eight herons on the jetty'));
	expect(wrong.status).toBe(400);
	const again = formIn(await wrong.text());
	expect(again).toEqual(lock);

	const right = await ask(again.action, who, plus(again.fields, 'password', goodPassword));
	expect(right.status).toBe(200);
	const back = formIn(await right.text());
	expect(back.action).toBe(`${session()}?/mark`);
	const { note: _, ...rest } = sent;
	expect(Object.fromEntries(back.fields)).toEqual(sent);

	const open = cookieOf(right);
	back.fields.delete('note');
	const done = await ask(back.action, open, back.fields);
	expect(done.headers.get('location')?.replace(/\?$/, '')).toBe(session());
	const own = eq(marks.id, rest.operationId);
	const kept = await db.read.select().from(marks).where(own).orderBy(marks.id);
	expect(kept).toMatchObject([{ status: 'partial', cameAt: 10 }]);
	expect((await ask(session(), who)).headers.get('location')).toMatch(/^\/sign-in/);
	expect((await ask(`/locked?next=${session()}`, open)).headers.get('location')).toBe(session());
});

test('with nothing typed the password leads straight back', async () => {
	const who = await locked();
	const page = await (await ask(`/locked?next=${session()}`, who)).text();
	const { action, fields } = formIn(page);
	const right = await ask(action, who, plus(fields, 'password', goodPassword));
	expect([right.status, right.headers.get('location')]).toEqual([303, session()]);
	expect((await ask(session(), cookieOf(right))).status).toBe(200);
});

test('a form that a script sent is refused beside what was typed', async () => {
	const answer = await ask(
		`${session()}?/mark`,
		{ ...(await locked()), accept: 'application/json', 'x-sveltekit-action': 'true' },
		new URLSearchParams([...Object.entries(typed()), ['replaces', 'a'], ['replaces', 'b']])
	);
	expect(answer.status).toBe(423);
	const { data, ...rest } = await answer.json();
	expect(rest).toEqual({ type: 'failure', status: 423 });
	// As Kit's client reads it.
	expect(parse(data)).toEqual({
		...{ ok: false, code: 'locked', params: {}, faults: {} },
		values: { ...typed(), operationId: expect.any(String), replaces: ['a', 'b'] }
	});
});

test('it leads back to no other host', async () => {
	for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
		const answer = await ask(
			`/locked?/unlock&next=${encodeURIComponent(next)}`,
			await locked(),
			plus(new URLSearchParams({ 'typed.a': '1' }), 'password', goodPassword)
		);
		expect(await answer.text()).not.toContain('evil.example"');
		if (answer.headers.get('location')) expect(answer.headers.get('location')).toBe('/today');
	}
});

function plus(fields: URLSearchParams, name: string, value: string): URLSearchParams {
	const all = new URLSearchParams(fields);
	all.set(name, value);
	return all;
}
