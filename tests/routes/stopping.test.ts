/** How the built server starts and stops: nothing that it has begun is cut off, nothing begins that cannot go well. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { migrate, migrationsFor, type Migration } from '#lib/server/db/migrate.ts';
import { marks } from '#lib/server/db/schema/index.ts';
import { newId } from '#lib/server/ids.ts';
import { freshDatabase } from '../support/database.ts';
import { people } from './actors.ts';
import { ask, json } from './asking.ts';
import { serve } from './built.ts';

const secret = 'the secret of the stopping, long enough';

async function running() {
	process.env.GROUNDWORK_SECRET = secret;
	const fresh = await freshDatabase();
	const world = await people(fresh.db);
	return { ...fresh, world, server: await serve(fresh.url, secret) };
}

test('told to stop, it ends its streams, answers all that it has begun, keeps what it said yes to, and ends with 0', async () => {
	const { db, url, world, server } = await running();
	const { session, enrollment: enrollmentId } = world.subjects.own;
	const headers = { ...world.headers.facilitator, origin: server.origin };

	const streams = await Promise.all(
		Array.from({ length: 30 }, async () => {
			const asking = request(`${server.origin}/sessions/${session}/stream`, { headers });
			asking.end();
			const [answer] = (await once(asking, 'response')) as [IncomingMessage];
			const [first] = (await once(answer, 'data')) as [Buffer];
			expect(first.toString()).toContain('retry');
			return { answer, ended: once(answer.resume(), 'end') };
		})
	);

	// "100 Continue" says that the server has the request in hand; its body comes only after the signal.
	const begun = await Promise.all(
		Array.from({ length: 100 }, async () => {
			const operationId = newId();
			const body = JSON.stringify({ kind: 'mark', operationId, enrollmentId, status: 'present' });
			const asking = request(`${server.origin}/sessions/${session}/operations`, {
				method: 'POST',
				headers: { ...headers, ...json, 'content-length': String(body.length), expect: '100-continue' }
			});
			const answered = once(asking, 'response') as Promise<[IncomingMessage]>;
			asking.flushHeaders();
			await once(asking, 'continue');
			return { asking, body, operationId, answered };
		})
	);

	server.server.kill('SIGTERM');
	await Promise.all(streams.map(({ ended }) => ended));
	expect(streams.every(({ answer }) => answer.complete)).toBe(true);
	const answers = await Promise.all(
		begun.map(async ({ asking, body, operationId, answered }) => {
			asking.end(body);
			const [answer] = await answered;
			const chunks: Buffer[] = [];
			for await (const chunk of answer) chunks.push(chunk as Buffer);
			const { results } = JSON.parse(Buffer.concat(chunks).toString()) as { results: object[] };
			return { status: answer.statusCode, result: results[0], operationId };
		})
	);
	for (const { status, result, operationId } of answers) {
		expect(status).toBe(200);
		expect(result).toEqual({ operationId, ok: true });
	}
	expect(await server.stop()).toBe(0);
	expect(server.lines.join('')).toContain('"msg":"stopped"');
	expect(server.lines.join('')).not.toMatch(/"level":(50|60)/);
	await expect(ask(server.origin, '/healthz')).rejects.toThrow();

	const kept = await db.read
		.select({ id: marks.id })
		.from(marks)
		.where(eq(marks.sessionId, session))
		.orderBy(marks.id);
	const ids = new Set(kept.map(({ id }) => id));
	expect(answers.every(({ operationId }) => ids.has(operationId))).toBe(true);
	await db.close();
	expect(existsSync(`${url.replace('file:', '')}-wal`)).toBe(false);
});

test('a second signal while it stops does no harm', async () => {
	const { server } = await running();
	server.server.kill('SIGTERM');
	server.server.kill('SIGTERM');
	server.server.kill('SIGINT');
	expect(await server.stop()).toBe(0);
});

test('two that start at once on one database both serve it, and each sees what the other wrote', async () => {
	process.env.GROUNDWORK_SECRET = secret;
	const { db, url } = await freshDatabase();
	const world = await people(db);
	const [one, other] = await Promise.all([serve(url, secret), serve(url, secret)]);
	const { session, enrollment: enrollmentId } = world.subjects.own;
	for (const [writer, reader, status] of [
		[one, other, 'present'],
		[other, one, 'absent-unexcused']
	] as const) {
		const headers = { ...world.headers.facilitator, ...json, origin: writer.origin };
		const standing = JSON.parse(
			(await ask(writer.origin, `/sessions/${session}/room`, { headers })).bytes.toString()
		);
		const person = standing.people.find(
			(person: { enrollmentId: string }) => person.enrollmentId === enrollmentId
		);
		const mark = { kind: 'mark', operationId: newId(), enrollmentId, status, replaces: person?.heads ?? [] };
		const body = JSON.stringify(mark);
		expect(
			(await ask(writer.origin, `/sessions/${session}/operations`, { method: 'POST', headers, body })).status
		).toBe(200);
		const room = JSON.parse(
			(await ask(reader.origin, `/sessions/${session}/room`, { headers })).bytes.toString()
		);
		expect(room.people).toContainEqual(expect.objectContaining({ enrollmentId, status }));
	}
	expect(await Promise.all([one.stop(), other.stop()])).toEqual([0, 0]);
});

/** Starts the build as it is, and waits for its end. */
async function refused(env: Record<string, string>) {
	const server = spawn(process.execPath, ['build/index.js'], {
		env: {
			...process.env,
			NODE_ENV: 'production',
			PORT: '3998',
			GROUNDWORK_DEMO: '',
			ORIGIN: '',
			HOST: '',
			...env
		}
	});
	onTestFinished(() => void server.kill());
	const lines = { out: '', err: '' };
	server.stdout.on('data', (text: Buffer) => (lines.out += text.toString()));
	server.stderr.on('data', (text: Buffer) => (lines.err += text.toString()));
	const [code] = await once(server, 'exit');
	return { code: code as number, ...lines };
}

test('settings that are wrong stop the start, with one line each and without their values', async () => {
	const { code, out, err } = await refused({
		DATABASE_URL: 'mysql://somewhere',
		GROUNDWORK_SECRET: 'short-and-secret',
		ORIGIN: 'http://far.example.org',
		LOG_LEVEL: 'loud'
	});
	expect(code).toBe(1);
	expect(out).not.toContain('Listening');
	const lines = err.trim().split('\n');
	expect(lines.map((line) => /^groundwork: (\w+) is/.exec(line)?.[1])).toEqual(
		expect.arrayContaining(['DATABASE_URL', 'GROUNDWORK_SECRET', 'LOG_LEVEL'])
	);
	expect(lines.every((line) => line.startsWith('groundwork: '))).toBe(true);
	expect(err).not.toMatch(/short-and-secret|mysql|loud/);
});

const newer: Migration = { name: '9999_later', hash: 'x', statements: ['create table later (id text)'] };
const databases: [string, (url: string) => Promise<unknown>, string][] = [
	['behind', (url) => migrate(url, migrationsFor(url).slice(0, 1)), 'npm run groundwork -- migrate'],
	['ahead', (url) => migrate(url, [...migrationsFor(url), newer]), '9999_later'],
	['not there', async () => undefined, 'npm run groundwork -- migrate']
];
test.each(databases)(
	'a database that is %s stops the start, with one line that says why',
	async (_, make, why) => {
		const folder = mkdtempSync(join(tmpdir(), 'groundwork-refused-'));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		const url = `file:${join(folder, 'groundwork.db')}`;
		await make(url);
		const { code, out, err } = await refused({
			DATABASE_URL: url,
			GROUNDWORK_SECRET: secret,
			ORIGIN: 'https://groundwork.example.org'
		});
		expect(code).toBe(1);
		expect(out).not.toContain('Listening');
		expect(err.trim().split('\n')).toHaveLength(1);
		expect(err).toContain(why);
	}
);
