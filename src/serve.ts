/** `npm run serve`: the server in production. It sets nothing up: it starts, or says what has to be done first. */
import { findDatabase, Refusal, refuseOtherSchema } from './commands/command.ts';
import { giveUp, launch, refuseUnable } from './launch.ts';
import { ConfigError, readConfig } from '#lib/server/config.ts';
import { unguardedTables } from '#lib/server/db/migrate.ts';
import { openDatabase } from '#lib/server/db/open.ts';
import { hasDemo } from './demo/presence.ts';

async function serve() {
	const { host, port, origin, demo } = readConfig(process.env);
	if (!process.env.ORIGIN)
		throw new ConfigError([
			'ORIGIN is missing: write where people reach the server, such as https://groundwork.example.org'
		]);
	if (demo) throw new ConfigError(['GROUNDWORK_DEMO is not for production: leave it out']);
	const url = findDatabase();
	await refuseOtherSchema(url);
	await refuseUnguarded(url);
	await refuseDemo(url);
	await refuseUnable(host, port);
	await launch({ HOST: host, PORT: String(port), ORIGIN: origin, GROUNDWORK_DEMO: '0' });
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
	if (known)
		throw new Refusal(
			'This database holds the demo program, whose passwords are public. Set DATABASE_URL to another one.'
		);
}

await serve().catch(giveUp);
