/** Sends one webhook by the Standard Webhooks specification: signed, to a checked address, once, without following anything. */
import type { Socket } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { Agent } from 'undici';
import type { TryFault } from '#lib/webhooks.ts';
import { connectTo, hostIn, patience, publicReach, Unreachable, type Reach } from './reach.ts';

export type Letter = { id: string; url: string; body: string; secrets: string[] };
export type Outcome = { status: number | null; fault: TryFault | null; milliseconds: number };
export type Sender = {
	/** Never throws: what went wrong is an outcome too. */
	send(letter: Letter, signal: AbortSignal): Promise<Outcome>;
	close(): Promise<void>;
};

/** Bytes of an answer that are read: nothing in it matters. */
const readable = 4096;

/** @param reach only a test gives its own */
export function openSender(reach: Reach = publicReach): Sender {
	const agent = new Agent({
		connect: (options, callback) => void connector(reach, options.hostname, callback),
		// As many as are under way: the delivery keeps to its own measure for each endpoint.
		connections: null,
		pipelining: 1,
		keepAliveTimeout: 10_000,
		maxHeaderSize: 16_384
	});
	return {
		send: (letter, signal) => timed(() => post(agent, letter, signal)),
		close: () => agent.destroy()
	};
}

async function connector(
	reach: Reach,
	hostname: string,
	callback: (...done: [null, Socket] | [Error, null]) => void
) {
	try {
		callback(null, await connectTo(reach, hostname, AbortSignal.timeout(patience)));
	} catch (error) {
		callback(error as Error, null);
	}
}

async function timed(work: () => Promise<Omit<Outcome, 'milliseconds'>>): Promise<Outcome> {
	const began = performance.now();
	const outcome = await work();
	return { ...outcome, milliseconds: Math.round(performance.now() - began) };
}

async function post(agent: Agent, { id, url, body, secrets }: Letter, signal: AbortSignal) {
	if (!hostIn(url)) return { status: null, fault: 'address' as const };
	const { origin, pathname, search } = new URL(url);
	try {
		const answer = await agent.request({
			...{ origin, path: pathname + search, method: 'POST', body },
			headers: { ...headersOf(id, body, secrets), 'user-agent': 'Groundwork-Webhooks/1' },
			signal: AbortSignal.any([signal, AbortSignal.timeout(patience)])
		});
		answer.body.on('error', () => undefined);
		await answer.body.dump({ limit: readable }).catch(() => undefined);
		return { status: answer.statusCode, fault: faultOf(answer.statusCode) };
	} catch (error) {
		return { status: null, fault: reasonOf(error) };
	}
}

/** By the specification: one signature for each secret that holds, the newest first. */
export function headersOf(id: string, body: string, secrets: string[], at = new Date()) {
	return {
		'content-type': 'application/json',
		'webhook-id': id,
		'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
		'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' ')
	};
}

function faultOf(status: number): TryFault | null {
	if (status >= 200 && status < 300) return null;
	return status >= 300 && status < 400 ? 'redirect' : 'status';
}

function reasonOf(error: unknown): TryFault {
	if (error instanceof Unreachable) return error.fault;
	const { name, code = '' } = error as { name?: string; code?: string };
	return name === 'TimeoutError' || /TIMEOUT/.test(code) ? 'timeout' : 'connection';
}
