/** A look at everything that has to be right for the server to run well. */
import { existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ConfigError, readConfig } from '#lib/server/config.ts';
import { faultsIn } from '#lib/server/db/backups.ts';
import { migrationState, schemaFault, unguardedTables } from '#lib/server/db/migrate.ts';
import { openDatabase } from '#lib/server/db/open.ts';
import { sqlitePath } from '#lib/server/db/sqlite.ts';
import { verifyEvents } from '#lib/server/domain/events.ts';
import { databaseUrl, isPostgresUrl, plural, say, shown, type Command } from './command.ts';

type Finding = { state: 'ok' | 'warning' | 'fault'; what: string; detail: string };
const ok = (what: string, detail: string): Finding => ({ state: 'ok', what, detail });
const warning = (what: string, detail: string): Finding => ({ state: 'warning', what, detail });
const fault = (what: string, detail: string): Finding => ({ state: 'fault', what, detail });

export const doctor: Command = {
	usage: '[--json]',
	about: 'Looks at settings, versions, database, disk and server. Ends with 1 if something is at fault.',
	options: { json: { type: 'boolean' } },
	async run({ options }) {
		const url = databaseUrl();
		const findings = [
			ok('Node', process.version),
			...settings(),
			...build(),
			...(await database(url)),
			await server()
		];
		if (options.json) say(JSON.stringify(findings));
		else for (const { state, what, detail } of findings) say(`${state.padEnd(8)} ${what}: ${detail}`);
		return findings.some(({ state }) => state === 'fault') ? 1 : 0;
	}
};

function settings(): Finding[] {
	try {
		const { origin, host, port } = readConfig(process.env);
		const given = process.env.ORIGIN ? '' : ' (ORIGIN is not set; npm run serve needs it)';
		return [ok('settings', `${origin}, listens on ${host}:${port}${given}`)];
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		return error.faults.map((text) => warning('settings', text));
	}
}

function build(): Finding[] {
	const built = existsSync('build/index.js');
	return [built ? ok('build', resolve('build')) : warning('build', 'not there yet: npm run serve makes it')];
}

async function database(url: string): Promise<Finding[]> {
	if (!isPostgresUrl(url) && !existsSync(sqlitePath(url))) {
		return [fault('database', `none at ${sqlitePath(url)}: npm run groundwork -- migrate`)];
	}
	try {
		return [
			...(isPostgresUrl(url) ? [ok('database', shown(url))] : file(sqlitePath(url))),
			...(await schema(url))
		];
	} catch (error) {
		return [fault('database', `${shown(url)}: ${(error as Error).message}`)];
	}
}

function file(path: string): Finding[] {
	const size = Math.round(statSync(path).size / 1e6);
	const faults = faultsIn(path);
	const health =
		faults.length > 0
			? fault('database', faults.join('; '))
			: ok('database', `${path}, ${size} MB, no fault`);
	return [health, disk(dirname(path)), backups(join(dirname(path), 'backups'))];
}

/** Below a fifth there soon is no room for a backup (security R38). */
function disk(folder: string): Finding {
	const { bavail, blocks, bsize } = statfsSync(folder);
	const share = Math.round((bavail / blocks) * 100);
	const text = `${Math.round((bavail * bsize) / 1e9)} GB free (${share} %)`;
	return share < 20 ? warning('disk', text) : ok('disk', text);
}

function backups(folder: string): Finding {
	const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.db')) : [];
	const newest = Math.max(...files.map((name) => statSync(join(folder, name)).mtimeMs));
	if (files.length === 0) return warning('backups', `none in ${folder}: npm run groundwork -- backup`);
	return ok(
		'backups',
		`${plural(files.length, 'file')} in ${folder}, the newest of ${new Date(newest).toISOString()}`
	);
}

async function schema(url: string): Promise<Finding[]> {
	const found = schemaFault(await migrationState(url));
	if (found) return [fault('schema', found)];
	const unguarded = await unguardedTables(url);
	const guards =
		unguarded.length > 0
			? fault('triggers', `missing on ${unguarded.join(', ')}`)
			: ok('triggers', 'facts are guarded');
	return [ok('schema', 'up to date'), guards, await log(url)];
}

async function log(url: string): Promise<Finding> {
	const db = await openDatabase(url);
	try {
		const { rows, faults } = await verifyEvents(db);
		const text = `${plural(rows, 'event')}, ${plural(faults.length, 'fault')}`;
		return faults.length > 0 ? fault('log', `${text}: npm run groundwork -- verify`) : ok('log', text);
	} finally {
		await db.close();
	}
}

/** What the server says of itself: database writable, schema, jobs. */
async function server(): Promise<Finding> {
	const address = `http://${process.env.HOST || '127.0.0.1'}:${process.env.PORT || 3000}/readyz`;
	try {
		const answer = await fetch(address, { signal: AbortSignal.timeout(3000) });
		const text = (await answer.text()).trim().slice(0, 300);
		return answer.ok ? ok('server', text) : fault('server', `${address} answers ${answer.status}: ${text}`);
	} catch {
		return ok('server', `nothing answers at ${address}`);
	}
}
