/** `npm test`: everything, one step after the other, and at the end one line with what passed and failed. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, resolve } from 'node:path';

type Count = { passed: number; failed: number };
type Step = {
	name: string;
	command: string;
	env?: Record<string, string>;
	/** Where the step leaves its own count; without one it counts as one test. */
	report?: { file: string; count(json: never): Count };
};

const results = 'test-results';
const unit = `${results}/vitest.json`;
const built = `${results}/built.json`;
const browser = `${results}/playwright.json`;

const steps: Step[] = [
	{ name: 'format', command: 'prettier --check --log-level=warn .' },
	// Also compiles the messages, which the steps after it read.
	{ name: 'types', command: 'npm run --silent check' },
	{ name: 'lint', command: 'eslint .' },
	{ name: 'curriculum', command: 'node src/cli.ts check' },
	{
		name: 'unit',
		command: `vitest run --project pure --project sqlite --project postgres ${reporters(unit)}`,
		report: { file: unit, count: countVitest }
	},
	{ name: 'build', command: 'node src/setup.js --build' },
	{
		name: 'built',
		command: `vitest run --project built ${reporters(built)}`,
		report: { file: built, count: countVitest }
	},
	{
		name: 'browser',
		command: 'playwright test --reporter=list,json',
		env: { PLAYWRIGHT_JSON_OUTPUT_NAME: browser },
		report: { file: browser, count: countPlaywright }
	}
];

function reporters(file: string): string {
	return `--reporter=default --reporter=json --outputFile.json=${file}`;
}

function countVitest(json: { numPassedTests: number; numFailedTests: number }): Count {
	return { passed: json.numPassedTests, failed: json.numFailedTests };
}

function countPlaywright({
	stats
}: {
	stats: { expected: number; flaky: number; unexpected: number };
}): Count {
	return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
}

/** Databases that last for a test live in memory where the machine has it: each durable write would wait for the disk. */
const scratch = roomIn('/dev/shm') ? '/dev/shm' : tmpdir();

function roomIn(folder: string): boolean {
	try {
		accessSync(folder, constants.W_OK);
		const { bavail, bsize } = statfsSync(folder);
		return bavail * bsize > 2 ** 31;
	} catch {
		return false;
	}
}

const path = [resolve('node_modules/.bin'), process.env.PATH].join(delimiter);

function perform({ name, command, env, report }: Step): Count {
	if (report) rmSync(report.file, { force: true });
	console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 70 - name.length))}`);
	const since = Date.now();
	const { status } = spawnSync(command, {
		shell: true,
		stdio: 'inherit',
		env: { ...process.env, PATH: path, TMPDIR: scratch, ...env }
	});
	const count = report ? counted(report) : { passed: status === 0 ? 1 : 0, failed: 0 };
	// A crash must not pass for "nothing failed", nor a run without a single test for one that passed.
	if (count.failed === 0 && (status !== 0 || count.passed === 0)) count.failed = 1;
	console.log(
		`${name}: ${count.passed} passed, ${count.failed} failed, ${((Date.now() - since) / 1000).toFixed(1)} s`
	);
	return count;
}

function counted({ file, count }: NonNullable<Step['report']>): Count {
	if (!existsSync(file)) return { passed: 0, failed: 0 };
	return count(JSON.parse(readFileSync(file, 'utf8')) as never);
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
	console.error(`No step ${unknown.join(', ')}. There are: ${steps.map(({ name }) => name).join(', ')}`);
	process.exit(2);
}
mkdirSync(results, { recursive: true });
const counts = steps.filter(({ name }) => asked.length === 0 || asked.includes(name)).map(perform);
const total = (of: keyof Count) => counts.reduce((sum, count) => sum + count[of], 0);
console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
process.exitCode = total('failed') > 0 ? 1 : 0;
