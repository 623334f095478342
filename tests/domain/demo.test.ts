import { asc } from 'drizzle-orm';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { beganBefore } from '../../src/demo/groups.ts';
import { loadDemo } from '../../src/demo/load.ts';
import { apiKey, card, emailOf, password } from '../../src/demo/sign-ins.ts';
import { events, marks, sessions } from '#lib/server/db/schema/index.ts';
import type { Db } from '#lib/server/db/open.ts';
import { rollOf } from '#lib/server/domain/rolls.ts';
import { coachingNow } from '#lib/server/domain/coaching.ts';
import { listHandoffs } from '#lib/server/domain/handoff-lists.ts';
import { listBatches } from '#lib/server/domain/incentive-batches.ts';
import { ownFigures } from '#lib/server/domain/incentive-budgets.ts';
import { countIncentives } from '#lib/server/domain/incentive-lists.ts';
import { listObservations } from '#lib/server/domain/observations.ts';
import { verifyEvents } from '#lib/server/domain/events.ts';
import { openMakeUps } from '#lib/server/domain/arrangements.ts';
import { recompute } from '#lib/server/domain/milestones.ts';
import { placementOf } from '#lib/server/domain/places.ts';
import { listPeople, PeopleQuery } from '#lib/server/domain/reports.ts';
import { agendaOf } from '#lib/server/domain/sessions.ts';
import { worklistOf } from '#lib/server/domain/worklists.ts';
import { feedMilestones } from '#lib/server/feed/milestones.ts';
import { signInWithCard } from '#lib/server/identity/card-sign-in.ts';
import { identifyKey } from '#lib/server/identity/keys.ts';
import { createStaffAuth, signInDemo, signInStaff, staffBy } from '#lib/server/identity/staff.ts';
import { system, type Key } from '#lib/server/policy.ts';
import { smallCurriculum } from '../support/curriculum.ts';
import { freshDatabase } from '../support/database.ts';
import { pinClock } from '../support/world.ts';

const secret = 'a secret of the tests, long enough for them';
const size = { groups: 6, organizations: 2 };
const tuesday = '2026-03-04T02:13:00.000Z';

async function loaded(now: string): Promise<Db> {
	process.env.GROUNDWORK_SECRET = secret;
	const { db } = await freshDatabase();
	await loadDemo(db, smallCurriculum(), { size, now: new Date(now) });
	return db;
}

let db: Db;
beforeAll(async () => {
	db = await loaded(tuesday);
}, 60_000);
beforeEach(() => pinClock(tuesday));

const renata = async (db: Db) =>
	(await staffBy(db.read, await signInDemo(db, emailOf('facilitator'))))!.actor;

/** The one session on which everything waits: of the demo's facilitator, under way, not yet touched. */
async function underWay(db: Db) {
	const actor = await renata(db);
	const { today } = await agendaOf(db.read, actor);
	const live = today.find(
		(session) => session.endedAt === null && session.startsAt < new Date().toISOString()
	);
	return { live: live!, roll: await rollOf(db.read, actor, live!.id) };
}

test('requests wait for the case manager, one of them for too long; others are over', async () => {
	const login = await signInDemo(db, emailOf('case-manager'));
	const caseManager = (await staffBy(db.read, login))!.actor;
	const { rows, counts } = await listHandoffs(db.read, caseManager, 'open');
	expect(rows.some(({ age }) => age === 'overdue')).toBe(true);
	expect(rows.filter(({ isMine }) => isMine)).toHaveLength(counts.mine);
	expect(counts.mine).toBeGreaterThan(0);
	expect(counts.over).toBeGreaterThan(3);
});

test('incentives are on their way: most are signed for, the last batch is half issued, and there is a budget', async () => {
	const coordinator = (await staffBy(db.read, await signInDemo(db, emailOf('coordinator'))))!.actor;
	const counts = await countIncentives(db.read, coordinator);
	expect(counts.issue).toBeGreaterThan(0);
	expect(counts.receipts).toBeGreaterThan(0);
	const [last, ...paid] = await listBatches(db.read, coordinator);
	expect(last.issued).toBeLessThan(last.count);
	expect(paid.every(({ issued, count }) => issued === count)).toBe(true);
	const [figures] = await ownFigures(db.read, coordinator);
	expect(figures.budget).toMatchObject({ firstDay: '2026-01-01', lastDay: '2026-12-31' });
	expect(figures.spent).toBeGreaterThan(0);
});

test('somebody takes a break, somebody has moved to the next group with what they had, and one group is full', async () => {
	const coordinator = (await staffBy(db.read, await signInDemo(db, emailOf('coordinator'))))!.actor;
	const people = await listPeople(db.read, coordinator, PeopleQuery.parse({ state: 'all' }));
	expect(people.filter(({ state }) => state === 'paused')).toHaveLength(1);
	const moved = people.find(
		({ exitedAt, exitReason, participantId }) =>
			exitedAt &&
			exitReason === 'transferred' &&
			people.some((one) => one.participantId === participantId && !one.exitedAt)
	)!;
	const there = people.find((one) => one.participantId === moved.participantId && !one.exitedAt)!;
	expect(there.lessonsDone).toBe(moved.lessonsDone);
	const { live } = await underWay(db);
	const { obstacles } = await placementOf(db.read, live.groupId, { participantId: null });
	expect(obstacles).toContain('full');
});

test('one observation waits to be read, one is ahead, and a training is about to expire', async () => {
	const facilitator = await renata(db);
	expect(await coachingNow(db.read, facilitator)).toMatchObject({ unread: [{}], goals: [{}, {}] });
	const observer = (await staffBy(db.read, await signInDemo(db, emailOf('observer'))))!.actor;
	const states = (await listObservations(db.read, observer)).map(({ state }) => state);
	expect(states.sort()).toEqual(['acknowledged', 'asked', 'signed']);
	const coordinator = (await staffBy(db.read, await signInDemo(db, emailOf('coordinator'))))!.actor;
	const { credentials, observations } = await worklistOf(db.read, coordinator, 'en');
	expect(credentials).toMatchObject([{ kind: 'curriculum', standing: 'expiring' }]);
	expect(observations.length).toBeGreaterThan(0);
});

test('the demo holds what its verbs said: nothing to recompute, no fault in the log, and time only goes on', async () => {
	expect(await recompute(db, system)).toEqual({ groups: size.groups, changed: 0 });
	expect((await verifyEvents(db)).faults).toEqual([]);
	const log = await db.read
		.select({ at: events.at, actor: events.actor })
		.from(events)
		.orderBy(asc(events.position));
	expect(log.map((event) => event.at)).toEqual(log.map((event) => event.at).sort());
	expect(new Set(log.map((event) => event.actor.split(':')[0]))).toEqual(
		new Set(['system', 'staff', 'participant', 'key'])
	);
});

test('a session of the demo facilitator began some minutes ago, with twelve people about whom nothing is said', async () => {
	const { live, roll } = await underWay(db);
	expect(live.time).toBe('18:00');
	expect(roll).toHaveLength(12);
	expect(new Set(roll.map((entry) => entry.status))).toEqual(new Set(['unmarked']));

	const { unfinished, upcoming } = await agendaOf(db.read, await renata(db));
	expect(unfinished).toHaveLength(1);
	expect(upcoming.length).toBeGreaterThan(1);
});

test('corrections with a reason and a mark that wants review are in it', async () => {
	const said = await db.read.select().from(marks).orderBy(asc(marks.id));
	expect(said.some((mark) => mark.correction !== null && mark.replaces.length === 1)).toBe(true);
	const actor = await renata(db);
	const ended = await db.read.select().from(sessions).orderBy(asc(sessions.startsAt));
	const rolls = [];
	for (const session of ended) rolls.push(...(await rollOf(db.read, actor, session.id).catch(() => [])));
	expect(rolls.some((entry) => entry.review.length === 2)).toBe(true);
});

test('a question about attendance and a make-up wait for the demo facilitator’s group', async () => {
	const actor = await renata(db);
	expect((await worklistOf(db.read, actor, 'en')).disputes).toMatchObject([{ claim: 'was-there' }]);
	expect(await openMakeUps(db.read, actor, 'en')).toMatchObject([{ state: 'proposed', way: 'one-to-one' }]);
});

test('its sign-ins work: password, card with PIN, and a key that reads milestones', async () => {
	const auth = createStaffAuth(db, { origin: 'http://localhost', secure: false, secret });
	for (const role of ['facilitator', 'coordinator', 'program', 'lead', 'administrator'] as const) {
		const signedIn = await signInStaff(auth, { email: emailOf(role), password }, { address: '127.0.0.1' });
		expect(signedIn.next).toBe('code');
	}
	expect((await signInWithCard(db, card, { address: '127.0.0.1' })).next).toBe('signed-in');
	const key = (await identifyKey(db.read, `Bearer ${apiKey}`)) as Key;
	expect((await feedMilestones(db, key, { after: '0', limit: 500 })).milestones.length).toBeGreaterThan(20);
});

test('on a holiday there still is a session under way today', async () => {
	pinClock('2026-11-26T20:04:00.000Z');
	const holiday = await loaded('2026-11-26T20:04:00.000Z');
	expect((await underWay(holiday)).live).toMatchObject({ date: '2026-11-26', time: '11:50' });
	expect((await recompute(holiday, system)).changed).toBe(0);
});

test('the session under way began on a round time, and today', () => {
	const began = (now: string) => beganBefore(new Date(now));
	expect(began('2026-03-04T02:13:00.000Z')).toEqual({ date: '2026-03-03', time: '18:00' });
	expect(began('2026-03-04T02:19:59.000Z')).toEqual({ date: '2026-03-03', time: '18:05' });
	expect(began('2026-03-04T08:03:00.000Z')).toEqual({ date: '2026-03-04', time: '00:00' });
});
