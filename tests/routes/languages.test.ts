/** The language of a first visit, against the running server: the browser's, until somebody chooses. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { m } from '#lib/i18n/paraglide/messages.js';
import { freshDatabase } from '../support/database.ts';
import { serve } from './built.ts';

let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
	const { url } = await freshDatabase();
	server = await serve(url, 'the secret of the languages, long enough');
});
afterAll(() => server?.stop());

async function ask(path: string, headers: Record<string, string>) {
	const response = await fetch(server.origin + path, { headers: { accept: 'text/html', ...headers } });
	const body = await response.text();
	const vary = (response.headers.get('vary') ?? '').toLowerCase().split(/,\s*/);
	return { language: body.match(/<html lang="(\w+)"/)?.[1], body, vary };
}

describe.each(['/', '/sign-in', '/card', '/calendar', '/handbook', '/no-such-page'])('%s', (path) => {
	test('is in the language that the browser prefers, of those that there are', async () => {
		const cases: [string, string][] = [
			['es-MX,es;q=0.9,en;q=0.8', 'es'],
			['en-US,en;q=0.9,es;q=0.8', 'en'],
			['en;q=0.5, es-419;q=0.7', 'es'],
			['fr-CA, fr;q=0.9', 'en'],
			['*', 'en'],
			['nonsense;;q=', 'en']
		];
		for (const [accepted, language] of cases) {
			const answer = await ask(path, { 'accept-language': accepted });
			expect([accepted, answer.language]).toEqual([accepted, language]);
			expect(answer.vary).toEqual(expect.arrayContaining(['accept-language', 'cookie']));
		}
	});
});

test('the choice that somebody made is stronger than the browser', async () => {
	const choose = await fetch(`${server.origin}/language`, {
		method: 'POST',
		redirect: 'manual',
		headers: { accept: 'text/html', origin: server.origin, 'accept-language': 'es' },
		body: new URLSearchParams({ locale: 'en', next: '/sign-in' })
	});
	expect(choose.headers.get('location')).toBe('/sign-in');
	const cookie = choose.headers.getSetCookie()[0].split(';')[0];
	const answer = await ask('/sign-in', { cookie, 'accept-language': 'es' });
	expect(answer.language).toBe('en');
	expect(answer.body).toContain(m.signin_lead({}, { locale: 'en' }));
	const first = await ask('/sign-in', { 'accept-language': 'es' });
	expect(first.body).toContain(m.signin_lead({}, { locale: 'es' }));
});
