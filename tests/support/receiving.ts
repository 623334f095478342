/** A receiver of webhooks on this machine, and the reach by which a test's sender finds it under any name. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { openSender } from '#lib/server/feed/sending.ts';
import type { Reach } from '#lib/server/feed/reach.ts';

export type Received = { path: string; headers: IncomingHttpHeaders; body: string };
/** Answers a webhook: a status, or what a broken receiver does. */
export type Answer = (got: Received, response: ServerResponse) => number | void;

export async function receiver(answer: Answer = () => 204) {
	const received: Received[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => void chunks.push(chunk));
		request.on('end', () => {
			const got = { path: request.url!, headers: request.headers, body: Buffer.concat(chunks).toString() };
			received.push(got);
			const status = answer(got, response);
			if (status) response.writeHead(status).end();
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return { received, port: (server.address() as AddressInfo).port };
}

/** Everything leads to this port of this machine, without TLS. */
export const loopback = (port: number): Reach => ({
	addressesOf: async () => ['127.0.0.1'],
	allows: () => true,
	open: async (host) => {
		const socket = connect({ host, port });
		await once(socket, 'connect');
		return socket;
	}
});

/** A sender that is closed when the test is over. */
export function senderTo(reach: Reach) {
	const sender = openSender(reach);
	onTestFinished(() => sender.close());
	return sender;
}
