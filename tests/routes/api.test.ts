/** The API for other systems: its contract, its problems, its keys. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { Db } from '#lib/server/db/open.ts';
import { keys } from '#lib/server/db/schema/index.ts';
import { rate } from '#lib/server/api.ts';
import { createKey, revokeKey } from '#lib/server/identity/keys.ts';
import { Limit } from '#lib/server/identity/limits.ts';
import { hashToken } from '#lib/server/identity/tokens.ts';
import { system } from '#lib/server/policy.ts';
import { freshDatabase } from '../support/database.ts';
import { people, type Headers } from './actors.ts';
import { ask, json, textOf } from './asking.ts';
import { builtRoutes, serve } from './built.ts';

const secret = 'the secret of the API, long enough for it';
let db: Db;
let world: Awaited<ReturnType<typeof people>>;
let server: Awaited<ReturnType<typeof serve>>;
let contract: Contract;

type Schema = Record<string, unknown>;
type Operation = {
	operationId: string;
	parameters?: { name: string; in: string; schema: Schema }[];
	responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
	security?: unknown[];
};
type Contract = {
	openapi: string;
	paths: Record<string, Record<string, Operation>>;
	components: { schemas: Record<string, Schema>; securitySchemes: Record<string, unknown> };
};

beforeAll(async () => {
	process.env.GROUNDWORK_SECRET = secret;
	const fresh = await freshDatabase();
	db = fresh.db;
	world = await people(db);
	server = await serve(fresh.url, secret);
	contract = JSON.parse(textOf(await ask(server.origin, '/api/v1/openapi.json'))) as Contract;
});
afterAll(() => server?.stop());

const get = async (path: string, headers: Headers = world.headers.key) => {
	const answer = await ask(server.origin, path, { headers: { accept: 'application/json', ...headers } });
	return {
		status: answer.status,
		type: answer.headers['content-type'],
		headers: answer.headers,
		body: JSON.parse(textOf(answer)) as Record<string, unknown> & { errors?: Record<string, string>[] }
	};
};

/** A schema of the contract as one that checks, with what it refers to beside it. */
function checking(schema: Schema): z.ZodType {
	const { $defs: _, ...rest } = schema as { $defs?: unknown };
	const text = JSON.stringify({ ...rest, $defs: contract.components.schemas });
	return z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')));
}

const schemaOf = (path: string, status: number, type: string) =>
	checking(contract.paths[path].get.responses[status].content![type].schema);

describe('the contract', () => {
	test('covers every route and method of the API, and no other', async () => {
		const built = (await builtRoutes()).filter(({ id }) => id.startsWith('/api/'));
		const made = built.flatMap(({ id, methods }) =>
			methods.filter((name) => name !== 'HEAD').map((name) => `${name.toLowerCase()} ${id}`)
		);
		const told = Object.entries(contract.paths).flatMap(([path, operations]) =>
			Object.keys(operations).map((method) => `${method} ${path}`)
		);
		expect(told.sort()).toEqual(made.sort());
	});

	test('is OpenAPI 3.1 whose every reference leads somewhere and whose every operation has a name of its own', () => {
		expect(contract.openapi).toMatch(/^3\.1\.\d+$/);
		const references = [...JSON.stringify(contract).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
			([, path]) => path
		);
		expect(references.length).toBeGreaterThan(0);
		for (const path of references) {
			const found = path
				.split('/')
				.reduce<unknown>((at, name) => (at as Schema | undefined)?.[name], contract);
			expect(found, path).toBeDefined();
		}
		const operations = Object.values(contract.paths).flatMap((path) => Object.values(path));
		const ids = operations.map(({ operationId }) => operationId);
		expect(new Set(ids).size).toBe(ids.length);
		for (const { responses } of operations) {
			for (const { content } of Object.values(responses)) {
				for (const { schema } of Object.values(content ?? {})) expect(() => checking(schema)).not.toThrow();
			}
		}
	});

	test('describes the answers that are given, and no others', async () => {
		const { status, body } = await get('/api/v1/milestones?limit=3');
		expect(status).toBe(200);
		const schema = schemaOf('/api/v1/milestones', 200, 'application/json');
		expect(schema.safeParse(body).error).toBeUndefined();
		expect((body.milestones as unknown[]).length).toBeGreaterThan(0);
		const other = structuredClone(body) as { milestones: Record<string, unknown>[] };
		other.milestones[0].name = 'Andre';
		expect(schema.safeParse(other).success).toBe(false);
	});

	test.each([
		['/api/v1/milestones?limit=none', 400, {}],
		['/api/v1/milestones', 401, { authorization: '' }]
	])('describes the problem of %s', async (path, status, change) => {
		const { status: told, type, body } = await get(path, { ...world.headers.key, ...change });
		expect([told, type]).toEqual([status, 'application/problem+json']);
		const schema = schemaOf('/api/v1/milestones', status, 'application/problem+json');
		expect(schema.safeParse(body).error).toBeUndefined();
	});
});

describe('a problem', () => {
	const faults: [string, [field: string, code: string][]][] = [
		['limit=none', [['limit', 'type']]],
		['limit=0', [['limit', 'too-small']]],
		['limit=501', [['limit', 'too-big']]],
		['limit=1.5', [['limit', 'type']]],
		['after=yesterday', [['after', 'cursor']]],
		['after=a b', [['after', 'format']]],
		['color=red', [['color', 'unknown-field']]],
		[
			'after=a.b&limit=-1&color=red&size=2',
			[
				['after', 'format'],
				['color', 'unknown-field'],
				['limit', 'too-small'],
				['size', 'unknown-field']
			]
		]
	];
	test.each(faults)('of "%s" names each field at fault', async (query, expected) => {
		const { status, type, headers, body } = await get(`/api/v1/milestones?${query}`);
		expect([status, type]).toEqual([400, 'application/problem+json']);
		const named = body.errors!.map(({ field, code }) => [field, code]);
		expect(named.sort()).toEqual(expected);
		for (const error of body.errors!) {
			expect(error.pointer).toBe(`#/${error.field}`);
			expect(error.detail.length).toBeGreaterThan(5);
		}
		expect(body).toMatchObject({ status: 400, code: 'invalid', type: 'urn:groundwork:problem:invalid' });
		expect(body.instance).toBe(`urn:uuid:${headers['x-request-id']}`);
	});

	test('comes in the language asked for', async () => {
		const { body } = await get('/api/v1/milestones?limit=none', {
			...world.headers.key,
			cookie: 'locale=es'
		});
		expect(body.title).toBe(m.error_invalid({}, { locale: 'es' }));
	});

	test('is also what an address without a route gives there', async () => {
		const { status, type, body } = await get('/api/v1/nothing');
		expect([status, type]).toEqual([404, 'application/problem+json']);
		expect(body).toMatchObject({ status: 404, code: 'not-found' });
	});
});

describe('a key', () => {
	const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
	const made = () =>
		createKey(db, system, {
			name: 'Another',
			recipientId: world.here.caseManagement.id,
			scopes: ['milestones'],
			days: 1
		});

	test('that is missing, wrong, spoiled, expired or revoked gets the same answer, with how to show one', async () => {
		const expired = await made();
		await db.write((tx) =>
			tx
				.update(keys)
				.set({ expiresAt: '2020-01-01T00:00:00.000Z' })
				.where(eq(keys.hash, hashToken(expired.key)))
				.returning()
		);
		const revoked = await made();
		expect((await get('/api/v1/milestones', bearer(revoked.key))).status).toBe(200);
		await revokeKey(db, system, revoked.id);
		const right = world.headers.key.authorization;
		const told = [];
		for (const headers of [
			{},
			bearer('gw_wrong'),
			bearer(''),
			{ authorization: right.slice(0, -1) },
			{ authorization: right.replace('Bearer', 'Basic') },
			bearer(expired.key),
			bearer(revoked.key),
			bearer(`${right.slice(7)} ${right.slice(7)}`)
		]) {
			const { status, type, headers: given, body } = await get('/api/v1/milestones', headers);
			expect(status, JSON.stringify(headers)).toBe(401);
			expect(given['www-authenticate']).toMatch(/^Bearer/);
			told.push({ type, body: { ...body, instance: '' } });
		}
		expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
	});

	test('opens no page, and a cookie opens no API', async () => {
		const page = await ask(server.origin, '/today', { headers: world.headers.key });
		expect(page.status).toBe(403);
		for (const actor of ['facilitator', 'coordinator', 'administrator', 'participant'] as const) {
			expect((await get('/api/v1/milestones', world.headers[actor])).status, actor).toBe(403);
		}
	});

	test('changes nothing where there is nothing to write', async () => {
		for (const path of ['milestones', 'enrollments', 'groups', 'sessions', 'reconciliation']) {
			for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
				const answer = await ask(server.origin, `/api/v1/${path}`, {
					method,
					headers: { ...json, ...world.headers.key },
					body: '{}'
				});
				expect(answer.status, `${method} ${path}`).toBe(405);
			}
		}
	});
});

describe('an answer', () => {
	test('has a tag, by which it is not told twice, and says what is left of the rate', async () => {
		const path = '/api/v1/milestones?limit=3';
		const { status, headers } = await get(path);
		expect(status).toBe(200);
		expect(headers.etag).toMatch(/^(W\/)?"[\w-]{27}"$/);
		expect(headers['ratelimit-policy']).toBe('"key";q=1200;w=60');
		expect(headers.ratelimit).toMatch(/^"key";r=\d+;t=\d+$/);
		const again = await ask(server.origin, path, {
			headers: { ...world.headers.key, 'if-none-match': headers.etag as string }
		});
		expect([again.status, again.bytes.length]).toEqual([304, 0]);
		const left = (told: unknown) => Number(/r=(\d+)/.exec(String(told))![1]);
		expect(left(again.headers.ratelimit)).toBeLessThan(left(headers.ratelimit));
	});

	test('beyond the rate is a problem that says how long to wait', async () => {
		const { id, key } = await createKey(db, system, {
			name: 'Busy',
			recipientId: world.here.caseManagement.id,
			scopes: ['groups'],
			days: 1
		});
		await new Limit(db, 'api', rate.requests, rate.seconds).penalty(id, rate.requests);
		const { status, body, headers } = await get('/api/v1/groups', { authorization: `Bearer ${key}` });
		expect([status, body.code]).toEqual([429, 'api.wait']);
		expect(Number(headers['retry-after'])).toBeGreaterThan(0);
		expect(headers.ratelimit).toMatch(/r=0;/);
		expect((await get('/api/v1/groups')).status).toBe(200);
	});

	test('to every list is what the contract says', async () => {
		for (const list of ['enrollments', 'attendance', 'groups', 'sessions']) {
			const { status, body } = await get(`/api/v1/${list}`);
			expect(status, list).toBe(200);
			const schema = schemaOf(`/api/v1/${list}`, 200, 'application/json');
			expect(schema.safeParse(body).error, list).toBeUndefined();
		}
		const { body } = await get(`/api/v1/reconciliation?resource=groups&from=2026-01-01&to=2026-12-31`);
		const schema = schemaOf('/api/v1/reconciliation', 200, 'application/json');
		expect(schema.safeParse(body).error).toBeUndefined();
	});
});

describe('attendance that a system writes', () => {
	const write = async (body: object, headers: Headers = {}) => {
		const answer = await ask(server.origin, '/api/v1/attendance', {
			method: 'POST',
			headers: { ...json, ...world.headers.key, ...headers },
			body: JSON.stringify(body)
		});
		return {
			...{ status: answer.status, headers: answer.headers },
			body: JSON.parse(textOf(answer)) as Record<string, unknown> & { errors?: Record<string, string>[] }
		};
	};
	const mark = () => ({
		...{ session: world.subjects.own.session, enrollment: world.subjects.own.enrollment, status: 'present' }
	});

	test('is answered with the mark and its version, and the same again under the same key', async () => {
		const headers = { 'idempotency-key': 'sheet-one-andre' };
		const first = await write(mark(), headers);
		expect([first.status, first.body.status]).toEqual([201, 'present']);
		expect(first.headers.etag).toMatch(/^(W\/)?"[0-9a-f]{16}"$/);
		expect(first.headers.ratelimit).toBeDefined();
		expect((await write(mark(), headers)).body).toEqual(first.body);
		const other = await write({ ...mark(), status: 'absent-unexcused' }, headers);
		expect([other.status, other.body.code]).toEqual([409, 'operation.reused']);
	});

	test('without a key of its own, with unknown fields or for another organization is refused in words', async () => {
		const none = await write(mark());
		expect([none.status, none.body.errors![0].field]).toEqual([400, 'Idempotency-Key']);
		const headers = { 'idempotency-key': 'sheet-two-andre' };
		const odd = await write({ ...mark(), color: 'red' }, headers);
		expect([odd.status, odd.body.errors![0].code]).toEqual([400, 'unknown-field']);
		const { session, enrollment } = world.subjects.organization;
		expect((await write({ ...mark(), session, enrollment }, headers)).status).toBe(404);
		expect((await write({ ...mark(), session: 'x' }, headers)).status).toBe(400);
	});
});
