import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bodyLimits, limitFor, withinLimit } from '#lib/server/bodies.ts';
import { localPath, passage, refuseForeign } from '#lib/server/guard.ts';
import { anonymous, system, type Actor, type Role } from '#lib/server/policy.ts';
import { compressed, secureHeaders, varyByLanguage } from '#lib/server/responses.ts';
import { homeOf, mayReach, routes } from '#lib/server/routes.ts';

const staff = (verified: boolean, ...roles: Role[]): Actor => ({
	kind: 'staff',
	id: 's',
	name: 'S',
	loginId: 'l',
	verified,
	grants: roles.map((role) => ({ role, organizationId: null }))
});
const participant: Actor = { kind: 'participant', id: 'p', loginId: 'l' };
const key: Actor = { kind: 'key', id: 'k', recipientId: 'r', organizationId: null, scopes: [] };

const files = readdirSync('src/routes', { recursive: true, withFileTypes: true });
const present = files
	.filter((file) => /^\+(page|server)\b/.test(file.name))
	.map((file) => file.parentPath.replaceAll('\\', '/').replace(/^src\/routes/, '') || '/');

test('every route of the app is in the table, and the table lists no other', () => {
	const known = new Set(Object.keys(routes));
	expect([...new Set(present)].filter((id) => !known.has(id))).toEqual([]);
	expect([...known].filter((id) => !present.includes(id))).toEqual([]);
});

test('a route that is not listed is refused to everybody', () => {
	for (const actor of [anonymous, participant, key, staff(true, 'administrator'), system]) {
		expect(mayReach(actor, '/never/listed')).toBe(false);
		expect(mayReach(actor, 'constructor')).toBe(false);
	}
});

test('half signed in, one reaches only what is public and the setting up', () => {
	const half = staff(false, 'administrator');
	const reached = Object.keys(routes).filter((id) => mayReach(half, id) && !mayReach(anonymous, id));
	expect(reached).toEqual(['/setup/authenticator']);
});

test('what is written in a language is kept apart by language, what is not is not', () => {
	const vary = (type: string, before?: string) => {
		const headers = new Headers({ 'content-type': type, ...(before && { vary: before }) });
		varyByLanguage(headers);
		return headers.get('vary');
	};
	expect(vary('text/html; charset=utf-8', 'accept')).toBe('accept, accept-language, cookie');
	expect(vary('application/problem+json')).toBe('accept-language, cookie');
	expect(vary('text/event-stream')).toBeNull();
	expect(vary('text/csv')).toBeNull();
});

test('locked, one reaches only what is public and the lock', () => {
	const locked: Actor = { kind: 'locked', id: 's', name: 'S', loginId: 'l' };
	const reached = Object.keys(routes).filter((id) => mayReach(locked, id) && !mayReach(anonymous, id));
	expect(reached).toEqual(['/locked']);
	expect(passage(locked, '/(staff)/today')).toEqual({ allowed: false, signIn: '/locked' });
	expect(passage(locked, '/(participant)/me')).toEqual({ allowed: false, signIn: '/locked' });
	expect(passage(locked, '/sign-out')).toEqual({ allowed: true });
	expect(homeOf(locked)).toBe('/locked');
});

test('whoever is wrong for a page is sent to where its people sign in', () => {
	expect(passage(anonymous, '/(staff)/today')).toEqual({ allowed: false, signIn: '/sign-in' });
	expect(passage(participant, '/(staff)/today')).toEqual({ allowed: false, signIn: '/sign-in' });
	expect(passage(staff(false), '/(staff)/today')).toEqual({ allowed: false, signIn: '/setup/authenticator' });
	expect(passage(staff(true, 'lead'), '/(participant)/me')).toEqual({ allowed: false, signIn: '/card' });
	expect(passage(key, '/(staff)/today')).toEqual({ allowed: false, signIn: null });
	expect(passage(participant, '/api/v1/milestones')).toEqual({ allowed: false, signIn: null });
	expect(passage(participant, '/(participant)/me')).toEqual({ allowed: true });
});

test('everybody begins at the place of their first role', () => {
	expect(homeOf(staff(true, 'lead', 'facilitator'))).toBe('/today');
	expect(homeOf(staff(true, 'program'))).toBe('/program');
	expect(homeOf(staff(true, 'administrator'))).toBe('/admin');
	expect(homeOf(staff(false, 'administrator'))).toBe('/setup/authenticator');
	expect(homeOf(participant)).toBe('/me');
	expect(homeOf(anonymous)).toBe('/');
});

test('a forged "next" never leaves this host', () => {
	const forged = [
		'https://evil.example',
		'//evil.example',
		'/\\evil.example',
		'/\t/evil.example',
		'/%09/evil.example/..//evil.example',
		'\\\\evil.example',
		'javascript:alert(1)',
		' /today',
		'/\nlocation: x',
		''
	];
	for (const next of forged) expect(localPath(next, '/home')).toMatch(/^\/(?!\/)/);
	expect(localPath('//evil.example', '/home')).toBe('/home');
	expect(localPath('/groups?sort=name#x', '/home')).toBe('/groups?sort=name');
	expect(localPath(null, '/home')).toBe('/home');
	fc.assert(
		fc.property(
			fc.string({ unit: 'binary' }),
			fc.constantFrom('', '/', '//', '/\\', '/.//'),
			(text, start) => {
				const path = localPath(start + text, '/home');
				return (
					new URL(path, 'https://ours.example').origin === 'https://ours.example' && !/[\r\n]/.test(path)
				);
			}
		)
	);
});

const request = (method: string, headers: Record<string, string> = {}, body?: BodyInit) =>
	new Request('https://ours.example/x', { method, headers, body, duplex: 'half' } as RequestInit);

test('what changes something comes from our own pages, whatever its type; a key needs no page', () => {
	const ours = 'https://ours.example';
	const types: Record<string, string>[] = [
		{},
		{ 'content-type': 'text/plain' },
		{ 'content-type': 'application/json' }
	];
	for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
		for (const type of types) {
			for (const origin of ['https://evil.example', 'null', 'https://ours.example.evil.example', undefined]) {
				const headers: Record<string, string> = origin ? { ...type, origin } : type;
				expect(() => refuseForeign(request(method, headers), ours, participant)).toThrow('wrong-origin');
				expect(() => refuseForeign(request(method, headers), ours, anonymous)).toThrow('wrong-origin');
			}
			expect(() =>
				refuseForeign(request(method, { ...type, origin: ours }), ours, participant)
			).not.toThrow();
			expect(() => refuseForeign(request(method, type), ours, key)).not.toThrow();
		}
	}
	expect(() => refuseForeign(request('GET'), ours, participant)).not.toThrow();
});

test('a body over the limit is refused while it comes in, whatever it says of its length', async () => {
	let pulled = 0;
	const endless = new ReadableStream<Uint8Array>({
		pull: (controller) => {
			pulled += 1;
			controller.enqueue(new Uint8Array(16 * 1024));
		}
	});
	const lying = request('POST', { 'content-length': '10' }, endless);
	await expect(withinLimit(lying, bodyLimits.usual)).rejects.toMatchObject({
		status: 413,
		code: 'too-large'
	});
	expect(pulled * 16 * 1024).toBeLessThan(3 * 1024 * 1024);
	const honest = request('POST', { 'content-length': '9999999' }, 'x');
	await expect(withinLimit(honest, bodyLimits.usual)).rejects.toMatchObject({ status: 413 });
	expect(limitFor('/sessions/1/operations')).toBe(bodyLimits.operations);
	expect(limitFor('/sessions/1')).toBe(bodyLimits.usual);
});

test('a body within the limit arrives as it was sent', async () => {
	const form = new URLSearchParams({ name: 'José', note: 'a&b' });
	const kept = await withinLimit(request('POST', { origin: 'https://ours.example' }, form), bodyLimits.usual);
	expect(Object.fromEntries(await kept.formData())).toEqual({ name: 'José', note: 'a&b' });
	expect(kept.headers.get('origin')).toBe('https://ours.example');
});

const page = (type: string, body = 'x'.repeat(5000), headers = {}) =>
	new Response(body, { headers: { 'content-type': type, ...headers } });
const asking = (accept: string) => request('GET', { 'accept-encoding': accept });

test('text is packed as the browser asks, and says so; small, packed and streaming answers are left alone', async () => {
	const brotli = await compressed(asking('gzip, deflate, br'), page('text/html; charset=utf-8'));
	expect(brotli.headers.get('content-encoding')).toBe('br');
	expect(brotli.headers.get('vary')).toBe('accept-encoding');
	expect(brotliDecompressSync(Buffer.from(await brotli.arrayBuffer())).toString()).toBe('x'.repeat(5000));
	const zipped = await compressed(asking('gzip;q=0.5, br;q=0'), page('application/json'));
	expect(zipped.headers.get('content-encoding')).toBe('gzip');
	expect(gunzipSync(Buffer.from(await zipped.arrayBuffer())).toString()).toBe('x'.repeat(5000));

	const untouched = [
		page('text/event-stream'),
		page('text/html', 'short'),
		page('image/png'),
		page('text/html', undefined, { 'content-encoding': 'br' })
	];
	for (const response of untouched) {
		const before = response.headers.get('content-encoding');
		expect((await compressed(asking('br'), response)).headers.get('content-encoding')).toBe(before);
	}
	expect(
		(await compressed(asking('identity'), page('text/html'))).headers.get('content-encoding')
	).toBeNull();
});

test('every answer carries the headers of security; what a signed-in person sees is kept by nobody', () => {
	const kept = { 'cache-control': 'public, max-age=60' };
	const headersOf = (given: Record<string, string>, how: { secure: boolean; signedIn: boolean }) => {
		const headers = new Headers(given);
		secureHeaders(headers, how);
		return Object.fromEntries(headers);
	};
	const plain = headersOf(kept, { secure: true, signedIn: false });
	expect(plain).toMatchObject({
		'x-content-type-options': 'nosniff',
		'referrer-policy': 'same-origin',
		'cross-origin-opener-policy': 'same-origin',
		'cross-origin-resource-policy': 'same-origin',
		'strict-transport-security': 'max-age=63072000',
		'cache-control': 'public, max-age=60'
	});
	expect(headersOf(kept, { secure: false, signedIn: true })).toMatchObject({
		'cache-control': 'private, no-store'
	});
	expect(headersOf({}, { secure: false, signedIn: false })).not.toHaveProperty('strict-transport-security');
	expect(headersOf({}, { secure: false, signedIn: false })['cache-control']).toContain('no-store');
});
