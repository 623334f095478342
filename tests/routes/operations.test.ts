/** What a room's screen sends to the running server: bad input named field by field, the good answered once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#lib/server/ids.ts';
import { freshDatabase } from '../support/database.ts';
import { people } from './actors.ts';
import { serve } from './built.ts';

const secret = 'the secret of the operations, long enough';
let world: Awaited<ReturnType<typeof people>>;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
	process.env.GROUNDWORK_SECRET = secret;
	const { db, url } = await freshDatabase();
	world = await people(db);
	server = await serve(url, secret);
});
afterAll(() => server?.stop());

const session = () => world.subjects.own.session;
const markOf = (change: object = {}) => ({
	kind: 'mark',
	operationId: newId(),
	enrollmentId: world.subjects.own.enrollment,
	status: 'present',
	...change
});

async function send(body: unknown, { who = 'facilitator', at = session(), headers = {} } = {}) {
	const response = await fetch(`${server.origin}/sessions/${at}/operations`, {
		method: 'POST',
		headers: {
			accept: 'application/json',
			'content-type': 'application/json',
			origin: server.origin,
			...world.headers[who as 'facilitator'],
			...headers
		},
		body: typeof body === 'string' ? body : JSON.stringify(body)
	});
	const type = response.headers.get('content-type') ?? '';
	return { status: response.status, type, answer: await response.json() };
}

describe('operations of a session', () => {
	test('one or several are answered each, with the room', async () => {
		const [one, other] = [markOf(), markOf({ status: 'absent-neutral', reason: 'sick' })];
		expect(await send(one)).toMatchObject({
			status: 200,
			answer: { results: [{ operationId: one.operationId, ok: true }] }
		});
		const { answer } = await send([one, { kind: 'mark-all', operationId: newId() }]);
		expect(answer.results.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, true]);
		expect(answer.room.people).toMatchObject([{ enrollmentId: one.enrollmentId, status: 'present' }]);
		// A whole that the schema refuses is a problem; nothing of it is carried out.
		const { status, type, answer: refused } = await send([markOf(), other]);
		expect([status, type]).toEqual([400, 'application/problem+json']);
		expect(refused.errors).toMatchObject([{ field: '1.reason', pointer: '#/1/reason', code: 'reason' }]);
	});

	test('the same id with other content is refused beside the others, in words', async () => {
		const said = markOf();
		await send(said);
		const { status, answer } = await send([{ ...said, status: 'partial', cameAt: 5 }, said]);
		expect(status).toBe(200);
		expect(answer.results[0]).toMatchObject({
			ok: false,
			problem: { status: 409, code: 'operation.reused' }
		});
		expect(answer.results[0].problem.title).toMatch(/already saved/);
		expect(answer.results[1]).toEqual({ operationId: said.operationId, ok: true });
	});

	const faults: [string, () => unknown, string[]][] = [
		['an unknown key', () => markOf({ color: 'red' }), ['0.color']],
		['a wrong type', () => markOf({ cameAt: 'ten', status: 'partial' }), ['0.cameAt']],
		['an unknown word', () => markOf({ status: 'late' }), ['0.status']],
		[
			'several at once',
			() => [markOf({ operationId: 'x' }), markOf({ enrollmentId: 7 })],
			['0.operationId', '1.enrollmentId']
		],
		['a part without minutes', () => markOf({ status: 'partial' }), ['0.cameAt']],
		['too many', () => Array.from({ length: 101 }, () => markOf()), ['']],
		['nothing', () => [], ['']]
	];
	test.each(faults)('%s is named', async (_, body, fields) => {
		const { status, type, answer } = await send(body());
		expect([status, type]).toEqual([400, 'application/problem+json']);
		expect(answer.errors.map(({ field }: { field: string }) => field)).toEqual(fields);
	});

	test('what is no JSON, or not said to be, is refused', async () => {
		expect(await send('{"kind":')).toMatchObject({ status: 400, answer: { code: 'json-unreadable' } });
		expect(await send(markOf(), { headers: { 'content-type': 'text/plain' } })).toMatchObject({
			status: 415
		});
		expect(await send(markOf(), { headers: { origin: 'https://elsewhere.example' } })).toMatchObject({
			status: 403
		});
	});

	test('signed out, it says so and sends nobody anywhere, so that the screen can keep what was tapped', async () => {
		const { status, type } = await send(markOf(), { who: 'anonymous' });
		expect([status, type]).toEqual([401, 'application/problem+json']);
	});

	test('a session of others is none', async () => {
		const nowhere = await send(markOf(), { at: newId() });
		const elsewhere = await send(markOf(), { at: world.subjects.organization.session });
		expect([nowhere.status, elsewhere.status]).toEqual([404, 404]);
		expect(elsewhere.answer).toMatchObject({ code: nowhere.answer.code, title: nowhere.answer.title });
	});
});

describe('the stream of a session', () => {
	test('flows uncompressed, is kept nowhere, and tells of a change', async () => {
		const stop = new AbortController();
		const response = await fetch(`${server.origin}/sessions/${session()}/stream`, {
			headers: { ...world.headers.facilitator, accept: 'text/event-stream', 'accept-encoding': 'br, gzip' },
			signal: stop.signal
		});
		expect(response.headers.get('content-encoding')).toBeNull();
		expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
		const body = response.body!.getReader();
		let text = '';
		const until = async (count: number) => {
			while (text.split('event: change').length <= count)
				text += new TextDecoder().decode((await body.read()).value);
		};
		await until(1);
		await send(markOf());
		await until(2);
		stop.abort();
	});
});
