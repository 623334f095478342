/** The built app as the matrix sees it: its routes with their methods, and a running server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

type Node = { server?: { actions?: Record<string, unknown>; load?: unknown; trailingSlash?: string } };
type Manifest = {
	_: {
		nodes: (() => Promise<Node>)[];
		routes: {
			id: string;
			page: { leaf: number } | null;
			endpoint: (() => Promise<Record<string, unknown>>) | null;
		}[];
	};
};

/** A route of the build: GET of a page, its form actions, the methods of an endpoint. */
export type Built = { id: string; page: boolean; data: boolean; actions: string[]; methods: string[] };

export async function builtRoutes(): Promise<Built[]> {
	const file = resolve('.svelte-kit/output/server/manifest-full.js');
	const { manifest } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { manifest: Manifest };
	return Promise.all(
		manifest._.routes.map(async ({ id, page, endpoint }) => {
			const leaf = page && (await manifest._.nodes[page.leaf]());
			const methods = endpoint ? Object.keys(await endpoint()).filter((name) => /^[A-Z]+$/.test(name)) : [];
			const actions = Object.keys(leaf?.server?.actions ?? {});
			return { id, page: page !== null, data: Boolean(leaf?.server?.load), actions, methods };
		})
	);
}

async function freePort(): Promise<number> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const { port } = probe.address() as { port: number };
	await new Promise((closed) => probe.close(closed));
	return port;
}

/** Runs the build on a database until `stop`. */
export async function serve(url: string, secret: string, env: Record<string, string> = {}) {
	const port = await freePort();
	const origin = `http://127.0.0.1:${port}`;
	const server = spawn(process.execPath, ['build/index.js'], {
		env: {
			...process.env,
			NODE_ENV: 'production',
			DATABASE_URL: url,
			GROUNDWORK_SECRET: secret,
			HOST: '127.0.0.1',
			PORT: String(port),
			ORIGIN: origin,
			LOG_LEVEL: 'info',
			...env
		},
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const lines: string[] = [];
	const told = (chunk: Buffer) => void lines.push(chunk.toString());
	server.stdout.on('data', told);
	server.stderr.on('data', told);
	const ended = once(server, 'exit');
	await Promise.race([untilListening(server.stdout, lines), ended]);
	if (server.exitCode !== null) throw new Error(`the server did not start:\n${lines.join('')}`);
	const stop = async () => {
		if (server.exitCode === null) server.kill('SIGTERM');
		const [code] = await ended;
		return code as number;
	};
	return { origin, lines, server, stop };
}

function untilListening(output: NodeJS.ReadableStream, lines: string[]): Promise<void> {
	return new Promise((ready) => {
		output.on('data', () => lines.join('').includes('Listening on') && ready());
	});
}
