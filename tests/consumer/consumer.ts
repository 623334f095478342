/** The consumer: takes webhooks, reads what is new, and proves that it has everything. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { lists, openCopy, type Copy, type FedRecord, type List } from './copy.ts';

export type Settings = {
	/** Where Groundwork is. */
	url: string;
	/** API key with the scopes of the lists. */
	key: string;
	/** Secret of the endpoint; while it changes, both. */
	secrets: string[];
	/** SQLite file of the copy. */
	file: string;
	/** Lists to keep. */
	keep?: readonly List[];
	/** What happens to a request before it is looked at: a test breaks it here. True: it was answered. */
	before?: (response: ServerResponse) => boolean | Promise<boolean>;
	say?: (line: string) => void;
};

/** Bytes of a webhook at most: they are thin. */
const largest = 64 * 1024;

export async function startConsumer(settings: Settings, port = 0) {
	const copy = openCopy(settings.file);
	const say = settings.say ?? (() => undefined);
	const reader = readerOf(settings, copy);
	const server = createServer((request, response) => {
		void take(request, response).catch((error: Error) => {
			say(error.message);
			if (!response.headersSent) response.writeHead(500).end();
		});
	});

	async function take(request: IncomingMessage, response: ServerResponse) {
		const body = await bodyOf(request);
		if (await settings.before?.(response)) return;
		const checked = verify(body, request.headers as Record<string, string>, settings.secrets);
		if ('fault' in checked) {
			say(checked.fault);
			return void response.writeHead(400).end(checked.fault);
		}
		const { id, type, data } = checked.told;
		const isNew = copy.note(id, type, data.participant ?? null);
		response.writeHead(204).end();
		if (isNew) reader.hint();
	}

	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	reader.hint();
	return {
		port: (server.address() as AddressInfo).port,
		copy,
		/** Reads until there is nothing new. */
		catchUp: reader.catchUp,
		reconcile: (from: string, to: string) => reconcile(settings, copy, from, to),
		stop: () => stop(server, copy, reader)
	};
}
export type Consumer = Awaited<ReturnType<typeof startConsumer>>;

async function stop(server: Server, copy: Copy, reader: ReturnType<typeof readerOf>) {
	server.closeAllConnections();
	server.close();
	await reader.end();
	copy.close();
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of request) {
		chunks.push(chunk as Buffer);
		bytes += (chunk as Buffer).length;
		if (bytes > largest) throw new Error('a webhook of this size is none of ours');
	}
	return Buffer.concat(chunks).toString();
}

type Told = {
	id: string;
	type: string;
	timestamp: string;
	data: { id?: string; type: string; participant?: string };
};

/** Signature and age, by the package that the specification names: five minutes either way. */
export function verify(
	body: string,
	headers: Record<string, string>,
	secrets: string[]
): { told: Told } | { fault: string } {
	const faults: string[] = [];
	for (const secret of secrets) {
		try {
			return { told: new Webhook(secret).verify(body, headers) as Told };
		} catch (error) {
			if (!(error instanceof WebhookVerificationError)) throw error;
			faults.push(inWords(error.message, headers['webhook-timestamp']));
		}
	}
	return { fault: faults[0] };
}

/** What whoever runs this has to do about it. */
function inWords(fault: string, sentAt: string): string {
	if (!/too (old|new)/.test(fault)) return `refused: ${fault}`;
	const minutes = Math.round((Date.now() / 1000 - Number(sentAt)) / 60);
	const where = minutes > 0 ? 'ahead of' : 'behind';
	return `refused: ${fault}. The clock here is ${Math.abs(minutes)} minutes ${where} the sender's, and five are allowed: set it by NTP.`;
}

/** Reads the lists one after the other; a hint that comes while it reads makes it read once more. */
function readerOf(settings: Settings, copy: Copy) {
	const say = settings.say ?? (() => undefined);
	let running: Promise<void> | null = null;
	let again = false;
	let ended = false;

	const readAll = async () => {
		do {
			again = false;
			for (const list of settings.keep ?? lists) await readOn(settings, copy, list, () => ended);
		} while (again && !ended);
	};
	const begin = () => {
		running ??= readAll().finally(() => void (running = null));
		return running;
	};
	return {
		hint() {
			again = true;
			begin().catch((error: Error) => say(`will read later: ${error.message}`));
		},
		async catchUp() {
			await running?.catch(() => undefined);
			await begin();
		},
		async end() {
			ended = true;
			await running?.catch(() => undefined);
		}
	};
}

type Page = { next: string; more: boolean } & Record<List, FedRecord[]>;

async function readOn(settings: Settings, copy: Copy, list: List, isOver: () => boolean) {
	let more = true;
	while (more && !isOver()) {
		const page = (await ask(settings, `/api/v1/${list}`, { after: copy.cursor(list), limit: '500' })) as Page;
		if (isOver()) return;
		copy.keep(list, page[list], page.next);
		more = page.more;
	}
}

async function ask({ url, key }: Settings, path: string, query: Record<string, string>): Promise<unknown> {
	const response = await fetch(`${url}${path}?${new URLSearchParams(query)}`, {
		headers: { authorization: `Bearer ${key}`, accept: 'application/json' },
		signal: AbortSignal.timeout(30_000)
	});
	if (!response.ok) throw new Error(`${path}: ${response.status} ${(await response.text()).slice(0, 300)}`);
	return response.json();
}

type Period = { period: string; count: number; checksum: string };
export type Difference = { list: List; period: string; here: number; there: number };

/**
 * Compares the copy with what it should be, day by day. A list that differs is read anew from its beginning: records whose
 * consent has ended since are let go by it.
 * @returns what differs after that: nothing, where all is well
 */
async function reconcile(settings: Settings, copy: Copy, from: string, to: string): Promise<Difference[]> {
	const left: Difference[] = [];
	for (const list of settings.keep ?? lists) {
		const differs = async () => compare(settings, copy, list, from, to);
		if ((await differs()).length > 0) {
			copy.forget(list);
			await readOn(settings, copy, list, () => false);
		}
		left.push(...(await differs()));
	}
	return left;
}

async function compare(settings: Settings, copy: Copy, list: List, from: string, to: string) {
	const query = { resource: list, from, to };
	const { periods } = (await ask(settings, '/api/v1/reconciliation', query)) as { periods: Period[] };
	const [there, here] = [periods, copy.periods(list)].map(
		(all) => new Map(all.map((one) => [one.period, one]))
	);
	const days = [...new Set([...there.keys(), ...here.keys()])].sort();
	return days
		.filter((day) => there.get(day)?.checksum !== here.get(day)?.checksum)
		.map((period) => ({
			...{ list, period },
			...{ here: here.get(period)?.count ?? 0, there: there.get(period)?.count ?? 0 }
		}));
}
