/**
 * What a request costs: the production build with the demo program beside a bare server that answers the same rows, in
 * one run. Figures are ratios within this run; a table is printed and kept in test-results/bench.md.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import autocannon from 'autocannon';
import Sqlite from 'better-sqlite3';
import { eq } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import { liveTable, seenElsewhere, streamsCost, type Live, type LiveSession } from './live.ts';
import { paper, papersTable, type Paper } from './papers.ts';
import { webhooks, webhooksTable } from './webhooks.ts';

const seconds = Number(process.env.BENCH_SECONDS ?? 8);
const connections = 8;
const liveSessions = 50;
const liveStreams = 500;
const folder = mkdtempSync(join(tmpdir(), 'groundwork-bench-'));
const url = `file:${join(folder, 'demo.db')}`;
const liveUrl = `file:${join(folder, 'live.db')}`;
const port = 4310;
const barePort = 4311;
const origin = `http://127.0.0.1:${port}`;
process.env.DATABASE_URL = url;
process.env.GROUNDWORK_SECRET = 'bench-secret-bench-secret-bench-secret-bench';

type Load = { name: string; rate: number; p50: number; p95: number; bytes: number };

async function prepare() {
	const { migrate } = await import('#lib/server/db/migrate.ts');
	const { openDatabase } = await import('#lib/server/db/open.ts');
	const { readFolder } = await import('#lib/server/curriculum/files.ts');
	const { loadDemo } = await import('../../src/demo/load.ts');
	await migrate(url);
	const db = await openDatabase(url);
	await loadDemo(db, await readFolder('curriculum/steady-ground'));
	const { crowd, enrollAll, groupNow } = await import('../support/crowd.ts');
	const large = await groupNow(db, 'Sixty at once');
	await enrollAll(db, large.id, 'B', crowd(60));
	await db.close();
	return large.sessionId;
}

/** Beside the rest, in a database of its own: many people would make the other pages longer. */
async function prepareLive(): Promise<LiveSession[]> {
	const { openDatabase } = await import('#lib/server/db/open.ts');
	const { crowd, enrollAll, groupNow } = await import('../support/crowd.ts');
	copyFileSync(join(folder, 'demo.db'), join(folder, 'live.db'));
	const db = await openDatabase(liveUrl);
	const running: LiveSession[] = [];
	for (let i = 0; i < liveSessions; i++) {
		const { id, sessionId } = await groupNow(db, `Live ${i + 1}`);
		await enrollAll(db, id, `L${i + 1}`, crowd(12));
		running.push({ id: sessionId, enrollmentIds: await enrolledIn(db, id) });
	}
	await db.close();
	return running;
}

async function enrolledIn(db: Db, groupId: string): Promise<string[]> {
	const { enrollments } = await import('#lib/server/db/schema/index.ts');
	const rows = await db.read.select().from(enrollments).where(eq(enrollments.groupId, groupId));
	return rows.map(({ id }) => id);
}

/** The rows that are asked for: today's session of the demo facilitator, its lesson, its organization. */
function subjects() {
	const db = new Sqlite(join(folder, 'demo.db'), { readonly: true });
	const session = db
		.prepare(
			`select s.id, s.lesson_ids as lessons, s.organization_id as organizationId, g.edition_id as editionId,
			s.group_id as groupId from sessions s
			join groups g on g.id = s.group_id join group_facilitators f on f.group_id = g.id join staff p on p.id = f.staff_id
			where p.email = 'facilitator@demo.example' and s.ended_at is null and s.cancelled_at is null
			and g.name <> 'Sixty at once' order by s.starts_at limit 1`
		)
		.get() as Record<string, string>;
	// Every ended session of the organization, with its people: its coordinator may correct those of long ago too.
	const seats = db
		.prepare(
			`select s.id as sessionId, e.id as enrollmentId, s.organization_id as organizationId from sessions s
			join enrollments e on e.group_id = s.group_id
			where s.organization_id = ? and s.ended_at is not null and s.cancelled_at is null and e.exited_at is null
			order by e.id, s.id`
		)
		.all(session.organizationId) as Record<string, string>[];
	db.close();
	return { session, lesson: (JSON.parse(session.lessons) as string[])[0], seats };
}

function start(name: string, args: string[], env: Record<string, string>): Promise<ChildProcess> {
	const child = spawn(process.execPath, args, {
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	return new Promise((resolve, reject) => {
		child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
		// What it logs before that is nothing to go by.
		child.stdout!.on('data', (text) => String(text).includes('istening') && resolve(child));
	});
}

const startApp = (database: string) =>
	start('groundwork', ['--max-semi-space-size=8', 'build/index.js'], {
		NODE_ENV: 'production',
		HOST: '127.0.0.1',
		PORT: String(port),
		ORIGIN: origin,
		GROUNDWORK_DEMO: '1',
		DATABASE_URL: database
	});

async function signIn(role: string): Promise<string> {
	const response = await fetch(`${origin}/sign-in?/demo`, {
		method: 'POST',
		redirect: 'manual',
		headers: { origin, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({ role })
	});
	const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
	if (cookies.length === 0) throw new Error(`no sign-in for ${role}: ${response.status}`);
	return cookies.join('; ');
}

async function load(
	name: string,
	address: string,
	headers: Record<string, string> = {},
	clients = connections
): Promise<Load> {
	await run({ url: address, headers, connections: clients, amount: 200 });
	return figures(name, await run({ url: address, headers, connections: clients, duration: seconds }));
}

async function run(options: autocannon.Options): Promise<autocannon.Result> {
	const result = await autocannon(options);
	const refused = result.non2xx + result.errors + result.timeouts;
	if (refused > 0)
		throw new Error(
			`${options.url}: ${refused} of ${result.requests.total} requests were not answered with 200`
		);
	return result;
}

const figures = (name: string, { requests, latency, throughput }: autocannon.Result): Load => ({
	name,
	rate: requests.average,
	p50: latency.p50,
	// autocannon has no p95: the next one above it that it keeps.
	p95: latency.p97_5,
	bytes: requests.average === 0 ? 0 : Math.round(throughput.average / requests.average)
});

/** Marks one after the other, each another person or session, each on the disk before its answer. */
async function marks(name: string, count: number, send: (i: number) => Promise<Response>): Promise<Load> {
	const times: number[] = [];
	for (let i = 0; i < count; i++) {
		const began = performance.now();
		const response = await send(i);
		await response.arrayBuffer();
		if (!response.ok) throw new Error(`mark ${i}: ${response.status}`);
		times.push(performance.now() - began);
	}
	times.sort((a, b) => a - b);
	const total = times.reduce((sum, time) => sum + time, 0);
	const at = (share: number) => Number(times[Math.floor(times.length * share)].toFixed(1));
	return { name, rate: Math.round((count / total) * 1000), p50: at(0.5), p95: at(0.95), bytes: 0 };
}

/** Resident memory of a process, MB (Linux). */
const memory = ({ pid }: ChildProcess) =>
	Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024);

const stop = async (child: ChildProcess) => {
	const ended = once(child, 'exit');
	child.removeAllListeners('exit');
	child.kill('SIGTERM');
	await Promise.race([ended, once(child, 'exit')]);
};

const json = { 'content-type': 'application/json', accept: 'application/json' };

async function compare(sixty: string) {
	const { session, lesson, seats } = subjects();
	const app = await startApp(url);
	const bare = await start('bare', ['tests/bench/bare.ts', join(folder, 'demo.db'), String(barePort)], {});
	const there = `http://127.0.0.1:${barePort}`;
	try {
		const facilitator = await signIn('facilitator');
		const coordinator = await signIn('coordinator');
		const pages = (cookie: string) => ({ cookie, accept: 'text/html', 'accept-encoding': 'br, gzip' });
		const rest = memory(app);
		const rows: [Load, Load][] = [
			[
				await load('session screen', `${origin}/sessions/${session.id}`, pages(facilitator)),
				await load('bare', `${there}/session/${session.id}`)
			],
			[
				await load('session screen, 60 people', `${origin}/sessions/${sixty}`, pages(facilitator)),
				await load('bare', `${there}/session/${sixty}`)
			],
			[
				await load('the same, one client', `${origin}/sessions/${sixty}`, pages(facilitator), 1),
				await load('bare', `${there}/session/${sixty}`, {}, 1)
			],
			[
				await load('lesson page', `${origin}/lessons/${lesson}?as=participant`, pages(facilitator)),
				await load('bare', `${there}/lesson/${session.editionId}/${lesson}`)
			],
			[
				await load('completion list', `${origin}/people`, pages(coordinator)),
				await load('bare', `${there}/list/${session.organizationId}`)
			]
		];
		const count = Math.min(400, seats.length);
		const mark = (i: number) => ({
			kind: 'mark',
			operationId: crypto.randomUUID(),
			enrollmentId: seats[i].enrollmentId,
			status: 'present',
			correction: 'mistake'
		});
		const send = (to: string, headers: Record<string, string>, body: unknown) =>
			fetch(to, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });
		rows.push([
			await marks('a mark, one client', count, (i) =>
				send(`${origin}/sessions/${seats[i].sessionId}/operations`, { cookie: coordinator, origin }, mark(i))
			),
			await marks('bare', count, (i) =>
				send(`${there}/mark`, {}, { id: crypto.randomUUID(), ...seats[i], status: 'present' })
			)
		]);
		const loaded = memory(app);
		return { rows, rest, loaded, marked: count, papers: await papers(facilitator, session.groupId) };
	} finally {
		await stop(app);
		await stop(bare);
	}
}

/** The streams first: what is in memory then was not left by a load. */
async function liveFigures(running: LiveSession[]): Promise<Live> {
	const app = await startApp(liveUrl);
	try {
		const facilitator = await signIn('facilitator');
		const added = await streamsCost(origin, facilitator, running, liveStreams, () => memory(app));
		const seen = await seenElsewhere(origin, facilitator, running);
		return { sessions: running.length, seen, streams: liveStreams, added };
	} finally {
		await stop(app);
	}
}

async function papers(cookie: string, groupId: string): Promise<Paper[]> {
	const made = [];
	for (const [name, path] of [
		['whole workbook', 'workbook'],
		['whole workbook in Spanish', 'workbook?language=es'],
		['all guides', 'guide']
	]) {
		const [output, query = ''] = path.split('?');
		made.push(await paper(name, `${origin}/print/${output}/pdf?${query}`, cookie, `${origin}/sign-in`));
	}
	// Two weeks of one group: four sessions. It has names, so it is made anew each time.
	const pack = `${origin}/packs/pdf?group=${groupId}`;
	made.push(await paper('pack of a group, two weeks', pack, cookie, `${origin}/sign-in`));
	return made;
}

function table(
	{ rows, rest, loaded, marked, papers }: Awaited<ReturnType<typeof compare>>,
	live: Live
): string {
	const line = ([ours, bare]: [Load, Load]) =>
		`| ${ours.name} | ${ours.rate.toFixed(0)} | ${ours.p50} | ${ours.p95} | ${ours.bytes || ''} | ${bare.rate.toFixed(0)} | ${bare.p50} | ${bare.p95} | ${(ours.rate / bare.rate).toFixed(2)} |`;
	return [
		'| | requests/s | p50 ms | p95+ ms | bytes | bare requests/s | p50 | p95+ | ratio |',
		'| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
		...rows.map(line),
		'',
		`Pages: ${connections} connections, ${seconds} s each (p95+ is p97.5). Marks: ${marked}, one after the other, each written durably.`,
		`Resident memory: ${rest} MB at rest, ${loaded} MB after the load (+${loaded - rest} MB).`,
		'',
		liveTable(live),
		'',
		papersTable(papers)
	].join('\n');
}

try {
	const sixty = await prepare();
	const live = await liveFigures(await prepareLive());
	const text = [table(await compare(sixty), live), '', webhooksTable(await webhooks(folder))].join('\n');
	mkdirSync('test-results', { recursive: true });
	writeFileSync('test-results/bench.md', `${text}\n`);
	console.log(text);
} finally {
	rmSync(folder, { recursive: true, force: true });
}
