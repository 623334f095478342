/** `npm start`: Groundwork on this machine, to try it out. Sets everything up the first time, and keeps it. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { databaseUrl, isPostgresUrl, say } from './commands/command.ts';
import { apiKey, card, demoStaff, emailOf, password, totpSecret } from './demo/sign-ins.ts';
import { giveUp, launch, refuseUnable } from './launch.ts';
import { readConfig } from '#lib/server/config.ts';

/** The demo signs anybody in: it is for this machine alone. */
const host = '127.0.0.1';

async function start() {
	const url = databaseUrl();
	const folder = isPostgresUrl(url) ? 'data' : dirname(url.replace(/^file:/, ''));
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	process.env.GROUNDWORK_SECRET ||= keptSecret(`${folder}/secret`);
	const { port, origin } = readConfig({ ...process.env, HOST: host });
	await refuseUnable(host, port);

	const isDemo = prepare();
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

/** Returns whether the program is the demo. What went wrong has been said by then. */
function prepare(): boolean {
	const { status } = spawnSync(process.execPath, ['src/demo/prepare.ts'], { stdio: 'inherit' });
	if (status === 0 || status === 3) return status === 0;
	process.exit(status ?? 130);
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
