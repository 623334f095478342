/** How much the running server lets in, whatever a request says of itself. */
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#lib/server/ids.ts';
import { freshDatabase } from '../support/database.ts';
import { people, type Headers } from './actors.ts';
import { ask, form, json, textOf } from './asking.ts';
import { serve } from './built.ts';

const secret = 'the secret of the bodies, long enough';
const MB = 1024 * 1024;
let world: Awaited<ReturnType<typeof people>>;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
	process.env.GROUNDWORK_SECRET = secret;
	const { db, url } = await freshDatabase();
	world = await people(db);
	// As src/launch.ts sets it: above the limits of our own.
	server = await serve(url, secret, { BODY_SIZE_LIMIT: '2M' });
});
afterAll(() => server?.stop());

const operations = () => `/sessions/${world.subjects.own.session}/operations`;
const asFacilitator = () => ({ ...world.headers.facilitator, origin: server.origin });
/** What the server says of its own memory, in MB. */
const memory = async () => {
	const told = textOf(await ask(server.origin, '/metrics'));
	return Number(/^process_resident_memory_bytes (\d+)/m.exec(told)![1]) / MB;
};

/** Streams megabytes without saying how many, until the server has answered or hung up. */
async function pour(path: string, headers: Headers, megabytes: number) {
	const asking = request(server.origin + path, {
		method: 'POST',
		headers: { accept: 'text/html', ...headers }
	});
	let told: number | 'cut' | undefined;
	let ended = () => undefined as void;
	const end = new Promise<void>((done) => (ended = done));
	const finish = (what: typeof told) => {
		told ??= what;
		ended();
	};
	asking.on('response', (answer) => finish(answer.resume().statusCode));
	asking.on('error', () => finish('cut'));
	asking.on('close', () => finish('cut'));
	const chunk = Buffer.alloc(MB / 16, 'a');
	let sent = 0;
	while (!told && sent < megabytes * MB) {
		if (!asking.write(chunk))
			await Promise.race([new Promise((drained) => asking.once('drain', drained)), end]);
		sent += chunk.length;
	}
	if (!told) asking.end();
	await end;
	asking.destroy();
	return { told, sent: sent / MB };
}

const pourings: [string, () => string, Headers][] = [
	['a form', () => '/sign-in?/password', form],
	['what a screen sends', operations, json],
	['a lesson', () => '/curriculum/files/x.md?/save', { 'content-type': 'multipart/form-data; boundary=x' }]
];

test.each(pourings)('%s of 1 MB too much is told so', async (name, path, headers) => {
	const much = name === 'what a screen sends' ? 3 : 1;
	const { told } = await pour(path(), { ...asFacilitator(), ...headers }, much);
	expect(told).toBe(413);
});

test.each(pourings)('%s of 50 MB without a length is refused early', async (_, path, headers) => {
	const before = await memory();
	const { told, sent } = await pour(path(), { ...asFacilitator(), ...headers }, 50);
	// Whoever goes on sending may find the connection closed before having read the answer.
	expect([413, 'cut']).toContain(told);
	expect(sent).toBeLessThan(30);
	expect((await memory()) - before).toBeLessThan(50);
});

test('twenty at once are refused, and take no memory worth naming', async () => {
	const before = await memory();
	const all = await Promise.all(
		Array.from({ length: 20 }, () => pour(operations(), { ...asFacilitator(), ...json }, 50))
	);
	for (const { told } of all) expect([413, 'cut']).toContain(told);
	expect((await memory()) - before).toBeLessThan(150);
	expect((await ask(server.origin, '/healthz')).status).toBe(200);
});

test('a length far over the limit is refused before anything comes', async () => {
	for (const [path, type] of [
		['/sign-in?/password', form],
		[operations(), json]
	] as const) {
		const asking = request(server.origin + path, {
			method: 'POST',
			headers: { accept: 'application/json', ...asFacilitator(), ...type, 'content-length': String(50 * MB) }
		});
		asking.flushHeaders();
		const [answer] = (await once(asking, 'response')) as [IncomingMessage];
		expect(answer.statusCode, path).toBe(413);
		expect(answer.headers.connection).toBe('close');
		asking.on('error', () => undefined).destroy();
	}
});

test('a form just within the limit is read, one beyond it is not', async () => {
	const post = (bytes: number) =>
		ask(server.origin, '/sign-in?/password', {
			method: 'POST',
			headers: form,
			body: `email=${'a'.repeat(bytes - 'email='.length)}`
		});
	expect((await post(64 * 1024)).status).toBe(400);
	const over = await post(64 * 1024 + 1);
	expect(over.status).toBe(413);
	expect(textOf(over)).not.toMatch(/\n\s+at /);
});

test('many operations fit into what a screen may send', async () => {
	const marks = Array.from({ length: 100 }, () => ({
		kind: 'mark',
		operationId: newId(),
		enrollmentId: world.subjects.own.enrollment,
		status: 'present'
	}));
	const body = JSON.stringify(marks).padEnd(2 * MB, ' ');
	const answer = await ask(server.origin, operations(), {
		method: 'POST',
		headers: { ...asFacilitator(), ...json },
		body
	});
	expect(answer.status).toBe(200);
});

test('JSON of any depth is refused like any other that does not fit', async () => {
	for (const body of [
		'['.repeat(100_000) + ']'.repeat(100_000),
		'{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000),
		'['.repeat(500_000)
	]) {
		const answer = await ask(server.origin, operations(), {
			method: 'POST',
			headers: { ...asFacilitator(), ...json },
			body
		});
		expect(answer.status, body.slice(0, 10)).toBe(400);
		expect(JSON.parse(textOf(answer))).toMatchObject({ status: 400 });
	}
	const deep = await ask(server.origin, '/language', {
		method: 'POST',
		headers: form,
		body: `${'a.'.repeat(5000)}a=1&locale=es`
	});
	expect(deep.status).toBeLessThan(500);
});

test('names that reach into an object are no fields', async () => {
	for (const name of ['__proto__', 'constructor', '__proto__.role', 'constructor.prototype.role']) {
		const answer = await ask(server.origin, operations(), {
			method: 'POST',
			headers: { ...asFacilitator(), ...json },
			body: `{"kind":"mark-all","operationId":"${newId()}","${name}":{"ok":true}}`
		});
		expect(answer.status, name).toBe(400);
	}
	expect((await ask(server.origin, '/healthz')).status).toBe(200);
});

test('a body that is not what it says, or nothing at all, is a fault of the request', async () => {
	const bodies: [Headers, string | Buffer][] = [
		[{ 'content-type': 'multipart/form-data' }, 'no boundary'],
		[{ 'content-type': 'multipart/form-data; boundary=x' }, '--x\r\nnot a form'],
		[form, Buffer.from([0xff, 0xfe, 0x00])],
		[{}, 'a=1'],
		[form, '']
	];
	for (const [headers, body] of bodies) {
		const answer = await ask(server.origin, '/sign-in?/password', { method: 'POST', headers, body });
		expect([400, 403, 415], `${JSON.stringify(headers)}: ${answer.status}`).toContain(answer.status);
		expect(textOf(answer)).not.toMatch(/\n\s+at |node_modules/);
	}
});

test('nothing of this made the server stumble', () => {
	expect(server.lines.join('')).not.toMatch(/"level":(50|60)/);
});
