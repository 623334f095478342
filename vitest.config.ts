import { defineConfig } from 'vitest/config';

const pure = ['tests/curriculum/**/*.test.ts', 'tests/*.test.ts'];
const stored = [
	'tests/domain/**/*.test.ts',
	'tests/feed/**/*.test.ts',
	'tests/identity/**/*.test.ts',
	'tests/db/**/*.test.ts'
];

/** Not about the database: once is enough. */
const printed = ['tests/print/**/*.test.ts'];

/** Nothing is timed here: this only ends what hangs. */
const patience = { testTimeout: 120_000, hookTimeout: 120_000 };

/** Files share a process. */
const together = { isolate: false, setupFiles: ['tests/support/between.ts'] };

export default defineConfig({
	test: {
		maxWorkers: 2,
		projects: [
			{ test: { name: 'pure', include: pure, ...patience } },
			// Against the production build: made before (tests/run.ts), on SQLite.
			{
				test: {
					name: 'built',
					include: ['tests/routes/**/*.test.ts'],
					env: { DATABASE_URL: 'file:test' },
					...patience
				}
			},
			{
				test: {
					name: 'sqlite',
					include: [...stored, ...printed],
					...together,
					env: { DATABASE_URL: 'file:test' },
					...patience
				}
			},
			{
				test: {
					name: 'postgres',
					include: stored,
					...together,
					...patience,
					env: { DATABASE_URL: 'postgres://test' },
					globalSetup: ['tests/support/postgres.ts']
				}
			}
		]
	}
});
