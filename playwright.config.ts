import { defineConfig } from '@playwright/test';
import { findBrowser } from './src/setup/tests.js';

// Set once here and inherited by the workers, which read this file again.
process.env.CHROMIUM_PATH ??= findBrowser() ?? '';
process.env.E2E_PORT ??= String(20_000 + (process.pid % 20_000));
const origin = `http://localhost:${process.env.E2E_PORT}`;

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
	use: {
		baseURL: origin,
		launchOptions: {
			executablePath: process.env.CHROMIUM_PATH || undefined,
			args: ['--no-sandbox', ...quiet]
		},
		screenshot: 'only-on-failure'
	},
	projects: [
		{ name: 'javascript', use: { javaScriptEnabled: true } },
		// What needs JavaScript by its nature says so in its name.
		{ name: 'plain', use: { javaScriptEnabled: false }, grepInvert: /@javascript/ }
	],
	webServer: {
		command: 'node tests/e2e/server.ts',
		url: `${origin}/healthz`,
		env: { PORT: process.env.E2E_PORT, ORIGIN: origin },
		timeout: 120_000,
		stdout: 'ignore',
		gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 }
	}
});
