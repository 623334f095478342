/** What a first visit of a page takes over the wire: the page and all that it links, packed as a browser gets it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFolder } from '#lib/server/curriculum/files.ts';
import type { Db } from '#lib/server/db/open.ts';
import { importEdition } from '#lib/server/domain/editions.ts';
import { createGroup } from '#lib/server/domain/groups.ts';
import { outlineOf } from '#lib/server/domain/lessons.ts';
import { sessionsOf } from '#lib/server/domain/sessions.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { system } from '#lib/server/policy.ts';
import { freshDatabase } from '../support/database.ts';
import { people, type Headers } from './actors.ts';
import { ask, textOf } from './asking.ts';
import { serve } from './built.ts';

const secret = 'the secret of the weights, long enough';
const kB = 1000;
let world: Awaited<ReturnType<typeof people>>;
let server: Awaited<ReturnType<typeof serve>>;
let session: string;
let lessons: string[];

/** Andre's group goes through the curriculum that we ship, with twelve people: the pages are as heavy as they get. */
async function realGroup(db: Db) {
	const { here } = world;
	const { edition } = await importEdition(db, system, await readFolder('curriculum/steady-ground'));
	const today = dayIn('America/Los_Angeles', new Date().toISOString());
	const weekday = new Date(`${today}T12:00:00Z`).getUTCDay() || 7;
	const group = await createGroup(db, here.carl, {
		name: 'Everybody',
		siteId: here.mainStreet.id,
		room: 'Room 5',
		editionId: edition!.id,
		facilitatorIds: [here.fatima.id],
		startsOn: '2026-01-05',
		slots: [{ weekday, time: '00:05', minutes: 90 }]
	});
	for (let i = 0; i < 12; i++)
		await here.enroll(here.carl, group.id, `W-${100 + i}`, 'Maximiliana', 'Castellanos');
	lessons = (await outlineOf(db.read, edition!.id)).lessons.map(({ id }) => id);
	return (await sessionsOf(db.read, group.id))[0].id;
}

beforeAll(async () => {
	process.env.GROUNDWORK_SECRET = secret;
	const { db, url } = await freshDatabase();
	world = await people(db);
	session = await realGroup(db);
	server = await serve(url, secret);
});
afterAll(() => server?.stop());

const packed = { 'accept-encoding': 'br' };

/** Bytes of a page by what they are: its own, styles, scripts, the fonts of Latin letters. */
async function weigh(path: string, headers: Headers) {
	const page = await ask(server.origin, path, { headers: { ...headers, ...packed } });
	expect(page.status, path).toBe(200);
	const here = server.origin + path;
	const html = textOf(page);
	const linked = (pattern: RegExp, text: string, base: string) =>
		[...text.matchAll(pattern)].map(([, href]) => new URL(href, base).href);
	const styles = [...new Set(linked(/<link[^>]+href="([^"]+\.css)"/g, html, here))];
	// Kit tells of its modules in a header.
	const preloads = linked(/<([^>]+)>; rel="modulepreload"/g, String(page.headers.link ?? ''), here);
	const imported = linked(/import\("([^"]+\.js)"\)/g, html, here);
	const scripts = new Set([...preloads, ...imported, ...linked(/<script[^>]+src="([^"]+)"/g, html, here)]);
	const files = new Map<string, number>();
	const add = async (url: string) => {
		const { pathname } = new URL(url);
		const file = await ask(server.origin, pathname, { headers: packed });
		expect(file.status, pathname).toBe(200);
		files.set(pathname, file.bytes.length);
		return textOf(file);
	};
	const fonts: string[] = [];
	for (const url of styles) {
		const faces = (await add(url)).match(/@font-face\s*{[^}]*}/g) ?? [];
		const latin = faces.filter((face) => !/unicode-range/.test(face) || /U\+(\?\?|0*-0*FF)/i.test(face));
		fonts.push(...latin.flatMap((face) => linked(/url\(["']?([^"')]+\.woff2)/g, face, url)));
	}
	for (const url of [...scripts, ...new Set(fonts)]) await add(url);
	const sum = (of: RegExp) =>
		[...files].filter(([name]) => of.test(name)).reduce((all, [, bytes]) => all + bytes, 0);
	const parts = {
		page: page.bytes.length,
		styles: sum(/\.css$/),
		scripts: sum(/\.js$/),
		fonts: sum(/\.woff2$/)
	};
	return { ...parts, all: Object.values(parts).reduce((a, b) => a + b) };
}

test("a participant's pages take at most 100 kB on a first visit, font included, and run no script", async () => {
	const as = world.headers.participant;
	for (const path of ['/me', '/me/lessons', '/me/info']) {
		const weight = await weigh(path, as);
		expect(weight.all, `${path}: ${JSON.stringify(weight)}`).toBeLessThanOrEqual(100 * kB);
		expect(weight.scripts, path).toBe(0);
		expect(weight.fonts, path).toBeGreaterThan(10 * kB);
	}
});

test('every lesson that we ship takes at most 100 kB as a participant gets it', async () => {
	expect(lessons.length).toBeGreaterThanOrEqual(6);
	const shell = await weigh('/me/lessons/lesson-one', world.headers.participant);
	for (const id of lessons) {
		const lesson = await ask(server.origin, `/lessons/${id}?as=participant`, {
			headers: { ...world.headers.lead, ...packed }
		});
		expect(lesson.status).toBe(200);
		const all = shell.all - shell.page + lesson.bytes.length;
		expect(all, `${id}: ${all}`).toBeLessThanOrEqual(100 * kB);
	}
});

test("a session's screen with twelve people and a whole lesson takes at most 200 kB on a first visit", async () => {
	const weight = await weigh(`/sessions/${session}`, world.headers.facilitator);
	expect(weight.scripts).toBeGreaterThan(20 * kB);
	expect(weight.all, JSON.stringify(weight)).toBeLessThanOrEqual(200 * kB);
});

test('the other pages of staff take at most 200 kB each', async () => {
	for (const [path, as] of [
		['/today', 'facilitator'],
		['/groups', 'coordinator'],
		['/groups/new', 'coordinator'],
		['/people', 'coordinator'],
		['/program', 'program'],
		['/curriculum', 'lead'],
		['/admin/staff', 'administrator'],
		...lessons.map((id) => [`/lessons/${id}`, 'facilitator'] as const)
	] as const) {
		const weight = await weigh(path, world.headers[as]);
		expect(weight.all, `${path}: ${JSON.stringify(weight)}`).toBeLessThanOrEqual(200 * kB);
	}
});
