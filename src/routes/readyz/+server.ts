import { migrationState, schemaFault } from '#lib/server/db/migrate.ts';

/** Requests can be served in full: the database takes writes, its schema is ours, the jobs run. */
export async function GET({ locals: { db, config, jobs, log } }) {
	const checks = {
		database: await holds(() => db.writable()),
		migrations: await holds(async () => !schemaFault(await migrationState(config.databaseUrl))),
		jobs: jobs.state().every((job) => !job.failing)
	};
	const ready = Object.values(checks).every(Boolean);
	if (!ready) log.warn(checks, 'not ready');
	return Response.json(checks, { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}

const holds = (check: () => Promise<boolean>) => check().catch(() => false);
