/** What the server does on its own, beside answering: short pieces of work, none of which holds it up. */
import { and, asc, eq, gte, isNotNull, lt, max } from 'drizzle-orm';
import { now } from './clock.ts';
import type { Db } from './db/open.ts';
import { groups, limits, logins, programs, sessions, verifications } from './db/schema/index.ts';
import { settle } from './domain/milestones.ts';
import { lapseOffers } from './domain/offers.ts';
import { onFullBatch, writeReads } from './domain/reads.ts';
import { throwAwayDue } from './domain/retention.ts';
import { dayIn } from './domain/schedule.ts';
import { deliveries } from './feed/deliver.ts';
import { sweepOutbox } from './feed/webhooks.ts';
import { fillFeed } from './feed/filling.ts';
import { ago } from './identity/seen.ts';
import type { Id } from './ids.ts';
import type { Log } from './log.ts';
import { system } from './policy.ts';

export { logRead } from './domain/reads.ts';

export type Job = {
	name: string;
	/** Milliseconds from one run's end to the next one's start. */
	every: number;
	run(db: Db): Promise<unknown>;
	/** Cuts short what is under way, when the server stops. */
	end?(): Promise<void>;
};
export type JobState = { name: string; lastAt: string | null; failing: boolean };
export type Jobs = {
	state(): JobState[];
	/** Waits for what is under way, and writes what waits to be written. */
	stop(): Promise<void>;
};

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;

/** A fresh set: one of them remembers the day. */
export const usualJobs = (): Job[] => [
	{ name: 'reads', every: 5 * second, run: writeReads },
	{ name: 'standings', every: 10 * minute, run: settleOnNewDay() },
	{ name: 'offers', every: 10 * minute, run: lapseOffers },
	{ name: 'webhooks', every: second, ...deliveries() },
	{ name: 'feed', every: 10 * minute, run: fillFeed },
	{ name: 'tidy', every: 5 * minute, run: (db) => db.tidy() },
	{ name: 'sweep', every: 60 * minute, run: sweep }
];

export function startJobs(db: Db, log: Pick<Log, 'error'>, all = usualJobs()): Jobs {
	const repeated = all.map((job) => repeat(db, log, job));
	const reads = repeated.find(({ state }) => state().name === 'reads');
	let stopped: Promise<void> | undefined;
	onFullBatch(reads?.now);
	const stop = async () => {
		onFullBatch(undefined);
		await Promise.all(repeated.map((job) => job.stop()));
		await writeReads(db);
	};
	return {
		state: () => repeated.map(({ state }) => state()),
		stop: () => (stopped ??= stop())
	};
}

function repeat(db: Db, log: Pick<Log, 'error'>, { name, every, run, end }: Job) {
	let lastAt: string | null = null;
	let failing = false;
	let stopped = false;
	let timer: NodeJS.Timeout;
	let turn: Promise<void> = Promise.resolve();

	const work = async () => {
		if (stopped) return;
		try {
			await run(db);
			failing = false;
		} catch (err) {
			failing = true;
			log.error({ err, job: name }, 'job failed');
		}
		lastAt = now();
		wait(every);
	};
	const begin = () => void (turn = turn.then(work));
	const wait = (ms: number) => {
		clearTimeout(timer);
		// Never a reason to stay: the server stops when it is told to.
		if (!stopped) timer = setTimeout(begin, ms).unref();
	};
	wait(Math.min(every, 20 * second));
	return {
		now: begin,
		state: (): JobState => ({ name, lastAt, failing }),
		stop: () => {
			stopped = true;
			clearTimeout(timer);
			return Promise.all([end?.(), turn]).then(() => undefined);
		}
	};
}

/** Standings depend on the day: a make-up that was possible yesterday may be too late today. */
function settleOnNewDay() {
	let settled = '';
	return async (db: Db) => {
		const [program] = await db.read.select({ zone: programs.zone }).from(programs);
		const today = program ? dayIn(program.zone, now()) : '';
		if (today === settled) return;
		for (const groupId of await unsettledGroups(db)) await db.write((tx) => settle(tx, system, groupId));
		settled = today;
	};
}

/** How long after its last session a day can still change something for a group: no policy reaches that far. */
const aftermath = 120 * day;

async function unsettledGroups(db: Db): Promise<Id[]> {
	const rows = await db.read
		.select({ id: groups.id })
		.from(groups)
		.innerJoin(sessions, eq(sessions.groupId, groups.id))
		.groupBy(groups.id)
		.having(gte(max(sessions.startsAt), ago(aftermath)))
		.orderBy(asc(groups.id));
	return rows.map(({ id }) => id);
}

/** Webhooks that were taken are kept for questions afterwards; all else by its own time (retention). */
const kept = 30 * day;

/** Throws away what has run out: logins, challenges, counters, links. In small transactions, so that nobody waits. */
export async function sweep(db: Db): Promise<void> {
	const date = new Date();
	await db.write((tx) => tx.delete(logins).where(lt(logins.expiresAt, date)).returning({ id: logins.id }));
	await db.write((tx) =>
		tx.delete(verifications).where(lt(verifications.expiresAt, date)).returning({ id: verifications.id })
	);
	const over = and(isNotNull(limits.expire), lt(limits.expire, date.getTime()));
	await db.write((tx) => tx.delete(limits).where(over).returning({ key: limits.key }));
	await throwAwayDue(db);
	await sweepOutbox(db, ago(kept));
}
