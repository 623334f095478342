/** `npm run serve`: the server in production. It sets nothing up: it starts, or says what has to be done first. */
import { Refusal } from './commands/command.ts';
import { findDatabase, refuseOtherSchema } from './commands/opened.ts';
import { hasDemo } from './demo/presence.ts';
import { giveUp, launch, refuseUnable } from './launch.ts';
import { ConfigError, readConfig } from '#lib/server/config.ts';
import { unguardedTables } from '#lib/server/db/migrate.ts';
import { openDatabase } from '#lib/server/db/open.ts';

async function serve() {
	const { host, port, origin } = readSettings();
	const url = findDatabase();
	await refuseOtherSchema(url);
	await refuseUnguarded(url);
	await refuseDemo(url);
	await refuseUnable(host, port);
	await launch({ HOST: host, PORT: String(port), ORIGIN: origin, GROUNDWORK_DEMO: '0' });
}

function readSettings() {
	const missing = process.env.ORIGIN
		? []
		: ['ORIGIN is missing: write where people reach the server, such as https://groundwork.example.org'];
	try {
		const config = readConfig(process.env);
		if (config.demo) missing.push('GROUNDWORK_DEMO is not for production: leave it out');
		if (missing.length === 0) return config;
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		missing.push(...error.faults.filter((fault) => !fault.startsWith('ORIGIN is missing')));
	}
	throw new ConfigError(missing);
}

/** A table rebuild drops triggers silently; without them facts could be changed (recipes 2). */
async function refuseUnguarded(url: string) {
	const tables = await unguardedTables(url);
	if (tables.length === 0) return;
	throw new Refusal(
		`These tables lost the triggers that guard their rows: ${tables.join(', ')}. Restore a backup.`
	);
}

/** Everybody knows the demo's passwords. */
async function refuseDemo(url: string) {
	const db = await openDatabase(url);
	const known = await hasDemo(db).finally(() => db.close());
	if (!known) return;
	throw new Refusal(
		'This database holds the demo program, whose passwords are public. Set DATABASE_URL to another one.'
	);
}

await serve().catch(giveUp);
