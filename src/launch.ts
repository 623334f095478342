/** Starts the built server in this process: a signal reaches it, and no child is left behind. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Refusal } from './commands/command.ts';

const entry = resolve('build/index.js');

/** @throws Refusal when the server could not even begin */
export async function refuseUnable(host: string, port: number): Promise<void> {
	if (!(await isFree(host, port))) {
		throw new Refusal(
			`Port ${port} is taken. Say which one to use instead: PORT=${port + 1} in front of the command.`
		);
	}
	if (!existsSync(entry)) throw new Refusal('There is no build yet. Make it: npm run build');
}

function isFree(host: string, port: number): Promise<boolean> {
	return new Promise((answer, failed) => {
		const probe = createServer();
		probe.once('error', (error: NodeJS.ErrnoException) => {
			if (error.code === 'EADDRINUSE') answer(false);
			else failed(new Refusal(`The server can't listen on ${host}:${port}: ${error.message}`));
		});
		probe.listen(port, host, () => probe.close(() => answer(true)));
	});
}

/** Sets what the server reads, and runs it until it is told to stop. Resolves once it listens. */
export async function launch(settings: Record<string, string>): Promise<void> {
	// The adapter's own limits, above those that the hooks set for each route; a stop takes ten seconds at the most.
	const adapter = { BODY_SIZE_LIMIT: '2M', SHUTDOWN_TIMEOUT: '8' };
	Object.assign(process.env, { NODE_ENV: 'production' }, adapter, settings);
	await import(pathToFileURL(entry).href);
}

/** Ends the process: a refusal is told in its own words, anything else keeps its trace. */
export function giveUp(error: unknown): never {
	const expected = error instanceof Refusal || (error as Error)?.name === 'ConfigError';
	process.stderr.write(`${expected ? (error as Error).message : String((error as Error)?.stack ?? error)}\n`);
	process.exit(1);
}
