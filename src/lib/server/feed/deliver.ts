/** The delivery job: fills the outbox, and sends what is due, several at once and never more than the server can spare. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../db/open.ts';
import type { Id } from '../ids.ts';
import { claim, type Claim } from './claims.ts';
import { secretsOf } from './endpoints.ts';
import { fillOutbox } from './outbox.ts';
import { openSender, type Outcome, type Sender } from './sending.ts';
import { giveBack, recordTries, type Tried } from './tries.ts';

/** Tries under way at once to all endpoints together. */
const atOnce = 64;
/** To one endpoint: at first, while it answers quickly, and while it is slow or refuses. */
const paces = { first: 8, quick: 32, slow: 4 };
/** In one transaction, which holds everybody else up as long as it takes. */
const together = 8;
/** Milliseconds within which an answer is a quick one. */
const quick = 500;
/** Milliseconds after which what became due meanwhile is looked for. */
const glance = 1000;

/**
 * Sends all that is due, and what becomes due while it sends. Killed at any moment nothing is lost: what was under way is
 * due again once its lease is over.
 * @param sender only a test gives its own
 * @param signal ends the sending: what is under way is given back
 */
export async function deliver(db: Db, sender: Sender, signal = new AbortController().signal) {
	const tries = underWay(db, sender, signal);
	let filled = -Infinity;
	while (!signal.aborted) {
		if (performance.now() - filled >= glance) {
			await fillOutbox(db);
			filled = performance.now();
		}
		const looked = await inTurn(async () => {
			const { claims, looked } = await claim(db, tries.roomOf, together);
			// At once: a consent that is revoked from now on finds it under way (security R20).
			claims.forEach(tries.begin);
			return looked;
		});
		if (looked === together) continue;
		if (tries.size() === 0) {
			// They may have come to their end meanwhile, and made room for more.
			if (looked > 0) continue;
			break;
		}
		await tries.progress();
	}
	await tries.end();
}

/** The tries under way; what comes of them is written down some at a time. */
function underWay(db: Db, sender: Sender, signal: AbortSignal) {
	const running = new Map<Promise<void>, Id>();
	const limits = new Map<Id, number>();
	const book = keepBook(db, signal);

	const begin = (one: Claim) => {
		const turn: Promise<void> = attempt(sender, one, signal)
			.then((outcome) => {
				const isQuick = outcome.fault === null && outcome.milliseconds < quick;
				limits.set(one.endpoint.id, isQuick ? paces.quick : paces.slow);
				return book({ claim: one, outcome });
			})
			.finally(() => running.delete(turn));
		// Told to whoever waits for it, below.
		turn.catch(() => undefined);
		running.set(turn, one.endpoint.id);
	};
	return {
		begin,
		size: () => running.size,
		/** Not one at a time: each claim is a transaction. */
		roomOf: (endpointId: Id) => {
			const limit = limits.get(endpointId) ?? paces.first;
			const own = [...running.values()].filter((id) => id === endpointId).length;
			return own > limit / 2 ? 0 : Math.max(0, Math.min(limit - own, atOnce - running.size));
		},
		/** Until one of them has ended, or it is time to look again. */
		progress: async () => {
			let timer: NodeJS.Timeout | undefined;
			const looked = new Promise<void>((over) => void (timer = setTimeout(over, glance)));
			await Promise.race([...running.keys(), looked]).finally(() => clearTimeout(timer));
		},
		end: async () => void (await Promise.all(running.keys()))
	};
}

/** While some are being written down, those that end meanwhile gather for the next transactions. */
function keepBook(db: Db, signal: AbortSignal) {
	const gathered: Tried[] = [];
	let writing: Promise<void> = Promise.resolve();
	/** Ended by us, not by the receiver. */
	const isCut = ({ fault }: Outcome) => fault !== null && signal.aborted;
	let took = 0;
	const write = async () => {
		if (gathered.length === 0) return;
		// Others have their turn first, and more of them come together.
		await pause(Math.min(took, 50));
		const began = performance.now();
		const now = gathered.splice(0);
		const cut = now.filter(({ outcome }) => isCut(outcome));
		await recordTries(
			db,
			now.filter((one) => !cut.includes(one))
		);
		await giveBack(
			db,
			cut.map(({ claim }) => claim)
		);
		took = performance.now() - began;
	};
	return async (tried: Tried) => {
		gathered.push(tried);
		const turn = writing.then(write);
		writing = turn.catch(() => undefined);
		await turn;
	};
}

/** Leaves as much time to those who wait for a page as it took. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
	const began = performance.now();
	const done = await work();
	await pause(Math.min(performance.now() - began, 50));
	return done;
}

async function attempt(sender: Sender, { message, endpoint, body }: Claim, signal: AbortSignal) {
	let secrets: string[];
	try {
		secrets = secretsOf(endpoint);
	} catch {
		return { status: null, fault: 'secret' as const, milliseconds: 0 };
	}
	return sender.send({ id: message.id, url: endpoint.url, body, secrets }, signal);
}

/** The job as the server runs it: to public addresses alone. */
export function deliveries() {
	const sender = openSender();
	const ending = new AbortController();
	return {
		run: (db: Db) => deliver(db, sender, ending.signal),
		end: async () => {
			ending.abort();
			await sender.close();
		}
	};
}
