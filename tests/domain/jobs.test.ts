import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Db } from '#lib/server/db/open.ts';
import { events, limits, standings } from '#lib/server/db/schema/index.ts';
import { verifyEvents } from '#lib/server/domain/events.ts';
import { batchSize, logRead, writeReads } from '#lib/server/domain/reads.ts';
import { startJobs, usualJobs, type Job } from '#lib/server/jobs.ts';
import { at, present, world } from '../support/world.ts';
import { mark } from '#lib/server/domain/attendance.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { newId } from '#lib/server/ids.ts';
import { activities } from '../support/curriculum.ts';

const quiet = { error: () => undefined };

test('reads are written in batches: the same one once, the rest at the stop', async () => {
	const { db, carl, fatima, northside, andre } = await world();
	const jobs = startJobs(db, quiet);
	const read = {
		organizationId: northside.id,
		subject: `participant:${andre.participantId}`,
		kind: 'people.read'
	};
	logRead(carl, read);
	logRead(carl, read);
	logRead(fatima, read);
	const written = () =>
		db.read.select().from(events).where(eq(events.kind, 'people.read')).orderBy(events.position);
	expect(await written()).toEqual([]);
	await jobs.stop();
	expect((await written()).map(({ actor, subject }) => [actor, subject])).toEqual([
		[`staff:${carl.id}`, read.subject],
		[`staff:${fatima.id}`, read.subject]
	]);
	expect((await verifyEvents(db)).faults).toEqual([]);
});

test('a full batch is written at once', async () => {
	const { db, carl, northside } = await world();
	const jobs = startJobs(db, quiet);
	for (let i = 0; i < batchSize; i++) {
		logRead(carl, { organizationId: northside.id, subject: `participant:${i}`, kind: 'roll.read' });
	}
	await vi.waitFor(async () =>
		expect(await db.read.$count(events, eq(events.kind, 'roll.read'))).toBe(batchSize)
	);
	await jobs.stop();
});

test('reads that could not be written wait for the next time', async () => {
	const { db, carl } = await world();
	logRead(carl, { organizationId: null, subject: 'participant:1', kind: 'people.read' });
	const broken = { ...db, write: () => Promise.reject(new Error('disk full')) };
	await expect(writeReads(broken)).rejects.toThrow('disk full');
	expect(await writeReads(db)).toBe(1);
});

test('when the day is over, standings follow: what could be made up no longer can', async () => {
	const { db, fatima, tuesdaySession, andre } = await world({ last: 'application', completion: everyLesson });
	await mark(db, fatima, tuesdaySession, present(andre.id, { status: 'absent-unexcused' }));
	for (const activity of Object.keys(activities)) {
		const done = {
			operationId: newId(),
			lessonId: 'lesson-one',
			activity,
			state: 'done' as const,
			minutes: null,
			reason: null,
			replaces: []
		};
		await recordDelivery(db, fatima, tuesdaySession, done);
	}
	await endSession(db, fatima, tuesdaySession, { operationId: newId() });
	const outlook = async () =>
		(await db.read.select().from(standings).where(eq(standings.enrollmentId, andre.id)))[0].outlook;
	expect(await outlook()).toBe('at-risk');

	const { run } = usualJobs().find(({ name }) => name === 'standings')!;
	await run(db);
	expect(await outlook()).toBe('at-risk');
	at('2026-04-20T19:00:00.000Z');
	await run(db);
	expect(await outlook()).toBe('out-of-reach');
});

test('what sign-in leaves behind is swept away once it is over', async () => {
	const { db } = await world();
	const soon = Date.now() + 1000;
	const rows = [
		{ key: 'over', points: 1, expire: 1 },
		{ key: 'counting', points: 1, expire: soon }
	];
	await db.write((tx) => tx.insert(limits).values(rows).returning());
	await usualJobs()
		.find(({ name }) => name === 'sweep')!
		.run(db);
	expect((await db.read.select().from(limits)).map(({ key }) => key)).toEqual(['counting']);
});

test('a job that fails says so and is tried again; none begins after the stop', async () => {
	vi.useFakeTimers({ now: new Date() });
	onTestFinished(() => void vi.useRealTimers());
	const said: unknown[] = [];
	let runs = 0;
	const shaky: Job = {
		name: 'shaky',
		every: 1000,
		run: async () => {
			runs += 1;
			if (runs === 1) throw new Error('not now');
		}
	};
	const noDatabase = {} as Db;
	const jobs = startJobs(noDatabase, { error: (line: unknown) => void said.push(line) }, [shaky]);
	await vi.advanceTimersByTimeAsync(1000);
	expect(jobs.state()).toMatchObject([{ name: 'shaky', failing: true }]);
	expect(said).toMatchObject([{ job: 'shaky', err: { message: 'not now' } }]);
	await vi.advanceTimersByTimeAsync(1000);
	expect(jobs.state()).toMatchObject([{ name: 'shaky', failing: false, lastAt: expect.any(String) }]);
	await jobs.stop();
	await vi.advanceTimersByTimeAsync(10_000);
	expect(runs).toBe(2);
});

const everyLesson = `  coreLessons: 6
  essential: []
  applications: all
  practice: {entries: 0, skills: 0}
  skillsShown: 0
  plan: null`;
