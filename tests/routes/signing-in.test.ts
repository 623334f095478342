/** Signing in over the wire: what the browser comes with is worth nothing, and what it goes with is bound to it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '#lib/server/db/open.ts';
import { limits } from '#lib/server/db/schema/index.ts';
import { cardWithPin, goodPin } from '../support/cards.ts';
import { freshDatabase } from '../support/database.ts';
import { goodPassword, secret, setUp, staffAuth, totp } from '../support/staff.ts';
import { people } from './actors.ts';
import { ask, cookiesOf, form, formBody, textOf, type Told } from './asking.ts';
import { serve } from './built.ts';

let db: Db;
let world: Awaited<ReturnType<typeof people>>;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
	process.env.GROUNDWORK_SECRET = secret;
	const fresh = await freshDatabase();
	db = fresh.db;
	world = await people(db);
	server = await serve(fresh.url, secret);
});
afterAll(() => server?.stop());

const post = (path: string, fields: Record<string, string>, cookie = '') =>
	ask(server.origin, path, {
		method: 'POST',
		headers: { ...form, ...(cookie && { cookie }) },
		body: formBody(fields)
	});
const opens = async (path: string, cookie: string) =>
	(await ask(server.origin, path, { headers: { cookie } })).status === 200;
const valueOf = (answer: Told, name: string) => cookiesOf(answer).get(name)?.value;

/** Both steps with whatever cookies the browser already has; the login it ends up with. */
async function signIn(email: string, key: string, steps: number, planted: string) {
	const first = await post('/sign-in?/password', { email, password: goodPassword }, planted);
	expect([first.status, first.headers.location]).toEqual([303, '/sign-in/code?next=']);
	expect(valueOf(first, 'login') || undefined).toBeUndefined();
	const challenge = valueOf(first, 'challenge');
	const second = await post('/sign-in/code', { otp: totp(key, steps) }, `${planted}; challenge=${challenge}`);
	expect(second.status).toBe(303);
	return { first, second, login: valueOf(second, 'login')! };
}

test('a login that somebody planted in the browser is replaced, and the one that it was is dead', async () => {
	const { rosa } = world.here;
	const theirs = await setUp(db, staffAuth(db), rosa);
	const planted = `login=${theirs.login}`;
	expect(await opens('/today', planted)).toBe(true);
	const { login } = await signIn('rosa@example.org', theirs.key, 1, planted);
	expect(login.length).toBeGreaterThan(30);
	expect(decodeURIComponent(login)).not.toBe(theirs.login);
	expect(await opens('/today', `login=${login}`)).toBe(true);
	expect(await opens('/today', planted)).toBe(false);
});

test('a card that somebody planted is replaced, and a login of staff in the same browser ends', async () => {
	const { dolores, beatriz } = world.here;
	const [one, other] = [
		await cardWithPin(db, beatriz.participantId),
		await cardWithPin(db, dolores.participantId)
	];
	const enter = (code: string, cookie = '') => post('/card', { code, pin: goodPin }, cookie);
	const attacker = valueOf(await enter(other.code), 'card')!;
	const staff = world.headers.colleague.cookie;
	const answer = await enter(one.code, `card=${attacker}; ${staff}`);
	expect([answer.status, answer.headers.location]).toEqual([303, '/me']);
	const mine = valueOf(answer, 'card')!;
	expect(mine).not.toBe(attacker);
	expect(await opens('/me', `card=${mine}`)).toBe(true);
	expect(await opens('/me', `card=${attacker}`)).toBe(false);
	expect(await opens('/today', staff)).toBe(false);
});

test('cookies of a sign-in are the page’s alone: not for scripts, nor for other sites', async () => {
	const card = await cardWithPin(db, world.here.beatriz.participantId);
	const answer = await post('/card', { code: card.code, pin: goodPin });
	const { attributes } = cookiesOf(answer).get('card')!;
	expect(attributes).toEqual(expect.arrayContaining(['httponly', 'samesite=lax', 'path=/']));
	expect(attributes.some((one) => one.startsWith('domain='))).toBe(false);
});

test('signing out ends the login itself, not only the cookie', async () => {
	const card = await cardWithPin(db, world.here.beatriz.participantId);
	const cookie = `card=${valueOf(await post('/card', { code: card.code, pin: goodPin }), 'card')}`;
	expect(await opens('/me', cookie)).toBe(true);
	const out = await post('/sign-out', {}, cookie);
	expect([out.status, out.headers.location]).toEqual([303, '/']);
	expect(await opens('/me', cookie)).toBe(false);
});

test('a card that nobody has and a PIN that is wrong get the same answer, which gives neither back', async () => {
	const card = await cardWithPin(db, world.here.dolores.participantId);
	const answers = [];
	for (const code of ['0000000000000000', card.code]) {
		const answer = await post('/card', { code, pin: '135792' });
		answers.push({
			status: answer.status,
			body: textOf(answer)
				.replaceAll(code, 'CODE')
				.replace(/nonce="[^"]*"|__sveltekit_\w+/g, '')
		});
		expect(textOf(answer)).not.toContain('135792');
	}
	expect(answers[1]).toEqual(answers[0]);
});

test('whoever claims to come from elsewhere is counted where they come from', async () => {
	for (let i = 1; i <= 5; i++) {
		await ask(server.origin, '/card', {
			method: 'POST',
			headers: {
				...form,
				'x-forwarded-for': `203.0.113.${i}`,
				forwarded: `for=203.0.113.${i}`,
				'x-real-ip': `203.0.113.${i}`
			},
			body: formBody({ code: '1111111111111111', pin: '135792' })
		});
	}
	const rows = await db.read.select().from(limits).orderBy(limits.key);
	const networks = rows.filter(({ key }) => key.startsWith('card-network'));
	expect(networks.map(({ key }) => key)).toEqual(['card-network:127.0.0.1']);
	expect(networks[0].points).toBeGreaterThanOrEqual(5);
});

test('without the demo there is no way in by a role', async () => {
	const answer = await post('/sign-in?/demo', { role: 'administrator' });
	expect(answer.status).toBe(403);
	expect(cookiesOf(answer).size).toBe(0);
	expect(textOf(await ask(server.origin, '/sign-in'))).not.toContain('?/demo');
});
