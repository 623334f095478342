/** The API for other systems: its contract, its problems, its keys. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { Db } from '#lib/server/db/open.ts';
import { keys } from '#lib/server/db/schema/index.ts';
import { createKey, revokeKey } from '#lib/server/identity/keys.ts';
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

	const schemaOf = (path: string, status: number, type: string) =>
		checking(contract.paths[path].get.responses[status].content![type].schema);

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
		['after=yesterday', [['after', 'format']]],
		['color=red', [['color', 'unknown-field']]],
		[
			'after=x&limit=-1&color=red&size=2',
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

	test('reads, and changes nothing', async () => {
		for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
			const answer = await ask(server.origin, '/api/v1/milestones', {
				method,
				headers: { ...json, ...world.headers.key },
				body: '{}'
			});
			expect(answer.status, method).toBe(405);
		}
	});
});
