import { defineConfig } from '@playwright/test';
import { findBrowser } from './src/setup/tests.js';

// Set once here and inherited by the workers, which read this file again.
process.env.CHROMIUM_PATH ??= findBrowser() ?? '';
process.env.E2E_PORT ??= String(20_000 + (process.pid % 20_000));
const port = Number(process.env.E2E_PORT);
/** A server and a database of its own for each project, so that their tests do not meet. */
const origins = { javascript: `http://localhost:${port}`, plain: `http://localhost:${port + 1}` };

const quiet = [
	'--disable-gpu',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

export default defineConfig({
	testDir: 'tests/e2e',
	testMatch: '**/*.spec.ts',
	outputDir: 'test-results/playwright',
	workers: 2,
	forbidOnly: true,
	reporter: 'list',
	// Nothing is timed here: this only ends what hangs.
	timeout: 120_000,
	expect: { timeout: 20_000 },
	use: {
		launchOptions: {
			executablePath: process.env.CHROMIUM_PATH || undefined,
			args: ['--no-sandbox', ...quiet]
		},
		// As the organizations of the demo have it.
		timezoneId: 'America/Los_Angeles',
		screenshot: 'only-on-failure'
	},
	projects: [
		{ name: 'javascript', use: { baseURL: origins.javascript, javaScriptEnabled: true } },
		// What needs JavaScript by its nature says so in its name.
		{
			name: 'plain',
			use: { baseURL: origins.plain, javaScriptEnabled: false },
			grepInvert: /@javascript/
		}
	],
	webServer: Object.values(origins).map((origin) => ({
		command: 'node tests/e2e/server.ts',
		url: `${origin}/healthz`,
		env: { PORT: new URL(origin).port, ORIGIN: origin },
		timeout: 120_000,
		stdout: 'ignore' as const,
		gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 10_000 }
	}))
});
