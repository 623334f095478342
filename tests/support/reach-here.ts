/**
 * Loaded into the built server by `--import`, in tests alone: to its webhooks hooks.example.org is a port of this machine,
 * and this machine a public one. The product itself has no such setting.
 */
import dns from 'node:dns/promises';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';
import ipaddr from 'ipaddr.js';

const host = 'hooks.example.org';
const port = Number(process.env.RECEIVER_PORT);
const [lookup, connect] = [dns.lookup, tls.connect];

dns.lookup = ((name: string, options: object) =>
	name === host
		? Promise.resolve([{ address: '127.0.0.1', family: 4 }])
		: lookup(name, options)) as typeof dns.lookup;
ipaddr.IPv4.prototype.range = () => 'unicast';
tls.connect = ((options: tls.ConnectionOptions) => {
	if (options.servername !== host) return connect(options);
	const socket = net.connect({ host: '127.0.0.1', port });
	socket.once('connect', () => socket.emit('secureConnect'));
	return socket;
}) as typeof tls.connect;
syncBuiltinESMExports();
