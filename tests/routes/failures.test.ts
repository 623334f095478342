/** When the server itself fails: nobody outside learns more than an id, and the log learns nothing about people. */
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '#lib/server/ids.ts';
import { inviteStaff } from '#lib/server/identity/invitations.ts';
import type { Db } from '#lib/server/db/open.ts';
import { system } from '#lib/server/policy.ts';
import { cardWithPin, goodPin } from '../support/cards.ts';
import { freshDatabase } from '../support/database.ts';
import { goodPassword, secret, setUp, staffAuth, totp } from '../support/staff.ts';
import { actorNames, people } from './actors.ts';
import { ask, cookiesOf, form, formBody, json, textOf } from './asking.ts';
import { builtRoutes, serve } from './built.ts';
import { failing } from './failing.ts';

let db: Db;
let file: string;
let world: Awaited<ReturnType<typeof people>>;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
	process.env.GROUNDWORK_SECRET = secret;
	const fresh = await freshDatabase();
	db = fresh.db;
	file = fresh.url.replace('file:', '');
	world = await people(db);
	server = await serve(fresh.url, secret, { LOG_LEVEL: 'trace' });
});
afterAll(() => server?.stop());

/** Takes a table away from under the running server, and brings it back. */
async function without<T>(table: string, work: () => Promise<T>): Promise<T> {
	const rename = (from: string, to: string) => {
		const beside = new Sqlite(file);
		// Without touching what refers to it.
		beside.pragma('legacy_alter_table = on');
		beside.exec(`alter table ${from} rename to ${to}`);
		beside.close();
	};
	rename(table, 'gone');
	try {
		return await work();
	} finally {
		rename('gone', table);
	}
}

const said = () => server.lines.join('').split('\n').filter(Boolean);

describe('a failure behind', () => {
	test.each(Object.keys(failing))('%s shows an id, and the log has the rest under it', async (name) => {
		const { table, path, as, method, headers, body } = failing[name];
		const before = said().length;
		const answer = await without(table, () =>
			ask(server.origin, path(world.subjects.own), {
				method,
				body,
				headers: { ...(method && { origin: server.origin }), ...world.headers[as], ...headers }
			})
		);
		const text = textOf(answer);
		expect(answer.status, text.slice(0, 300)).toBe(500);
		expect(text).not.toMatch(
			/no such table|sqlite|drizzle|select |insert |node_modules|\.ts\b|\.js:\d|\n\s+at /i
		);
		const id = String(answer.headers['x-request-id']);
		expect(id).toMatch(/^[0-9a-f-]{36}$/);
		expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
		expect(text).toContain(id);
		if (String(answer.headers['content-type']).startsWith('text/html')) {
			expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
		}
		// The log comes through a pipe: only what hangs ends after a minute.
		await vi.waitFor(
			() => {
				const since = said().slice(before);
				const errors = since.filter((line) => line.includes('"level":50') && line.includes(id));
				expect(errors.length).toBeGreaterThan(0);
			},
			{ timeout: 60_000 }
		);
	});

	test('is over once its cause is', async () => {
		const answer = await ask(server.origin, '/today', { headers: world.headers.facilitator });
		expect(answer.status).toBe(200);
	});
});

/** Everything that somebody could be known by, or come in with. */
const secrets = new Set<string>();
const keep = (...all: (string | undefined)[]) => {
	for (const one of all) if (one) secrets.add(one).add(encodeURIComponent(one)).add(decodeURIComponent(one));
};

/** Staff and a participant come in, with mistakes on the way. */
async function comeIn() {
	const { fatima, beatriz } = world.here;
	const post = (path: string, fields: Record<string, string>, cookie = '') =>
		ask(server.origin, path, { method: 'POST', headers: { ...form, cookie }, body: formBody(fields) });
	const theirs = await setUp(db, staffAuth(db), fatima);
	keep(theirs.key, theirs.login, goodPassword, 'not it at all', ...theirs.recoveryCodes!);
	await post('/sign-in?/password', { email: 'fatima@example.org', password: 'not it at all' });
	const first = await post('/sign-in?/password', { email: 'fatima@example.org', password: goodPassword });
	const challenge = cookiesOf(first).get('challenge')!.value;
	const otp = totp(theirs.key, 1);
	const second = await post('/sign-in/code', { otp }, `challenge=${challenge}`);
	keep(challenge, otp, cookiesOf(second).get('login')!.value);

	const card = await cardWithPin(db, beatriz.participantId);
	await post('/card', { code: card.code, pin: '135792' });
	const inside = await post('/card', { code: card.code, pin: goodPin });
	await post('/card', { token: card.token, pin: goodPin });
	keep(
		card.code,
		card.code.replaceAll('-', ''),
		card.token,
		goodPin,
		'135792',
		cookiesOf(inside).get('card')!.value
	);

	const link = await inviteStaff(db, system, {
		name: 'Ottoline Zabriskie',
		email: 'ottoline@example.org',
		grants: [{ role: 'lead', organizationId: null }]
	});
	await ask(server.origin, `/setup/${link.token}`);
	await post(`/setup/${link.token}?/password`, { password: 'short', again: 'short' });
	keep(link.token, 'Ottoline', 'Zabriskie', 'ottoline@example.org');
}

/** Every route as everybody, on what is there and what is not, with a form full of what people write. */
async function goEverywhere() {
	const fields = {
		operationId: newId(),
		name: 'Zebedee Quartermain',
		firstName: 'Zebedee',
		lastName: 'Quartermain',
		email: 'zebedee@example.org',
		purpose: 'Canary purpose',
		text: 'Zebedee wrote this'
	};
	for (const { id, actions, methods, page } of await builtRoutes()) {
		for (const subject of [world.subjects.own, world.subjects.nowhere]) {
			const path = (id.replace(/\/\([^)]+\)/g, '') || '/').replace(
				/\[(?:\.\.\.)?(\w+)\]/g,
				(_, name: string) => subject[name as 'session'] ?? 'canary-lesson'
			);
			for (const actor of actorNames) {
				const headers = { ...world.headers[actor], origin: server.origin };
				if (page || methods.includes('GET')) await ask(server.origin, `${path}?q=Zebedee`, { headers });
				for (const action of actions) {
					const to = action === 'default' ? path : `${path}?/${action}`;
					await ask(server.origin, to, {
						method: 'POST',
						headers: { ...form, ...headers },
						body: formBody(fields)
					});
				}
				if (methods.includes('POST')) {
					await ask(server.origin, path, {
						method: 'POST',
						headers: { ...json, ...headers },
						body: JSON.stringify(fields)
					});
				}
			}
		}
	}
}

test('the log has no name, address, password, PIN, code or token in it, whatever was done and whatever failed', async () => {
	await comeIn();
	await goEverywhere();
	for (const headers of Object.values(world.headers)) {
		keep(headers.cookie?.split('=')[1], headers.authorization?.replace('Bearer ', ''));
	}
	keep(
		'Andre',
		'Miller',
		'Beatriz',
		'Ortiz',
		'Dolores',
		'Quinn',
		'Elena',
		'Canary',
		'Fatima',
		'Rosa',
		'Nils',
		'Carl'
	);
	keep('@example.org', 'Zebedee', 'Quartermain', 'canary-lesson', secret);
	const log = said();
	expect(secrets.size).toBeGreaterThan(50);
	expect(log.length).toBeGreaterThan(10);
	for (const one of secrets) {
		expect(
			log.filter((line) => line.includes(one)),
			one
		).toEqual([]);
	}
	// Every line but the adapter's first is one JSON object: nothing that was sent made a line of its own.
	const lines = log.filter((line) => !line.startsWith('Listening on'));
	for (const line of lines)
		expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number), time: expect.any(String) });
}, 600_000);
