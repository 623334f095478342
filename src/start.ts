/** `npm start`: Groundwork on this machine, to try it out. Sets everything up the first time, and keeps it. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { complain, databaseUrl, isPostgresUrl, say } from './commands/command.ts';
import { hasDemo, isEmpty } from './demo/presence.ts';
import { apiKey, card, demoStaff, emailOf, password, totpSecret } from './demo/sign-ins.ts';
import { giveUp, launch, refuseUnable } from './launch.ts';
import { readFolder } from '#lib/server/curriculum/files.ts';
import { migrate } from '#lib/server/db/migrate.ts';
import { openDatabase, type Db } from '#lib/server/db/open.ts';
import { sqlitePath } from '#lib/server/db/sqlite.ts';
import { importEdition } from '#lib/server/domain/editions.ts';
import { DomainError } from '#lib/server/errors.ts';
import { readConfig } from '#lib/server/config.ts';
import { system } from '#lib/server/policy.ts';

/** The demo signs anybody in: it is for this machine alone. */
const host = '127.0.0.1';
const curriculum = 'curriculum/steady-ground';

async function start() {
	const url = databaseUrl();
	const folder = isPostgresUrl(url) ? 'data' : dirname(sqlitePath(url));
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	process.env.GROUNDWORK_SECRET ||= keptSecret(`${folder}/secret`);
	const { port, origin } = readConfig({ ...process.env, HOST: host });
	await refuseUnable(host, port);

	const { backup } = await migrate(url);
	if (backup) say(`The database was brought up to date. Its backup: ${backup}`);
	const isDemo = await fill(url);
	await launch({
		HOST: host,
		PORT: String(port),
		ORIGIN: origin,
		DATABASE_URL: url,
		GROUNDWORK_DEMO: isDemo ? '1' : '0'
	});
	say(`\nGroundwork is running: ${origin}\n`);
	if (isDemo) tellSignIns(origin);
	say('Stop it with Ctrl-C. What you do is kept.');
}

/** Made once; only the owner can read it. */
function keptSecret(path: string): string {
	if (!existsSync(path)) writeFileSync(path, `${randomBytes(48).toString('base64')}\n`, { mode: 0o600 });
	return readFileSync(path, 'utf8').trim();
}

/** The demo program into an empty database; a new edition of the curriculum into any. Returns whether it is the demo. */
async function fill(url: string): Promise<boolean> {
	const db = await openDatabase(url);
	try {
		if (await isEmpty(db)) await fillEmpty(db);
		else await bringCurriculum(db);
		return await hasDemo(db);
	} finally {
		await db.close();
	}
}

async function fillEmpty(db: Db) {
	say('Loading the demo program (some seconds, the first time only) ...');
	const since = Date.now();
	const { loadDemo } = await import('./demo/load.ts');
	await loadDemo(db, await readFolder(curriculum));
	say(`Loaded in ${((Date.now() - since) / 1000).toFixed(1)} s.`);
}

/** Faults and edited text of a known version are told; what is there goes on. */
async function bringCurriculum(db: Db) {
	try {
		const { edition, faults } = await importEdition(db, system, await readFolder(curriculum));
		if (!edition)
			complain(`${curriculum} has ${faults.length} faults and was not imported: npm run groundwork -- check`);
	} catch (error) {
		if (!(error instanceof DomainError) || error.code !== 'edition.exists') throw error;
		complain(
			`${curriculum} has other text than edition ${error.params.version}: give it a new version in curriculum.yaml.`
		);
	}
}

function tellSignIns(origin: string) {
	const width = Math.max(...demoStaff.map(({ role }) => emailOf(role).length));
	const lines = [
		'Sign in as (the sign-in page has a button for each):',
		...demoStaff.map(({ role, name }) => `  ${emailOf(role).padEnd(width)}  ${name}`),
		`  Password: ${password}`,
		`  Authenticator key: ${totpSecret}`,
		'A participant:',
		`  Card: ${card.code}   PIN: ${card.pin}`,
		"Case management's key for the feed:",
		`  curl -H "Authorization: Bearer ${apiKey}" ${origin}/api/v1/milestones`,
		''
	];
	say(lines.join('\n'));
}

await start().catch(giveUp);
