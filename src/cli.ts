/** `npm run groundwork -- <command>`: what a deployment is looked after with. Runs on plain Node. */
import { parseArgs } from 'node:util';
import { complain, Refusal, say, type Command } from './commands/command.ts';
import { DomainError } from '#lib/server/errors.ts';

/** Loaded when asked for: a check of the curriculum need not wait for the libraries of sign-in. */
const commands: Record<string, () => Promise<Command>> = {
	admin: async () => (await import('./commands/admin.ts')).admin,
	check: async () => (await import('./commands/curriculum.ts')).check,
	import: async () => (await import('./commands/curriculum.ts')).importFolder,
	export: async () => (await import('./commands/curriculum.ts')).exportFolder,
	migrate: async () => (await import('./commands/database.ts')).migrateDatabase,
	backup: async () => (await import('./commands/database.ts')).backupDatabase,
	restore: async () => (await import('./commands/database.ts')).restoreDatabase,
	verify: async () => (await import('./commands/log.ts')).verify,
	recompute: async () => (await import('./commands/log.ts')).recompute,
	'rotate-secret': async () => (await import('./commands/secrets.ts')).rotate,
	doctor: async () => (await import('./commands/doctor.ts')).doctor
};

async function usage(): Promise<string> {
	const lines = Object.entries(commands).map(async ([name, load]) => {
		const { usage, about } = await load();
		return `  ${`${name} ${usage}`.trim()}\n      ${about}`;
	});
	const database = 'The database is DATABASE_URL (file:data/groundwork.db by default).';
	return ['npm run groundwork -- <command>', '', ...(await Promise.all(lines)), '', database].join('\n');
}

async function main([name, ...rest]: string[]): Promise<number> {
	if (name === undefined || name === 'help' || name === '--help') {
		say(await usage());
		return 0;
	}
	if (!Object.hasOwn(commands, name)) return misused(`There is no command ${name}.`, `\n${await usage()}`);
	const command = await commands[name]();
	const given = read(command, rest);
	if (typeof given !== 'string') return command.run(given);
	return misused(`${name}: ${given}`, `Usage: npm run groundwork -- ${name} ${command.usage}`);
}

/** The options and arguments, or what is wrong with them. */
function read({ options = {}, arguments: [least, most] = [0, 0] }: Command, args: string[]) {
	try {
		const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
		if (positionals.length < least) return 'something is missing.';
		if (positionals.length > most) return `what is ${positionals[most]}?`;
		return { options: values as Record<string, string | boolean | undefined>, arguments: positionals };
	} catch (error) {
		return (error as Error).message;
	}
}

function misused(problem: string, how: string): number {
	complain(problem);
	complain(how);
	return 2;
}

/** What went wrong on purpose is one line; anything else is ours and keeps its trace. */
function told(error: unknown): number {
	if (error instanceof Refusal) complain(error.message);
	else if (error instanceof DomainError)
		complain(`Refused: ${error.code} ${JSON.stringify({ ...error.params, ...error.fields })}`);
	else throw error;
	return 1;
}

process.exitCode = await main(process.argv.slice(2)).catch(told);
