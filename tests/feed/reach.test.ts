import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
	connectTo,
	HostName,
	hostIn,
	isPublic,
	publicReach,
	WebhookUrl,
	type Reach
} from '#lib/server/feed/reach.ts';
import { openSender } from '#lib/server/feed/sending.ts';
import { newToken } from '#lib/server/identity/tokens.ts';

/** Ways to write "this machine" or one of its neighbors, and what is not a plain https address of a name. */
const refused = [
	'https://127.0.0.1/',
	'https://127.1/',
	'https://127.0.1/',
	'https://2130706433/',
	'https://0x7f000001/',
	'https://0x7f.1/',
	'https://0177.0.0.1/',
	'https://017700000001/',
	'https://0/',
	'https://0.0.0.0/',
	'https://[::1]/',
	'https://[::]/',
	'https://[::ffff:127.0.0.1]/',
	'https://[::ffff:7f00:1]/',
	'https://[0:0:0:0:0:ffff:7f00:0001]/',
	'https://[64:ff9b::7f00:1]/',
	'https://[2002:7f00:1::]/',
	'https://[fe80::1]/',
	'https://[fd00::1]/',
	'https://169.254.169.254/latest/meta-data/',
	'https://10.0.0.1/',
	'https://172.16.0.1/',
	'https://192.168.1.1/',
	'https://100.64.0.1/',
	'https://8.8.8.8/',
	'https://[2606:4700::1111]/',
	'https://localhost/',
	'https://localhost./',
	'https://example.org./',
	'https://intranet/',
	'https://１２７.0.0.1/',
	'https://①②⑦.0.0.1/',
	'https://127。0。0。1/',
	'https://example%2eorg/',
	'https://hooks.example.org@127.0.0.1/',
	'https://user@hooks.example.org/',
	'https://user:password@hooks.example.org/',
	'https://hooks.example.org\\@127.0.0.1/',
	'https:\\\\127.0.0.1/',
	'https://hooks.example.org:8443/',
	'https://hooks.example.org:80/',
	'http://hooks.example.org/',
	'ftp://hooks.example.org/',
	'file:///etc/passwd',
	'//hooks.example.org/',
	'https:/hooks.example.org/',
	'https:hooks.example.org/',
	'https://hooks.example.org/#here',
	'https://hooks.exa\tmple.org/',
	'https://-.example.org/',
	'https://hooks..example.org/',
	'https://1.2.3.4.5/',
	'https:///hooks.example.org',
	'https://',
	'javascript:alert(1)',
	''
];

describe('addresses as they are typed', () => {
	test.each(refused)('%s is refused', (address) => {
		expect(hostIn(address)).toBeNull();
		expect(WebhookUrl.safeParse(address).success).toBe(false);
	});

	test.each([
		['https://hooks.example.org', 'hooks.example.org'],
		['https://hooks.example.org:443/in?from=here', 'hooks.example.org'],
		['https://HOOKS.Example.org/In', 'hooks.example.org'],
		['https://xn--bcher-kva.example/', 'xn--bcher-kva.example']
	])('%s goes to %s', (address, host) => {
		expect(hostIn(address)).toBe(host);
		expect(new URL(WebhookUrl.parse(address)).port).toBe('');
	});

	test('a host of the list is a name, written one way', () => {
		expect(HostName.parse(' Hooks.Example.ORG ')).toBe('hooks.example.org');
		for (const host of [
			'127.0.0.1',
			'localhost',
			'a b.org',
			'x.org/y',
			'x.org:8',
			'*.example.org',
			'[::1]',
			''
		])
			expect(HostName.safeParse(host).success).toBe(false);
	});
});

/** What a name may resolve to without being a public machine. */
const inside = [
	...['127.0.0.1', '127.9.9.9', '0.0.0.0', '10.1.2.3', '172.31.255.255', '192.168.0.1', '100.127.0.1'],
	...['169.254.169.254', '192.0.0.8', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.9', '224.0.0.1'],
	...['240.0.0.1', '255.255.255.255', '192.88.99.1', '::1', '::', '::ffff:127.0.0.1', '::ffff:10.0.0.1'],
	...['::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::a00:1', '2002:7f00:1::', '2002:a00:1::1', '2001::1'],
	...['2001:db8::1', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'fd00::1', 'fc00::1', 'ff02::1', '100::1'],
	...['::7f00:1', '::a00:1', '3fff::1', '5f00::1', 'not an address', '']
];

/** A reach that answers as a name server would, and counts what was opened. */
function answering(...answers: string[][]) {
	const opened: string[] = [];
	const reach: Reach = {
		addressesOf: async () => answers.shift() ?? [],
		allows: publicReach.allows,
		open: async (address) => {
			opened.push(address);
			throw new Error('not in a test');
		}
	};
	return { reach, opened };
}
const signal = new AbortController().signal;

describe('addresses at the moment of connecting', () => {
	test.each(inside)('%s is not connected to', async (address) => {
		expect(isPublic(address)).toBe(false);
		const { reach, opened } = answering([address]);
		await expect(connectTo(reach, 'hooks.example.org', signal)).rejects.toMatchObject({ fault: 'address' });
		await expect(connectTo(answering().reach, `[${address}]`, signal)).rejects.toThrow();
		expect(opened).toEqual([]);
	});

	test('one address inside spoils the others', async () => {
		const { reach, opened } = answering(['8.8.8.8', '10.0.0.1']);
		await expect(connectTo(reach, 'hooks.example.org', signal)).rejects.toMatchObject({ fault: 'address' });
		expect(opened).toEqual([]);
	});

	test('a name that answers differently the second time is connected to where it was looked at', async () => {
		const { reach, opened } = answering(['8.8.8.8'], ['127.0.0.1']);
		await expect(connectTo(reach, 'hooks.example.org', signal)).rejects.toThrow('not in a test');
		expect(opened).toEqual(['8.8.8.8']);
		await expect(connectTo(reach, 'hooks.example.org', signal)).rejects.toMatchObject({ fault: 'address' });
		expect(opened).toEqual(['8.8.8.8']);
	});

	test('a name that is not there is said to be so', async () => {
		await expect(connectTo(answering([]).reach, 'hooks.example.org', signal)).rejects.toMatchObject({
			fault: 'name'
		});
	});

	test('what the product connects with reaches nothing on this machine, however it is written', async () => {
		const reached: Socket[] = [];
		const server = createServer((socket) => void reached.push(socket.on('error', () => undefined)));
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		onTestFinished(() => void server.close());
		const { port } = server.address() as AddressInfo;
		const sender = openSender();
		onTestFinished(() => sender.close());
		const literals = [
			'127.0.0.1',
			'127.1',
			'2130706433',
			'0x7f000001',
			'[::1]',
			'[::ffff:127.0.0.1]',
			'localhost'
		];
		for (const host of literals) {
			for (const where of [`https://${host}/`, `https://${host}:${port}/`, `http://${host}:${port}/`]) {
				const letter = { id: newToken(), url: where, body: '{}', secrets: [] };
				expect(await sender.send(letter, signal)).toMatchObject({ status: null, fault: 'address' });
			}
			await expect(connectTo(publicReach, host, signal)).rejects.toMatchObject({ fault: 'address' });
		}
		expect(reached).toEqual([]);
	});
});
