import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, test, type TestContext } from 'vitest';
import { appendEvent, appendEvents, canonical, historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import { mark } from '#lib/server/domain/attendance.ts';
import { isPostgres } from '#lib/server/db/dialect.ts';
import type { chainHeads } from '#lib/server/db/schema/index.ts';
import { events } from '#lib/server/db/schema/index.ts';
import { system } from '#lib/server/policy.ts';
import { hasTwoConnections } from '../support/database.ts';
import { reachInto, type Hand } from '../support/tampering.ts';
import { hold } from '../support/telling.ts';
import { present, world } from '../support/world.ts';

const add = (organizationId: string | null, i: number) => ({
	organizationId,
	subject: `test:${i}`,
	kind: 'test',
	data: { i }
});

describe('canonical JSON', () => {
	test('is the same whatever the order of keys, and says the same as the data', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const text = canonical(value);
				expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
				expect(canonical(turned(value))).toBe(text);
				expect(canonical(JSON.parse(text))).toBe(text);
				expect(text).not.toMatch(/[\n\r]/);
			}),
			{ numRuns: 2000 }
		);
	});

	/** The same data with all keys the other way round. */
	function turned(value: unknown): unknown {
		if (Array.isArray(value)) return value.map(turned);
		if (value === null || typeof value !== 'object') return value;
		return Object.fromEntries(
			Object.entries(value)
				.toReversed()
				.map(([key, inner]) => [key, turned(inner)])
		);
	}

	test('leaves out what is undefined and tells strings from what they look like', () => {
		expect(canonical({ b: undefined, a: 1 })).toBe('{"a":1}');
		expect(canonical([undefined, 'null', null])).toBe('[null,"null",null]');
		expect(canonical({ '10': 1, '9': 2, é: 3, z: 4 })).toBe('{"10":1,"9":2,"z":4,"é":3}');
	});
});

describe('the chain', () => {
	test('counts without gaps in each organization and over the whole program', async () => {
		const { db, northside, harbor } = await world();
		const before = await db.read.$count(events);
		const positions = await db.write((tx) =>
			appendEvents(tx, system, [add(northside.id, 1), add(null, 2), add(northside.id, 3), add(harbor.id, 4)])
		);
		expect(positions).toEqual([1, 2, 3, 4].map((n) => before + n));
		for (const chain of [northside.id, harbor.id, 'program']) {
			const rows = (await db.read.select().from(events).orderBy(events.position)).filter(
				(row) => row.chain === chain
			);
			expect(rows.map((row) => row.seq)).toEqual(rows.map((_, i) => i + 1));
			expect(rows.slice(1).map((row) => row.previous)).toEqual(rows.slice(0, -1).map((row) => row.hash));
		}
	});

	test('of many events at once is the same as of each by itself', async () => {
		const { db, northside } = await world();
		await db.write((tx) =>
			appendEvents(
				tx,
				system,
				Array.from({ length: 1201 }, (_, i) => add(northside.id, i))
			)
		);
		expect(await db.write((tx) => appendEvents(tx, system, []))).toEqual([]);
		await db.write((tx) => appendEvent(tx, system, add(northside.id, 1201)));
		expect(await verifyEvents(db)).toMatchObject({ faults: [] });
		const rows = await historyOf(db.read, 'test:1201');
		expect(rows).toHaveLength(1);
	});

	test('loses nothing of what was rolled back: neither a row nor a number', async () => {
		const { db, northside } = await world();
		const before = await db.read.$count(events);
		const broken = db.write(async (tx) => {
			await appendEvent(tx, system, add(northside.id, 1));
			throw new Error('no');
		});
		await expect(broken).rejects.toThrow('no');
		expect(await db.write((tx) => appendEvent(tx, system, add(northside.id, 2)))).toBe(before + 1);
		expect((await verifyEvents(db)).faults).toEqual([]);
	});

	test('verifies while others write', async (context) => {
		if (!hasTwoConnections()) context.skip('PGlite has one connection');
		const { db, reopen, northside } = await world();
		const other = await reopen();
		await db.write((tx) =>
			appendEvents(
				tx,
				system,
				Array.from({ length: 2500 }, (_, i) => add(northside.id, i))
			)
		);
		const writing = Array.from({ length: 30 }, (_, i) =>
			other.write((tx) => appendEvent(tx, system, add(northside.id, i)))
		);
		const checks = await Promise.all(Array.from({ length: 6 }, () => verifyEvents(db)));
		await Promise.all(writing);
		for (const { faults } of checks) expect(faults).toEqual([]);
	});

	test('names no one and is readable by its subject', async () => {
		const { db, fatima, andre, tuesdaySession } = await world();
		await mark(db, fatima, tuesdaySession, present(andre.id));
		const all = await db.read.select().from(events);
		expect(JSON.stringify(all)).not.toMatch(/Andre|Miller|Beatriz|Ortiz|Dolores|Fatima|P-\d{4}/);
		expect((await historyOf(db.read, `session:${tuesdaySession}`)).map(({ kind }) => kind)).toEqual([
			'mark.added'
		]);
	});
});

type Row = typeof events.$inferSelect;
type Head = typeof chainHeads.$inferSelect;
const columns = [
	'chain',
	'seq',
	'position',
	'at',
	'actor',
	'subject',
	'kind',
	'data',
	'previous',
	'hash'
] as const;
const digest = (row: Row) =>
	createHash('sha256')
		.update(
			columns
				.slice(0, 9)
				.map((column) => row[column])
				.join('\n')
		)
		.digest('hex');

/** What somebody with the database in hand might do, on a copy of its rows. `n` and `m` choose where. */
const tamperings: Record<string, (rows: Row[], heads: Head[], n: number, m: number) => void> = {
	'edit a field': (rows, _heads, n, m) => {
		const row = rows[n % rows.length];
		const column = columns[m % columns.length];
		if (typeof row[column] === 'number') Object.assign(row, { [column]: row[column] + 1000 + n });
		else
			Object.assign(row, {
				[column]: column === 'data' ? row.data.replace('{', '{"x":1,') : `${row[column]}x`
			});
	},
	'edit a field and its hash': (rows, _heads, n, m) => {
		const row = rows[n % rows.length];
		const column = (['at', 'actor', 'subject', 'kind', 'data'] as const)[m % 5];
		Object.assign(row, { [column]: `${row[column]} ` });
		row.hash = digest(row);
	},
	'edit only the spaces of the data': (rows, _heads, n) => {
		const row = rows[n % rows.length];
		row.data = row.data.replace('{', '{ ');
	},
	'delete a row': (rows, _heads, n) => void rows.splice(n % rows.length, 1),
	'delete several rows': (rows, _heads, n, m) => void rows.splice(n % rows.length, 1 + (m % 5)),
	'delete a row and close the gap': (rows, _heads, n) => {
		const gone = rows.splice(n % rows.length, 1)[0];
		for (const row of rows.filter((one) => one.position > gone.position)) row.position -= 1;
	},
	'cut off the end': (rows, _heads, n) => void rows.splice(rows.length - 1 - (n % (rows.length - 1))),
	'remove everything': (rows) => void rows.splice(0),
	'swap two rows': (rows, _heads, n, m) => {
		const [a, b] = [rows[n % rows.length], rows[(n + 1 + (m % (rows.length - 1))) % rows.length]];
		[a.position, b.position] = [b.position, a.position];
	},
	'swap what two rows say': (rows, _heads, n, m) => {
		const [a, b] = [rows[n % rows.length], rows[(n + 1 + (m % (rows.length - 1))) % rows.length]];
		for (const column of ['at', 'actor', 'subject', 'kind', 'data'] as const) {
			[a[column], b[column]] = [b[column], a[column]];
		}
		// The same event twice would be no change.
		a.subject += '!';
	},
	'add a row at the end': (rows, _heads, n) => {
		const last = rows[rows.length - 1];
		const row = {
			...last,
			seq: last.seq + 1,
			position: last.position + 1,
			previous: last.hash,
			kind: `forged ${n}`
		};
		rows.push({ ...row, hash: digest(row) });
	},
	'add a row before the beginning': (rows, _heads, n) => {
		const row = { ...rows[0], position: -1 - n, seq: 0, kind: 'forged' };
		rows.push({ ...row, hash: digest(row) });
	},
	'give a row to another organization': (rows, _heads, n) => {
		const row = rows[n % rows.length];
		row.chain = rows.find((one) => one.chain !== row.chain)!.chain;
		row.seq += 1000;
		row.hash = digest(row);
	},
	'remove a head': (_rows, heads, n) => void heads.splice(n % heads.length, 1),
	'remove all heads': (_rows, heads) => void heads.splice(0),
	'move a head': (_rows, heads, n, m) => {
		const head = heads[n % heads.length];
		if (m % 3 === 0) head.seq += 1;
		else if (m % 3 === 1) head.position += 1;
		else head.hash = head.hash.replace(/^./, (c) => (c === 'a' ? 'b' : 'a'));
	},
	'cut off the end and remove the heads': (rows, heads) => {
		rows.pop();
		heads.splice(0);
	}
};

async function put(hand: Hand, table: string, rows: Record<string, unknown>[]) {
	await hand.run(`delete from ${table}`);
	for (const row of rows) {
		const names = Object.keys(row);
		await hand.run(`insert into ${table} (${names}) values (${names.map(() => '?')})`, Object.values(row));
	}
}

async function tampered(context: TestContext) {
	if (!hasTwoConnections()) context.skip('PGlite can’t be reached into');
	const cast = await world();
	await hold(cast.db, cast.fatima, cast.tuesdaySession, [cast.andre]);
	const hand = await reachInto(cast.url);
	const rows = (await hand.rows('select * from events order by position')) as Row[];
	const heads = (await hand.rows('select * from chain_heads order by chain')) as Head[];
	return { ...cast, hand, rows, heads };
}

test('every edit, deletion, reorder, forgery and truncation of the log is found', async (context) => {
	const { db, hand, rows, heads } = await tampered(context);
	expect((await verifyEvents(db)).faults).toEqual([]);
	const missed: string[] = [];
	const times = isPostgres ? 13 : 60;
	let tried = 0;
	for (const [name, tamper] of Object.entries(tamperings)) {
		for (const [n, m] of fc.sample(fc.tuple(fc.nat(10_000), fc.nat(10_000)), times)) {
			const [copy, headCopy] = [structuredClone(rows), structuredClone(heads)];
			tamper(copy, headCopy, n, m);
			await put(hand, 'events', copy);
			await put(hand, 'chain_heads', headCopy);
			tried += 1;
			if ((await verifyEvents(db)).faults.length === 0) missed.push(`${name} ${n} ${m}`);
		}
	}
	await put(hand, 'events', rows);
	await put(hand, 'chain_heads', heads);
	expect((await verifyEvents(db)).faults).toEqual([]);
	await hand.close();
	expect(missed).toEqual([]);
	expect(tried).toBeGreaterThan(200);
});

test('a fault says where it is and what is wrong', async (context) => {
	const { db, hand, rows } = await tampered(context);
	await hand.run('update events set kind = ? where position = 3', ['other']);
	expect((await verifyEvents(db)).faults).toEqual([
		{ chain: rows[2].chain, seq: rows[2].seq, position: 3, fault: 'hash' }
	]);
	await hand.run('update events set kind = ? where position = 3', [rows[2].kind]);
	await hand.run('delete from events where position = ?', [rows.length]);
	const { faults } = await verifyEvents(db);
	expect(faults.map(({ chain, fault }) => [chain, fault]).sort()).toEqual(
		[
			['*', 'cut-off'],
			[rows.at(-1)!.chain, 'cut-off']
		].sort()
	);
	await hand.close();
});
