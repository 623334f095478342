/**
 * What the feed takes where there is much of it: a million milestones in pages of 500, each page told and logged as it is
 * in use. Rows a second, and the last pages beside the first: both from one run. Printed and kept in
 * test-results/bench-feed.md. BENCH_MILESTONES sets how many there are. On a machine that does other things too, the rows a
 * CPU second tell more.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

const total = Number(process.env.BENCH_MILESTONES ?? 1_000_000);
const people = Math.max(50, Math.round(total / 25));
const limit = 500;
/** Pages at each end that are compared. */
const sample = 50;
const folder = mkdtempSync(join(tmpdir(), 'groundwork-feed-'));
const url = `file:${join(folder, 'feed.db')}`;
process.env.DATABASE_URL = url;
process.env.GROUNDWORK_SECRET = 'bench-secret-bench-secret-bench-secret-bench';

const id = (letter: string, i: number) => `00000000-0000-7000-8${letter}00-${String(i).padStart(12, '0')}`;
const at = '2026-03-03T18:00:00.000Z';
const recipientId = id('a', 1);

/** Raw rows, as the verbs would have left them: what is measured is reading. */
function fill() {
	const db = new Sqlite(join(folder, 'feed.db'));
	db.pragma('foreign_keys = OFF');
	db.pragma('synchronous = OFF');
	const into = (table: string, columns: string[]) =>
		db.prepare(`insert into ${table} (${columns.join()}) values (${columns.map(() => '?').join()})`);
	const organizationId = id('b', 1);
	db.exec('begin');
	into('programs', ['id', 'name', 'zone', 'holidays', 'created_at']).run(
		...[id('c', 1), 'Bench', 'America/Los_Angeles', 'US', at]
	);
	into('organizations', ['id', 'name', 'created_at']).run(organizationId, 'Bench', at);
	into('recipients', ['id', 'name', 'kind', 'created_at']).run(...[recipientId, 'Bench', 'evaluator', at]);
	const person = into('participants', ['id', 'number', 'created_at']);
	const consent = into('consents', [
		...['id', 'participant_id', 'organization_id', 'recipient_id', 'kind', 'information', 'purpose'],
		...['signed_on', 'expires_on', 'signature', 'text_version', 'recorded_by', 'at', 'position']
	]);
	for (let i = 0; i < people; i++) {
		person.run(id('d', i), `P-${i}`, at);
		consent.run(
			...[id('e', i), id('d', i), organizationId, recipientId, 'general', '["milestones"]', 'Evaluate'],
			...['2026-01-01', '2099-01-01', 'paper', 1, 'system', at, i + 1]
		);
	}
	const milestone = into('milestones', [
		...['id', 'organization_id', 'enrollment_id', 'participant_id', 'kind', 'module_id', 'voids', 'at'],
		'position'
	]);
	const place = into('feed_places', [
		...['recipient_id', 'resource', 'record_id', 'organization_id', 'participant_id', 'needs', 'place']
	]);
	for (let i = 0; i < total; i++) {
		// Everybody's are spread over the whole log, as they are in life.
		const whose = (i * 7919) % people;
		const position = people + i + 1;
		milestone.run(
			...[id('f', i), organizationId, id('9', whose), id('d', whose), 'module', 'm', null, at, position]
		);
		place.run(
			...[recipientId, 'milestones', id('f', i), organizationId, id('d', whose), 'milestones', position]
		);
	}
	into('chain_heads', ['chain', 'seq', 'position', 'hash']).run('*', 0, people + total + 1, '');
	db.exec('commit');
	db.close();
}

async function read() {
	const { openDatabase } = await import('#lib/server/db/open.ts');
	const { feedMilestones } = await import('#lib/server/feed/milestones.ts');
	const db = await openDatabase(url);
	const key = {
		...{ kind: 'key' as const, id: id('a', 2), recipientId, organizationId: null },
		scopes: ['milestones']
	};
	const times: number[] = [];
	let [after, count] = ['0', 0];
	const [began, work] = [performance.now(), process.cpuUsage()];
	for (let more = true; more;) {
		const start = performance.now();
		const page = await feedMilestones(db, key, { after, limit });
		times.push(performance.now() - start);
		count += page.milestones.length;
		({ next: after, more } = page);
	}
	const seconds = (performance.now() - began) / 1000;
	const { user, system } = process.cpuUsage(work);
	await db.close();
	if (count !== total) throw new Error(`${count} of ${total} were told`);
	return { times, seconds, cpu: (user + system) / 1_000_000 };
}

const median = (times: number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];

function table({ times, seconds, cpu }: Awaited<ReturnType<typeof read>>): string {
	const pages = Math.min(sample, Math.floor(times.length / 2));
	// The very first pages warm up what runs them.
	const first = median(times.slice(Math.min(5, pages - 1), 5 + pages));
	const last = median(times.slice(-pages - 1, -1));
	return [
		'| milestones | pages of | seconds | rows a second | rows a CPU second | first page ms | last page ms | last / first |',
		'| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
		`| ${total} | ${limit} | ${seconds.toFixed(1)} | ${Math.round(total / seconds)} | ${Math.round(total / cpu)} | ${first.toFixed(1)} | ${last.toFixed(1)} | ${(last / first).toFixed(2)} |`
	].join('\n');
}

try {
	const { migrate } = await import('#lib/server/db/migrate.ts');
	await migrate(url);
	fill();
	const text = table(await read());
	mkdirSync('test-results', { recursive: true });
	writeFileSync('test-results/bench-feed.md', `${text}\n`);
	console.log(text);
} finally {
	rmSync(folder, { recursive: true, force: true });
}
