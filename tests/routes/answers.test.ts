/** What every answer of the running server carries, whatever kind of answer it is. */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { m } from '#lib/i18n/paraglide/messages.js';
import { freshDatabase } from '../support/database.ts';
import { people } from './actors.ts';
import { ask, cookiesOf, form, formBody, json, textOf } from './asking.ts';
import { serve } from './built.ts';
import { kinds } from './kinds.ts';

const secret = 'the secret of the answers, long enough';
let world: Awaited<ReturnType<typeof people>>;
let server: Awaited<ReturnType<typeof serve>>;
let secure: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
	process.env.GROUNDWORK_SECRET = secret;
	const { db, url } = await freshDatabase();
	world = await people(db);
	server = await serve(url, secret);
	secure = await serve(url, secret, { ORIGIN: 'https://groundwork.example.org' });
});
afterAll(async () => {
	await server?.stop();
	await secure?.stop();
});

const own = () => world.subjects.own;

/** Asked of the server on https, whose cookies are bound to it. */
function answerTo(name: string, { origin } = server) {
	const { path, as = 'anonymous', method, headers, body } = kinds[name];
	const isSecure = origin === secure.origin;
	const from = isSecure ? 'https://groundwork.example.org' : origin;
	const who = { ...world.headers[as] };
	if (isSecure && who.cookie) who.cookie = `__Host-${who.cookie}`;
	return ask(origin, path(own()), {
		method,
		body,
		headers: { ...(method && { origin: from }), ...who, ...headers }
	});
}

/** A policy as a map from its directives to their values. */
const policyOf = (line: string) =>
	new Map(
		line
			.split(';')
			.map((part) => part.trim().split(/\s+/))
			.map(([name, ...values]) => [name, values])
	);

describe.each(Object.keys(kinds))('%s', (name) => {
	const { status, as } = kinds[name];

	test('has the headers of security, and is kept by nobody who should not', async () => {
		const answer = await answerTo(name);
		expect(answer.status).toBe(status);
		expect(answer.headers).toMatchObject({
			'x-content-type-options': 'nosniff',
			'x-frame-options': 'DENY',
			'referrer-policy': 'same-origin',
			'cross-origin-opener-policy': 'same-origin',
			'cross-origin-resource-policy': 'same-origin'
		});
		expect(answer.headers['permissions-policy']).toMatch(/camera=\(\), microphone=\(\), geolocation=\(\)/);
		expect(answer.headers['x-powered-by']).toBeUndefined();
		expect(answer.headers.server).toBeUndefined();
		expect(answer.headers['strict-transport-security']).toBeUndefined();
		if (as) expect(answer.headers['cache-control']).toMatch(/no-store/);
	});

	test('asks for https from then on where there is https', async () => {
		const answer = await answerTo(name, secure);
		expect(answer.status).toBe(status);
		expect(answer.headers['strict-transport-security']).toBe('max-age=63072000');
		for (const [cookie, { attributes }] of cookiesOf(answer)) {
			if (cookie !== 'locale') expect(cookie).toMatch(/^__Host-/);
			expect(attributes).toContain('secure');
		}
	});
});

const pages = Object.keys(kinds).filter((name) => kinds[name].page);
describe.each(pages)('%s', (name) => {
	test('allows nothing but its own scripts and styles', async () => {
		const [one, other] = [await answerTo(name), await answerTo(name)];
		const policy = policyOf(one.headers['content-security-policy'] as string);
		expect(policy.get('default-src')).toEqual(["'none'"]);
		expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
		expect(policy.get('base-uri')).toEqual(["'none'"]);
		expect(policy.get('form-action')).toEqual(["'self'"]);
		expect(policy.get('style-src')!.filter((value) => !value.startsWith("'nonce-"))).toEqual(["'self'"]);
		// Beside the page's own: pictures that it brings along (an authenticator's QR).
		expect(policy.get('img-src')).toEqual(["'self'", 'data:']);
		const scripts = policy.get('script-src') ?? [];
		expect(scripts.filter((value) => !value.startsWith("'nonce-"))).toEqual(["'self'"]);
		for (const values of policy.values()) {
			expect(values.join(' ')).not.toMatch(/unsafe-(inline|eval)|\*|https?:/);
		}
		const html = textOf(one);
		const nonces = [...html.matchAll(/<script([^>]*)>/g)].map(
			([, attributes]) => /nonce="([^"]+)"/.exec(attributes)?.[1]
		);
		for (const nonce of nonces) expect(scripts).toContain(`'nonce-${nonce}'`);
		if (nonces.length > 0)
			expect(policyOf(other.headers['content-security-policy'] as string).get('script-src')).not.toEqual(
				scripts
			);
		expect(html).not.toMatch(/\sstyle="|\son[a-z]+="/);
		expect(html).not.toMatch(/(?:src|href)="https?:\/\//);
	});
});

describe('packing', () => {
	const staff = () => world.headers.coordinator;

	test.each([
		['/groups', 'br', 'br'],
		['/groups', 'gzip, deflate', 'gzip'],
		['/groups', 'gzip, br;q=0', 'gzip'],
		['/groups', 'identity', undefined],
		['/sessions/SESSION/__data.json', 'gzip, br', 'br'],
		['/api/v1/openapi.json', 'br', 'br'],
		// Too small to be worth it, and counted by its own length.
		['/healthz', 'br', undefined]
	])('%s for "%s" is packed as %s', async (route, accepted, way) => {
		const path = route.replace('SESSION', own().session);
		const answer = await ask(server.origin, path, { headers: { ...staff(), 'accept-encoding': accepted } });
		expect(answer.status).toBe(200);
		expect(answer.headers['content-encoding']).toBe(way);
		expect(answer.headers.vary ?? '').toMatch(/accept-encoding/i);
		const plain = textOf(await ask(server.origin, path, { headers: staff() }));
		if (way) {
			expect(Number(answer.headers['content-length'])).toBe(answer.bytes.length);
			expect(answer.bytes.length).toBeLessThan(plain.length / 2);
		}
		expect(textOf(answer).length).toBeGreaterThanOrEqual(plain.length / 2);
	});

	test('files of the app come packed, and are kept for good', async () => {
		const html = textOf(await ask(server.origin, '/sign-in'));
		const [, css] = /href="([^"]+\.css)"/.exec(html)!;
		const answer = await ask(server.origin, new URL(css, `${server.origin}/sign-in`).pathname, {
			headers: { 'accept-encoding': 'br' }
		});
		expect(answer.headers).toMatchObject({ 'content-encoding': 'br', 'content-type': 'text/css' });
		expect(answer.headers['cache-control']).toMatch(/immutable/);
	});

	test('a stream is not packed', async () => {
		const answer = await ask(server.origin, `/sessions/${own().session}/stream`, {
			headers: { ...world.headers.facilitator, 'accept-encoding': 'br, gzip' }
		});
		expect(answer.headers['content-encoding']).toBeUndefined();
	});
});

describe('the language', () => {
	const choose = (fields: Record<string, string>) =>
		ask(server.origin, '/language', { method: 'POST', headers: form, body: formBody(fields) });

	test('that somebody chooses is kept in a cookie, and leads back to the same page of ours', async () => {
		const answer = await choose({ locale: 'es', next: '/card?next=%2Fme' });
		expect([answer.status, answer.headers.location]).toEqual([303, '/card?next=%2Fme']);
		const kept = cookiesOf(answer).get('locale')!;
		expect(kept.value).toBe('es');
		expect(kept.attributes).toEqual(expect.arrayContaining(['path=/', 'samesite=lax']));
		for (const next of ['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere.example']) {
			expect((await choose({ locale: 'es', next })).headers.location, next).toBe('/');
		}
	});

	test('that we do not have is refused', async () => {
		const answer = await choose({ locale: 'tlh' });
		expect(answer.status).toBe(400);
		expect(cookiesOf(answer).size).toBe(0);
	});

	test('of the cookie is that of every page and every problem; a spoiled one counts for nothing', async () => {
		const es = { locale: 'es' } as const;
		const spoken = { cookie: 'locale=es' };
		for (const [path, status] of [
			['/sign-in', 200],
			['/nowhere', 404]
		] as const) {
			const answer = await ask(server.origin, path, { headers: spoken });
			expect(answer.status).toBe(status);
			expect(textOf(answer)).toContain('<html lang="es"');
		}
		const problem = await ask(server.origin, '/api/v1/milestones', { headers: { ...json, ...spoken } });
		expect(JSON.parse(textOf(problem)).title).toBe(m.error_sign_in_required({}, es));
		for (const cookie of ['locale=xx', 'locale=%00', 'locale=es%0d%0aset-cookie: a=b', 'locale=__proto__']) {
			const answer = await ask(server.origin, '/sign-in', { headers: { cookie } });
			expect([answer.status, /<html lang="(\w+)"/.exec(textOf(answer))?.[1]], cookie).toEqual([200, 'en']);
		}
	});
});

test('a file for spreadsheets has no formula in it, whatever somebody is called', async () => {
	const { here } = world;
	await here.enroll(
		here.carl,
		here.tuesdayGroup.id,
		'P-1099',
		'=HYPERLINK("https://elsewhere.example")',
		'+1'
	);
	const answer = await ask(server.origin, '/people/people.csv', { headers: world.headers.coordinator });
	const rows: string[][] = parse(textOf(answer), { bom: true });
	const row = rows.find((cells) => cells.includes('P-1099'))!;
	expect(row.some((cell) => cell.startsWith("'=HYPERLINK"))).toBe(true);
	for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+@\t\r\n]|^-\D/);
});
