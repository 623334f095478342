/** What a room screen's token opens on the running server: one lesson, and no other door. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeScreens, openScreen } from '#lib/server/identity/screens.ts';
import { cookieNames } from '#lib/server/identity/staff.ts';
import { routes as listed } from '#lib/server/routes.ts';
import type { Db } from '#lib/server/db/open.ts';
import { freshDatabase } from '../support/database.ts';
import { actorNames, people } from './actors.ts';
import { ask, cookiesOf, form, formBody, textOf } from './asking.ts';
import { builtRoutes, serve } from './built.ts';

const secret = 'the secret of the room screens, long enough';
const routes = await builtRoutes();
const cookies = cookieNames(false);
let db: Db;
let world: Awaited<ReturnType<typeof people>>;
let server: Awaited<ReturnType<typeof serve>>;
let screen: Awaited<ReturnType<typeof openScreen>>;

beforeAll(async () => {
	process.env.GROUNDWORK_SECRET = secret;
	const fresh = await freshDatabase();
	db = fresh.db;
	world = await people(db);
	screen = await open();
	server = await serve(fresh.url, secret);
});
afterAll(() => server?.stop());

const open = () => openScreen(db, world.here.fatima, { sessionId: world.here.tuesdaySession }, 'en');
const get = (path: string, headers = {}) => ask(server.origin, path, { headers });

describe('a room screen’s token', () => {
	test('opens the lesson for whoever has it, signed in or not, and signs nobody in', async () => {
		for (const name of actorNames) {
			const first = await get(`/room/${screen.token}`, world.headers[name]);
			expect([first.status, first.headers.location], name).toEqual([303, `/room/${screen.token}/1`]);
			const slide = await get(`/room/${screen.token}/1`, world.headers[name]);
			expect(slide.status, name).toBe(200);
			expect(textOf(slide)).toContain('<h1');
			expect(cookiesOf(slide).size).toBe(0);
			expect(slide.headers['cache-control']).toContain('no-store');
		}
	});

	test('shows nothing of anybody, and nothing that is for facilitators, not in its data either', async () => {
		const last = 60;
		for (let step = 1; step <= last; step += 1) {
			const page = textOf(await get(`/room/${screen.token}/${step}`));
			expect(page).not.toMatch(
				/Andre|Beatriz|Miller|Ortiz|Canary|Fatima|Tuesday evening|Northside|Main Street/
			);
			expect(page).not.toMatch(/Facilitators read|Show it once|Anyone may pass|block-(say|ask|do|tip|care)/);
		}
		const data = textOf(await get(`/room/${screen.token}/1/__data.json`));
		expect(data).toContain('Watch how it is done.');
		expect(data).not.toMatch(/Andre|Beatriz|Fatima|Facilitators read|Show it once|Anyone may pass|P-1001/);
	});

	test('opens no other route, wherever it is put', async () => {
		const ways = [
			{ authorization: `Bearer ${screen.token}` },
			{ cookie: `${cookies.login}=${screen.token}` },
			{ cookie: `${cookies.card}=${screen.token}` },
			{ cookie: `room=${screen.token}; screen=${screen.token}` }
		];
		const closed = routes.filter(({ id }) => !listed[id].includes('public'));
		expect(closed.length).toBeGreaterThan(30);
		for (const { id } of closed) {
			const { own } = world.subjects;
			const path = id
				.replace(/\/\([^)]+\)/g, '')
				.replace(/\/?\[\[\w+\]\]/g, '')
				.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name) => own[name as keyof typeof own] ?? screen.token);
			for (const headers of ways) {
				const { status, headers: told } = await get(path, headers);
				const led = status === 303 && /^\/(sign-in|card)\b/.test(told.location ?? '');
				expect(led || [401, 403, 404, 405].includes(status), `${path}: ${status} ${told.location}`).toBe(
					true
				);
			}
		}
	});

	test('says the same of one that is closed as of none', async () => {
		const other = await open();
		expect((await get(`/room/${other.token}/1`)).status).toBe(200);
		await closeScreens(db, world.here.fatima, { sessionId: world.here.tuesdaySession });
		screen = await open();
		const bare = (told: Awaited<ReturnType<typeof get>>) =>
			textOf(told).replace(/nonce="[^"]*"|__sveltekit_\w+|[0-9a-f-]{36}|\/room\/[\w-]+/g, '');
		const none = await get(`/room/${'x'.repeat(43)}/1`);
		const closed = await get(`/room/${other.token}/1`);
		expect([none.status, closed.status]).toEqual([404, 404]);
		expect(bare(closed)).toBe(bare(none));
		expect((await get(`/room/${other.token}`)).status).toBe(404);
		expect(textOf(await get(`/room/${other.token}/1/__data.json`))).not.toContain('lesson-one');
	});
});

describe('the code', () => {
	const type = (code: string) =>
		ask(server.origin, '/room', { method: 'POST', headers: form, body: formBody({ code }) });

	test('leads a television to a room screen of its own', async () => {
		const opened = await open();
		const { status, headers } = await type(opened.code);
		expect(status).toBe(303);
		const [, token] = /^\/room\/([\w-]{43})\/1$/.exec(headers.location!)!;
		expect(token).not.toBe(opened.token);
		expect((await get(headers.location!)).status).toBe(200);
	});

	test('that is wrong is told beside its field, and after twenty of them the answer is to wait', async () => {
		for (let i = 0; i < 20; i++) expect((await type('AAA AAA')).status).toBe(400);
		const { status } = await type('AAA AAA');
		expect(status).toBe(429);
		expect((await type((await open()).code)).status).toBe(429);
	});
});

test('no token stands in the log', () => {
	expect(server.lines.join('')).not.toContain(screen.token);
});
