/**
 * The press: makes PDFs in a worker thread of its own, one after the other, and keeps what it made: a paper of the
 * curriculum holds nothing of any person, so one copy serves all who ask for the same. What has names is never kept.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Piscina } from 'piscina';
import { isOfCurriculum, type Printable } from '#lib/printable.ts';
import { DomainError, tooMany } from '../errors.ts';
import type { Log } from '../log.ts';
import { shelf } from './shelf.ts';

/** Sources lie beside the build, which the worker is not part of: found from where the server was started. */
const source = resolve(process.cwd(), 'src/lib/server/print/worker.ts');

type Limits = {
	/** Prints that may wait, of all people. */
	waiting: number;
	/** Prints that one person may have under way or waiting. */
	each: number;
	/** Milliseconds after which a print is given up. */
	patience: number;
	/** Bytes of PDFs that are kept. */
	kept: number;
};
const usual: Limits = { waiting: 12, each: 3, patience: 120_000, kept: 64 * 2 ** 20 };

export type Press = {
	/**
	 * The same print again is the same bytes, from memory unless it has names; asked for while it is being made, it is
	 * made once.
	 * @param by who asks: nobody's prints keep others waiting
	 * @throws 429 print.yours, 503 print.busy
	 */
	print(print: Printable, by: string): Promise<Uint8Array>;
	/** Prints made so far, those from memory not counted. */
	readonly made: number;
	close(): Promise<void>;
};

export function openPress(log: Pick<Log, 'error'>, limits: Partial<Limits> = {}, filename = source): Press {
	const { waiting, each, patience, kept } = { ...usual, ...limits };
	// A worker whose file is not there would take the whole server along.
	if (!existsSync(filename)) throw new Error(`${filename} is missing: deploy src/ beside build/`);
	const pool = new Piscina<Printable, Uint8Array>({
		filename,
		minThreads: 0,
		maxThreads: 1,
		maxQueue: waiting,
		// Fonts and templates stay read for a while; idle, the thread and its memory go.
		idleTimeout: 30_000
	});
	pool.on('error', (err) => log.error({ err }, 'print worker failed'));

	const done = shelf(kept);
	const underWay = new Map<string, Promise<Uint8Array>>();
	const askedBy = new Map<string, number>();
	let made = 0;

	async function make(key: string, print: Printable): Promise<Uint8Array> {
		if (pool.queueSize >= waiting) throw new DomainError(503, 'print.busy');
		const pdf = await pool.run(print, { signal: AbortSignal.timeout(patience) });
		made += 1;
		if (isOfCurriculum(print)) done.put(key, pdf);
		return pdf;
	}

	function shared(key: string, print: Printable): Promise<Uint8Array> {
		const other = underWay.get(key);
		if (other) return other;
		const own = make(key, print).finally(() => underWay.delete(key));
		underWay.set(key, own);
		return own;
	}

	return {
		async print(print, by) {
			const key = keyOf(print);
			const found = done.find(key);
			if (found) return found;
			const asked = askedBy.get(by) ?? 0;
			if (asked >= each) throw tooMany('print.yours', 10);
			askedBy.set(by, asked + 1);
			try {
				return await shared(key, print);
			} finally {
				const left = askedBy.get(by)! - 1;
				if (left > 0) askedBy.set(by, left);
				else askedBy.delete(by);
			}
		},
		get made() {
			return made;
		},
		close: () => pool.destroy()
	};
}

/** All that goes on the paper is in it: text, language, options, edition. */
const keyOf = (print: Printable): string => createHash('sha256').update(JSON.stringify(print)).digest('hex');
