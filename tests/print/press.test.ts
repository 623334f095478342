import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openPress } from '#lib/server/print/press.ts';
import { shelf } from '#lib/server/print/shelf.ts';
import type { Print } from '#lib/print.ts';
import { freshDatabase } from '../support/database.ts';
import { shipped, type Shipped } from '../support/shipped.ts';

let curriculum: Shipped;
let card: Print;
beforeAll(async () => {
	curriculum = await shipped((await freshDatabase()).db);
	card = await curriculum.print('wallet-card', null, 'en');
});

const log = { error: () => undefined };
function press(...[limits, filename]: [Parameters<typeof openPress>[1]?, string?]) {
	const opened = openPress(log, limits, filename);
	onTestFinished(() => opened.close());
	return opened;
}
/** The same print, told apart by its title. */
const titled = (title: string): Print => ({ ...card, title });
const isPdf = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 5)).toString() === '%PDF-';

/** A worker that waits until it is told to go on: for what happens while a print is under way. */
function waitingWorker() {
	const folder = mkdtempSync(join(tmpdir(), 'groundwork-press-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const file = join(folder, 'worker.mjs');
	const gate = join(folder, 'open');
	writeFileSync(
		file,
		`import { existsSync, watch } from 'node:fs';
		export default () => new Promise((done) => {
			const watching = watch(${JSON.stringify(folder)}, () => existsSync(${JSON.stringify(gate)}) && finish());
			const finish = () => { watching.close(); done(new Uint8Array([1, 2, 3])); };
			if (existsSync(${JSON.stringify(gate)})) finish();
		});`
	);
	return { file, open: () => writeFileSync(gate, '') };
}

describe('the press', () => {
	test('gives the same print the second time from memory', async () => {
		const opened = press();
		const first = await opened.print(card, 'staff:a');
		expect(isPdf(first)).toBe(true);
		expect(await opened.print(structuredClone(card), 'staff:b')).toBe(first);
		expect(opened.made).toBe(1);
	});

	test('makes once what several ask for at the same time', async () => {
		const opened = press();
		const all = await Promise.all(['a', 'b', 'c'].map((by) => opened.print(card, by)));
		expect(new Set(all).size).toBe(1);
		expect(opened.made).toBe(1);
	});

	test('makes anew what differs in anything that is printed', async () => {
		const opened = press();
		const changes: Partial<Print>[] = [
			{},
			{ size: 'a4' },
			{ language: 'es' },
			{ stamp: 'other' },
			{ title: 'other' }
		];
		for (const change of changes) await opened.print({ ...card, ...change }, 'staff:a');
		expect(opened.made).toBe(changes.length);
	});

	test('refuses one person more than they may have under way, and nobody else', async () => {
		const worker = waitingWorker();
		const { print } = press({ each: 2 }, worker.file);
		const mine = [print(titled('one'), 'staff:a'), print(titled('two'), 'staff:a')];
		await expect(print(titled('three'), 'staff:a')).rejects.toMatchObject({
			status: 429,
			code: 'print.yours'
		});
		const another = print(titled('three'), 'staff:b');
		worker.open();
		await Promise.all([...mine, another]);
		await expect(print(titled('four'), 'staff:a')).resolves.toHaveLength(3);
	});

	test('refuses everybody when too much waits, and takes prints again afterwards', async () => {
		const worker = waitingWorker();
		const { print } = press({ waiting: 2, each: 50 }, worker.file);
		const fifty = Array.from({ length: 50 }, (_, i) => print(titled(`${i}`), 'staff:a'));
		const settled = Promise.allSettled(fifty);
		await expect(fifty.at(-1)).rejects.toMatchObject({ status: 503, code: 'print.busy' });
		worker.open();
		const results = await settled;
		const made = results.filter(({ status }) => status === 'fulfilled').length;
		expect(made).toBeGreaterThanOrEqual(2);
		expect(made).toBeLessThanOrEqual(4);
		await expect(print(titled('later'), 'staff:a')).resolves.toHaveLength(3);
	});

	test('gives up what takes too long, and goes on', async () => {
		const worker = waitingWorker();
		const { print } = press({ patience: 1500 }, worker.file);
		await expect(print(titled('stuck'), 'staff:a')).rejects.toThrow();
		worker.open();
		// A slow machine may take longer than that to start another worker: then it is asked again, as people do.
		const next = () => print(titled('next'), 'staff:a');
		await expect(next().catch(next).catch(next)).resolves.toHaveLength(3);
	});

	test('rejects what cannot be set, remembers nothing of it, and goes on', async () => {
		const opened = press();
		const broken = { ...card, output: 'guide', modules: [{ heading: null, guide: null, lessons: [{}] }] };
		await expect(opened.print(broken as unknown as Print, 'staff:a')).rejects.toThrow();
		expect(isPdf(await opened.print(card, 'staff:a'))).toBe(true);
		expect(opened.made).toBe(1);
	});

	test('says at the start that its worker is not there', () => {
		expect(() => openPress(log, {}, '/nowhere/worker.ts')).toThrow(/deploy src/);
	});

	test('leaves the server free to answer while a whole workbook is made', async () => {
		const { print } = press();
		const whole = await curriculum.print('workbook', null, 'en');
		const server = createServer((_, response) => response.end('here')).listen(0, '127.0.0.1');
		onTestFinished(() => void server.close());
		await once(server, 'listening');
		const { port } = server.address() as { port: number };

		let isDone = false;
		const pdf = print(whole, 'staff:a').finally(() => (isDone = true));
		let answered = 0;
		while (answered < 20) {
			await (await fetch(`http://127.0.0.1:${port}/`)).text();
			answered += 1;
		}
		expect(isDone).toBe(false);
		expect(isPdf(await pdf)).toBe(true);
	});
});

describe('the shelf', () => {
	const bytes = (length: number) => new Uint8Array(length);

	test('keeps what was used last, within its bytes', () => {
		const kept = shelf(10);
		kept.put('a', bytes(4));
		kept.put('b', bytes(4));
		kept.find('a');
		kept.put('c', bytes(4));
		expect(kept.find('b')).toBeUndefined();
		expect(kept.find('a')).toHaveLength(4);
		expect(kept.find('c')).toHaveLength(4);
		expect(kept.bytes).toBe(8);
	});

	test('takes nothing that is larger than all of it, and counts a replaced one once', () => {
		const kept = shelf(10);
		kept.put('a', bytes(6));
		kept.put('a', bytes(8));
		kept.put('b', bytes(11));
		expect(kept.find('b')).toBeUndefined();
		expect(kept.bytes).toBe(8);
	});
});
