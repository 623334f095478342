/** Where a webhook may go: https to a public address of an allowed name, looked at again at the moment of connecting. */
import { lookup } from 'node:dns/promises';
import { connect, type TLSSocket } from 'node:tls';
import type { Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import type { TryFault } from '#lib/webhooks.ts';

/** Milliseconds for one try in all: name, connection and answer (security R27). */
export const patience = 15_000;

/** A try that did not come to an answer. */
export class Unreachable extends Error {
	readonly fault: TryFault;

	constructor(fault: TryFault) {
		super(fault);
		this.name = 'Unreachable';
		this.fault = fault;
	}
}

/** How a connection is made. The product has one; a test that listens on its own machine gives another. */
export type Reach = {
	/** All addresses of a name. */
	addressesOf(host: string): Promise<string[]>;
	allows(address: string): boolean;
	open(address: string, host: string, signal: AbortSignal): Promise<Socket>;
};

export const publicReach: Reach = {
	addressesOf: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
	allows: isPublic,
	open: openTls
};

/** True for what the internet routes to one machine: no private, local, shared, reserved or translated range. */
export function isPublic(address: string): boolean {
	if (!ipaddr.isValid(address) || address.includes('%')) return false;
	const found = ipaddr.process(address);
	return found.range() === 'unicast' && (!(found instanceof ipaddr.IPv6) || found.match(globalUnicast));
}

/** All that is given out of IPv6 (RFC 4291): an IPv4 address behind zeros, "::7f00:1", is none. */
const globalUnicast: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/**
 * Connects to the very address that was checked: no second look-up that could answer otherwise, and one address that is
 * not allowed spoils the name.
 * @throws Unreachable
 */
export async function connectTo(reach: Reach, hostname: string, signal: AbortSignal): Promise<Socket> {
	const host = hostname.replace(/^\[(.*)\]$/, '$1');
	const addresses = ipaddr.isValid(host) ? [host] : await named(reach, host);
	if (addresses.length === 0) throw new Unreachable('name');
	if (!addresses.every(reach.allows)) throw new Unreachable('address');
	return reach.open(addresses[0], host, signal);
}

async function named(reach: Reach, host: string): Promise<string[]> {
	try {
		return await reach.addressesOf(host);
	} catch {
		throw new Unreachable('name');
	}
}

function openTls(host: string, servername: string, signal: AbortSignal): Promise<TLSSocket> {
	const socket = connect({ host, port: 443, servername, ALPNProtocols: ['http/1.1'] });
	return new Promise((opened, failed) => {
		const give = (fault: TryFault) => {
			socket.destroy();
			failed(new Unreachable(fault));
		};
		const late = () => give('timeout');
		signal.addEventListener('abort', late, { once: true });
		socket.once('error', ({ code }: NodeJS.ErrnoException) => give(faultOf(code)));
		socket.once('secureConnect', () => {
			signal.removeEventListener('abort', late);
			opened(socket);
		});
	});
}

const faultOf = (code = ''): TryFault =>
	/CERT|SIGNATURE|ALTNAME|SELF_SIGNED|ISSUER/.test(code) ? 'certificate' : 'connection';

/** A host name with a dot in it, in the form that is compared: lower case, no dot at the end, no number. */
export const HostName = z
	.string()
	.trim()
	.toLowerCase()
	.max(253)
	.refine((host) => hostIn(`https://${host}/`) === host, 'webhook.name');

/** Where webhooks are sent: https, the usual port, a name, no user; normalized. */
export const WebhookUrl = z
	.string()
	.trim()
	.max(500)
	.refine((text) => hostIn(text) !== null, 'webhook.address')
	.transform((text) => new URL(text).href);

/** The name in an address that webhooks may go to; null for any other form, however it is written. */
export function hostIn(text: string): string | null {
	if (!/^https:\/\/[^\s\\@]+$/i.test(text) || !URL.canParse(text)) return null;
	const { protocol, username, password, port, hash, hostname } = new URL(text);
	const plain = protocol === 'https:' && username === '' && password === '' && port === '' && hash === '';
	const labels = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/;
	const written = /^https:\/\/([^/?#:]+)(:443)?([/?#]|$)/i.exec(text)?.[1].toLowerCase();
	// What the parser makes of numbers, wide letters or escapes is not what the administrator read.
	return plain && written === hostname && labels.test(hostname) && !ipaddr.isValid(hostname)
		? hostname
		: null;
}
