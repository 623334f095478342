import { defineConfig } from 'vitest/config';

const pure = ['tests/curriculum/**/*.test.ts', 'tests/*.test.ts'];
const stored = ['tests/domain/**/*.test.ts', 'tests/feed/**/*.test.ts', 'tests/identity/**/*.test.ts', 'tests/db/**/*.test.ts'];

export default defineConfig({
	test: {
		maxWorkers: 2,
		projects: [
			{ test: { name: 'pure', include: pure } },
			{ test: { name: 'sqlite', include: stored, env: { DATABASE_URL: 'file:test' } } },
			{
				test: {
					name: 'postgres',
					include: stored,
					env: { DATABASE_URL: 'postgres://test' },
					globalSetup: ['tests/support/postgres.ts']
				}
			}
		]
	}
});
