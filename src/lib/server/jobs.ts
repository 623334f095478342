/** What the server does on its own, now and then. */
import { and, isNotNull, lt, or } from 'drizzle-orm';
import type { Db } from './db/open.ts';
import { cardLogins, limits, logins, verifications } from './db/schema/index.ts';
import { ago } from './identity/seen.ts';
import type { Log } from './log.ts';

const hour = 3_600_000;
/** Ended participants' logins are kept for questions afterwards. */
const keptLogins = 30 * 24 * hour;

export type Jobs = { running(): boolean; stop(): Promise<void> };

/** Starts them; the first round is at once. */
export function startJobs(db: Db, log: Log): Jobs {
	let stopped = false;
	let round: Promise<unknown> = Promise.resolve();
	const run = () => {
		round = sweep(db).catch((err: unknown) => log.error({ err, job: 'sweep' }, 'job failed'));
	};
	const timer = setInterval(run, hour);
	timer.unref();
	run();
	return {
		running: () => !stopped,
		async stop() {
			stopped = true;
			clearInterval(timer);
			await round;
		}
	};
}

/** Throws away what has run out: logins, challenges, counters. In small transactions, so that nobody waits. */
export async function sweep(db: Db): Promise<void> {
	const date = new Date();
	await db.write((tx) => tx.delete(logins).where(lt(logins.expiresAt, date)).returning({ id: logins.id }));
	await db.write((tx) =>
		tx.delete(verifications).where(lt(verifications.expiresAt, date)).returning({ id: verifications.id })
	);
	const over = and(isNotNull(limits.expire), lt(limits.expire, date.getTime()));
	await db.write((tx) => tx.delete(limits).where(over).returning({ key: limits.key }));
	const old = or(lt(cardLogins.endedAt, ago(keptLogins)), lt(cardLogins.createdAt, ago(keptLogins)));
	await db.write((tx) => tx.delete(cardLogins).where(old).returning({ id: cardLogins.id }));
}
