import { defineConfig } from 'drizzle-kit';

const dialect = process.env.DATABASE_URL?.startsWith('postgres') ? 'postgresql' : 'sqlite';

export default defineConfig({
	dialect,
	casing: 'snake_case',
	schema: './src/lib/server/db/schema/index.ts',
	out: `./src/lib/server/db/migrations/${dialect === 'sqlite' ? 'sqlite' : 'postgres'}`
});
