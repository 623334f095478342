import { expect, test } from 'vitest';
import { events } from '#lib/server/db/schema/index.ts';
import {
	coachingDue,
	coachingNow,
	facilitatorOf,
	listFacilitators,
	ownCoaching
} from '#lib/server/domain/coaching.ts';
import { setGoal, settleGoal } from '#lib/server/domain/coaching-goals.ts';
import { recordCredential, takeBackCredential, untrainedIn } from '#lib/server/domain/credentials.ts';
import { organizationCounts } from '#lib/server/domain/counts.ts';
import { exportPeople, PeopleQuery } from '#lib/server/domain/reports.ts';
import { deliveredOf } from '#lib/server/domain/self-reports.ts';
import { worklistOf } from '#lib/server/domain/worklists.ts';
import { feedMilestones } from '#lib/server/feed/milestones.ts';
import { newId } from '#lib/server/ids.ts';
import { asked, observing, signed, type Observing } from '../support/observing.ts';
import { hold } from '../support/telling.ts';
import { at, world } from '../support/world.ts';

const trained = (change: object = {}) => ({
	...{ operationId: newId(), kind: 'curriculum' as const, trainedOn: '2026-01-10', expiresOn: null },
	...change
});
const goal = (change: object = {}) => ({
	...{ operationId: newId(), line: 'Wait longer after a question', day: '2026-04-01' },
	...change
});
const once = () => ({ operationId: newId() });
const stepOf = async ({ db, carl }: Observing, name = 'Fatima') =>
	(await listFacilitators(db.read, carl)).find((one) => one.name === name)?.step;

test('a coordinator sees their facilitators by name alone, whatever was observed of them', async () => {
	const cast = await observing();
	const { db, carl, henry } = cast;
	await signed(cast);
	const list = await listFacilitators(db.read, carl);
	expect(list.map(({ name }) => name)).toEqual(['Fatima', 'Nils', 'Rosa']);
	expect(JSON.stringify(list)).not.toMatch(/competence|level|Names each step/);
	expect((await listFacilitators(db.read, henry)).map(({ name }) => name)).toEqual(['Olga']);
});

test('the next step is the most pressing: training, refresher, observation, goal', async () => {
	const cast = await observing();
	const { db, carl, northside, fatima } = cast;
	expect(await stepOf(cast)).toBe('training');
	await recordCredential(db, carl, northside.id, fatima.id, trained({ expiresOn: '2026-03-20' }));
	expect(await stepOf(cast)).toBe('refresher');
	await recordCredential(db, carl, northside.id, fatima.id, trained({ expiresOn: '2028-01-10' }));
	expect(await stepOf(cast)).toBe('none');
	await setGoal(db, carl, northside.id, fatima.id, goal({ day: '2026-03-05' }));
	at('2026-03-07T20:00:00Z');
	expect(await stepOf(cast)).toBe('goal');
	await asked(cast);
	expect(await stepOf(cast)).toBe('observation');
});

test('an observation is due after 180 days, from the last or from when somebody began, unless one is asked for', async () => {
	const cast = await observing();
	const { db, carl, fatima, tuesdaySessions } = cast;
	await signed(cast);
	at('2026-08-30T20:00:00Z');
	expect((await coachingDue(db.read, carl)).observations).toEqual([]);
	at('2026-08-31T20:00:00Z');
	const due = (await coachingDue(db.read, carl)).observations;
	expect(due.map(({ name, lastObserved }) => [name, lastObserved])).toEqual([
		['Fatima', '2026-03-03'],
		['Nils', null],
		['Rosa', null]
	]);
	expect((await worklistOf(db.read, carl, 'en')).observations).toEqual(due);
	await asked(cast, { sessionId: tuesdaySessions[1].id });
	const left = (await coachingDue(db.read, carl)).observations;
	expect(left.some(({ id }) => id === fatima.id)).toBe(false);
});

test('a credential is told thirty days before its last, until there is one that holds longer', async () => {
	const cast = await world();
	const { db, carl, fatima, northside } = cast;
	const due = async () => (await worklistOf(db.read, carl, 'en')).credentials;
	await recordCredential(db, carl, northside.id, fatima.id, trained({ expiresOn: '2026-04-03' }));
	expect(await due()).toEqual([]);
	at('2026-03-04T20:00:00Z');
	expect(await due()).toMatchObject([{ name: 'Fatima', kind: 'curriculum', standing: 'expiring' }]);
	at('2026-04-04T20:00:00Z');
	expect(await due()).toMatchObject([{ standing: 'expired', expiresOn: '2026-04-03' }]);
	await recordCredential(db, carl, northside.id, fatima.id, trained({ expiresOn: '2028-04-03' }));
	expect(await due()).toEqual([]);
});

test('a training noted in error is taken back once; one that is yet to come is refused', async () => {
	const { db, carl, fatima, northside } = await world();
	const credential = trained();
	await recordCredential(db, carl, northside.id, fatima.id, credential);
	await recordCredential(db, carl, northside.id, fatima.id, credential);
	expect([...(await untrainedIn(db.read, carl, northside.id))]).not.toContain(fatima.id);
	const credentialId = credential.operationId;
	await takeBackCredential(db, carl, northside.id, fatima.id, { ...once(), credentialId });
	expect([...(await untrainedIn(db.read, carl, northside.id))]).toContain(fatima.id);
	const twice = takeBackCredential(db, carl, northside.id, fatima.id, { ...once(), credentialId });
	await expect(twice).rejects.toMatchObject({ code: 'credential.taken-back' });
	const early = recordCredential(db, carl, northside.id, fatima.id, trained({ trainedOn: '2026-03-04' }));
	await expect(early).rejects.toMatchObject({ fields: { trainedOn: { code: 'future' } } });
});

test('a goal is seen and settled by both; of two at once the second is told', async () => {
	const { db, carl, fatima, northside } = await world();
	const set = goal();
	await setGoal(db, carl, northside.id, fatima.id, set);
	expect(await coachingNow(db.read, fatima)).toMatchObject({ goals: [{ line: set.line }], unread: [] });
	const [shown] = (await ownCoaching(db.read, fatima)).goals;
	const reached = { ...once(), goalId: shown.goalId, state: 'reached' as const, seen: shown.id };
	await settleGoal(db, fatima, reached);
	await settleGoal(db, fatima, reached);
	expect((await facilitatorOf(db.read, carl, fatima.id)).goals).toMatchObject([{ state: 'reached' }]);
	const late = settleGoal(db, carl, { ...reached, ...once(), state: 'dropped' });
	await expect(late).rejects.toMatchObject({ code: 'goal.changed' });
	expect(await coachingNow(db.read, fatima)).toBeNull();
	const past = setGoal(db, carl, northside.id, fatima.id, goal({ day: '2026-03-02' }));
	await expect(past).rejects.toMatchObject({ fields: { day: { code: 'past' } } });
});

test('colleagues, leads, program staff and other organizations neither read nor write any of it', async () => {
	const cast = await observing();
	const { db, carl, northside, fatima, rosa, wanda, henry, olga, lee, priya, ada } = cast;
	await setGoal(db, carl, northside.id, fatima.id, goal());
	const [{ goalId, id: seen }] = (await ownCoaching(db.read, fatima)).goals;
	for (const other of [rosa, wanda, henry, olga, lee, priya, ada, fatima]) {
		const isOther = other !== fatima;
		await expect(setGoal(db, other, northside.id, fatima.id, goal())).rejects.toMatchObject({ status: 403 });
		const recorded = recordCredential(db, other, northside.id, fatima.id, trained());
		await expect(recorded).rejects.toMatchObject({ status: 403 });
		await expect(facilitatorOf(db.read, other, fatima.id)).rejects.toMatchObject({
			status: other === henry ? 404 : 403
		});
		if (!isOther) continue;
		const settled = settleGoal(db, other, { ...once(), goalId, state: 'dropped', seen });
		await expect(settled).rejects.toMatchObject({ status: 404 });
		const { observations, credentials } = await coachingDue(db.read, other);
		expect([...observations, ...credentials].some(({ name }) => name === 'Fatima')).toBe(false);
	}
	for (const other of [rosa, olga]) expect((await ownCoaching(db.read, other)).goals).toEqual([]);
});

test('the lines of strengths and goals are in no log, feed, export, count or session', async () => {
	const cast = await observing();
	const { db, carl, fatima, key, andre, northside, tuesdaySession } = cast;
	await cast.consent(andre);
	await hold(db, fatima, tuesdaySession, [andre]);
	await signed(cast, { strengths: 'Canary strengths', goal: 'Canary goal' });
	await setGoal(db, carl, northside.id, fatima.id, goal({ line: 'Canary line' }));
	const log = await db.read.select().from(events).orderBy(events.position);
	const told = [
		log,
		await feedMilestones(db, key, { after: '0', limit: 100 }),
		await exportPeople(db, carl, PeopleQuery.parse({})),
		await organizationCounts(db.read, carl),
		await worklistOf(db.read, carl, 'en'),
		await worklistOf(db.read, fatima, 'en'),
		await deliveredOf(db.read, fatima, tuesdaySession, 'en'),
		await coachingNow(db.read, cast.rosa)
	];
	expect(JSON.stringify(told)).not.toMatch(/canary/i);
	expect(JSON.stringify(await ownCoaching(db.read, fatima))).toMatch(/Canary goal.*Canary line|Canary line/);
	expect(log.filter(({ kind }) => kind === 'goal.set')).toHaveLength(2);
});
