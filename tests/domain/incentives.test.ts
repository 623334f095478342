import { describe, expect, test } from 'vitest';
import {
	approveIncentive,
	approveIncentives,
	decideIncentive,
	Decision
} from '#lib/server/domain/approvals.ts';
import { mark } from '#lib/server/domain/attendance.ts';
import { historyOf } from '#lib/server/domain/events.ts';
import {
	countIncentives,
	incentiveOf,
	incentivesOf,
	listIncentives,
	ownIncentives
} from '#lib/server/domain/incentive-lists.ts';
import { recompute } from '#lib/server/domain/milestones.ts';
import { issueIncentive, recordReceipt, signReceipt } from '#lib/server/domain/payouts.ts';
import { recordPractice } from '#lib/server/domain/practices.ts';
import { incentives, incentiveSteps } from '#lib/server/db/schema/index.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { lessonIds } from '../support/curriculum.ts';
import {
	approve,
	incentiveFor,
	issue,
	payingWorld,
	standingsOf,
	type PayingWorld
} from '../support/paying.ts';
import { hold, note, onRoll } from '../support/telling.ts';
import { addStaff, present } from '../support/world.ts';

/** Fatima held the first session, and Andre was there. */
async function earnedWorld() {
	const cast = await payingWorld();
	const { db, fatima, andre, tuesdaySession } = cast;
	await hold(db, fatima, tuesdaySession, [andre]);
	return { ...cast, first: await incentiveFor(db, andre.id, 'first-session') };
}

async function correct({ db, fatima, andre, tuesdaySession }: PayingWorld, status: string) {
	const { heads } = await onRoll(db, fatima, tuesdaySession, andre.id);
	const said = present(andre.id, { status, replaces: heads, correction: 'sheet' });
	await mark(db, fatima, tuesdaySession, said);
}

describe('earning', () => {
	test('comes with the milestone, at the amount of the group’s policy, once', async () => {
		const { db, andre, beatriz } = await earnedWorld();
		expect(await standingsOf(db, andre.id)).toEqual(['first-session earned 500', 'completed earned 2500']);
		expect(await standingsOf(db, beatriz.id)).toEqual([]);
		await recompute(db, system);
		expect(await db.read.select().from(incentives)).toHaveLength(2);
	});

	test('stands in the log of the organization, without a name', async () => {
		const { db, andre, northside, first } = await earnedWorld();
		const history = await historyOf(db.read, `participant:${andre.participantId}`);
		const told = history.filter(({ kind }) => kind === 'incentive.earned');
		expect(told.map(({ chain }) => chain)).toEqual([northside.id, northside.id]);
		expect(JSON.parse(told[0].data)).toMatchObject({ incentiveId: first, cents: 500 });
		expect(told[0].data).not.toContain('Andre');
	});

	test('nothing is earned where the policy names no amount', async () => {
		const cast = await payingWorld({ amounts: { kinds: {}, modules: {} } });
		await hold(cast.db, cast.fatima, cast.tuesdaySession, [cast.andre]);
		expect(await cast.db.read.select().from(incentives)).toEqual([]);
	});
});

describe('approving', () => {
	test('is for somebody who had no part in what earned it', async () => {
		const { db, vera, andre, first } = await earnedWorld();
		await approve(db, vera, first);
		expect(await standingsOf(db, andre.id)).toContain('first-session approved 500');
	});

	test('whoever marked, ticked or noted practice is refused with the reason', async () => {
		const cast = await payingWorld();
		const { db, fatima, rosa, andre, northside, tuesdaySession } = cast;
		const both = (who: typeof fatima) => ({
			...who,
			grants: [...who.grants, { role: 'approver' as const, organizationId: northside.id }]
		});
		await mark(db, rosa, tuesdaySession, present(andre.id));
		await recordPractice(db, rosa, tuesdaySession, note(andre.id, lessonIds[0]));
		await hold(db, fatima, tuesdaySession, []);
		const first = await incentiveFor(db, andre.id, 'first-session');
		const done = await incentiveFor(db, andre.id, 'completed');
		await expect(approve(db, both(rosa), first)).rejects.toMatchObject({ code: 'incentive.own-awarded' });
		await expect(approve(db, both(rosa), done)).rejects.toMatchObject({ code: 'incentive.own-marked' });
		await expect(approve(db, both(fatima), first)).rejects.toMatchObject({
			status: 409,
			code: 'incentive.own-delivered'
		});
	});

	test('a part in practice alone keeps nobody from approving a first session', async () => {
		const { db, rosa, andre, northside, tuesdaySession, first } = await earnedWorld();
		const done = await incentiveFor(db, andre.id, 'completed');
		const added = note(andre.id, lessonIds[0], { correction: 'told-later' });
		await recordPractice(db, rosa, tuesdaySession, added);
		const approver = {
			...rosa,
			grants: [...rosa.grants, { role: 'approver' as const, organizationId: northside.id }]
		};
		await approve(db, approver, first);
		await expect(approve(db, approver, done)).rejects.toMatchObject({ code: 'incentive.own-practice' });
	});

	test('the wrong person sees nothing of it, and whoever sees it may not always approve it', async () => {
		const { db, carl, henry, fatima, priya, andre, self, first } = await earnedWorld();
		for (const who of [henry, fatima, priya]) {
			await expect(approve(db, who, first)).rejects.toMatchObject({ status: 404 });
			await expect(incentiveOf(db.read, who, first, 'en')).rejects.toMatchObject({ status: 404 });
		}
		await expect(approve(db, carl, first)).rejects.toMatchObject({ status: 403 });
		await expect(approve(db, self(andre), first)).rejects.toMatchObject({ status: 403 });
		for (const who of [fatima, priya, self(andre)])
			await expect(listIncentives(db.read, who, 'approve', 'en')).rejects.toMatchObject({ status: 403 });
		expect(await listIncentives(db.read, henry, 'approve', 'en')).toEqual([]);
	});

	test('of two at once one wins, and the other is told who it was and when', async () => {
		const { db, vera, victor, first } = await earnedWorld();
		const tries = await Promise.allSettled([approve(db, vera, first), approve(db, victor, first)]);
		expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		const won = tries[0].status === 'fulfilled' ? 'Vera' : 'Victor';
		const lost = tries.find((one) => one.status === 'rejected') as PromiseRejectedResult;
		expect(lost.reason).toMatchObject({
			code: 'incentive.approved',
			params: { who: won, date: '2026-03-03', time: '18:10' }
		});
		expect(await db.read.select().from(incentiveSteps)).toHaveLength(1);
	});

	test('sent twice it changes nothing', async () => {
		const { db, vera, first } = await earnedWorld();
		const operationId = newId();
		for (let i = 0; i < 2; i++) await approveIncentive(db, vera, first, { operationId });
		expect(await db.read.select().from(incentiveSteps)).toHaveLength(1);
	});

	test('all that one may: one’s own stay, and so does what somebody else was quicker with', async () => {
		const cast = await payingWorld();
		const { db, carl, fatima, vera, victor, andre, beatriz, northside, tuesdaySession } = cast;
		const approver = {
			...carl,
			grants: [...carl.grants, { role: 'approver' as const, organizationId: northside.id }]
		};
		await mark(db, carl, tuesdaySession, present(andre.id));
		await hold(db, fatima, tuesdaySession, [beatriz]);
		const waiting = await listIncentives(db.read, approver, 'approve', 'en');
		expect(waiting.map(({ firstName, kind, own }) => [firstName, kind, own])).toEqual([
			['Andre', 'first-session', 'awarded'],
			['Beatriz', 'first-session', null],
			['Andre', 'completed', 'marked'],
			['Beatriz', 'completed', null]
		]);
		await approve(db, vera, waiting[1].id);
		const ids = waiting.map(({ id }) => id);
		expect(await approveIncentives(db, approver, { operationId: newId(), incentiveIds: ids })).toBe(1);
		expect(await approveIncentives(db, victor, { operationId: newId(), incentiveIds: ids })).toBe(2);
		expect(await countIncentives(db.read, carl)).toMatchObject({ approve: 0, issue: 4 });
	});
});

describe('issuing and receipts', () => {
	test('go on from approved: issued with the end of a serial, then signed on one’s own phone', async () => {
		const { db, vera, carl, andre, self, first } = await earnedWorld();
		await approve(db, vera, first);
		await issue(db, carl, first);
		expect(await ownIncentives(db.read, self(andre), 'en')).toMatchObject([
			{ kind: 'completed', stage: 'earned', cents: 2500 },
			{ kind: 'first-session', stage: 'issued', cents: 500, form: 'gift-card' }
		]);
		await signReceipt(db, self(andre), first, { operationId: newId(), received: true });
		const { trail, stage } = await incentiveOf(db.read, carl, first, 'en');
		expect(stage).toBe('received');
		expect(trail.map(({ step, who, serial, way }) => [step, who, serial, way])).toEqual([
			['received', null, null, 'phone'],
			['issued', 'Carl', '4411', null],
			['approved', 'Vera', null, null]
		]);
	});

	test('nothing is issued before it was approved, twice, by an approver, or tomorrow', async () => {
		const { db, vera, carl, first } = await earnedWorld();
		await expect(issue(db, carl, first)).rejects.toMatchObject({ code: 'incentive.not-approved' });
		await approve(db, vera, first);
		await expect(issue(db, vera, first)).rejects.toMatchObject({ status: 403 });
		await expect(issue(db, carl, first, { day: '2026-03-04' })).rejects.toMatchObject({
			fields: { day: { code: 'future' } }
		});
		await expect(issue(db, carl, first, { serial: '12345' })).rejects.toThrow();
		await issue(db, carl, first);
		await expect(issue(db, carl, first)).rejects.toMatchObject({
			code: 'incentive.issued',
			params: { who: 'Carl' }
		});
	});

	test('on the staff’s screen the person signs with their own name, which is not kept', async () => {
		const { db, vera, carl, andre, first } = await earnedWorld();
		await approve(db, vera, first);
		await issue(db, carl, first);
		const sign = (name: string | null, way: 'screen' | 'paper' = 'screen') =>
			recordReceipt(db, carl, first, { operationId: newId(), way, name, day: '2026-03-03' });
		await expect(sign('Somebody Else')).rejects.toMatchObject({
			fields: { name: { code: 'incentive.name' } }
		});
		await expect(sign(null)).rejects.toThrow();
		await sign('andre míller');
		const kept = JSON.stringify(await db.read.select().from(incentiveSteps));
		const log = JSON.stringify(await historyOf(db.read, `participant:${andre.participantId}`));
		expect(`${kept}${log}`.toLowerCase()).not.toContain('miller');
		await expect(sign(null, 'paper')).rejects.toMatchObject({ code: 'incentive.received' });
	});

	test('a paper receipt is recorded, not before the day of issue, and nobody signs for another', async () => {
		const { db, vera, carl, andre, beatriz, self, first } = await earnedWorld();
		const record = (day: string) =>
			recordReceipt(db, carl, first, { operationId: newId(), way: 'paper', day });
		await expect(record('2026-03-03')).rejects.toMatchObject({ code: 'incentive.not-issued' });
		await approve(db, vera, first);
		await issue(db, carl, first);
		await expect(
			signReceipt(db, self(beatriz), first, { operationId: newId(), received: true })
		).rejects.toMatchObject({ status: 404 });
		await expect(record('2026-03-02')).rejects.toMatchObject({
			fields: { day: { code: 'incentive.before-issue' } }
		});
		await record('2026-03-03');
		await expect(
			signReceipt(db, self(andre), first, { operationId: newId(), received: true })
		).rejects.toMatchObject({ code: 'incentive.received' });
	});
});

describe('a voided milestone', () => {
	test('takes along what nobody has approved, and earns anew when it is reached after all', async () => {
		const cast = await earnedWorld();
		const { db, andre, vera, first } = cast;
		await correct(cast, 'absent-unexcused');
		expect(await standingsOf(db, andre.id)).toEqual(['first-session over 500', 'completed over 2500']);
		await expect(approve(db, vera, first)).rejects.toMatchObject({ code: 'incentive.over' });
		await correct(cast, 'present');
		expect((await standingsOf(db, andre.id)).slice(2)).toEqual([
			'first-session earned 500',
			'completed earned 2500'
		]);
	});

	test('leaves what was approved to a decision: kept, with a reason', async () => {
		const cast = await earnedWorld();
		const { db, carl, vera, andre, first } = cast;
		await approve(db, vera, first);
		await correct(cast, 'absent-unexcused');
		expect(await standingsOf(db, andre.id)).toContain('first-session approved 500 open');
		await expect(issue(db, carl, first)).rejects.toMatchObject({ code: 'incentive.questioned' });
		expect((await listIncentives(db.read, vera, 'decide', 'en')).map(({ id }) => id)).toEqual([first]);
		const decision = { operationId: newId(), decision: 'kept', reason: 'our-mistake' } as const;
		await expect(decideIncentive(db, carl, first, decision)).rejects.toMatchObject({ status: 403 });
		await decideIncentive(db, vera, first, decision);
		await expect(
			decideIncentive(db, vera, first, { ...decision, operationId: newId() })
		).rejects.toMatchObject({
			code: 'incentive.settled'
		});
		await issue(db, carl, first);
		expect(await standingsOf(db, andre.id)).toContain('first-session issued 500');
	});

	test('or taken back, with a reason that fits', async () => {
		const cast = await earnedWorld();
		const { db, vera, andre, first } = cast;
		await approve(db, vera, first);
		await correct(cast, 'absent-unexcused');
		const decision = { operationId: newId(), decision: 'taken-back', reason: 'not-reached' } as const;
		expect(Decision.safeParse({ ...decision, reason: 'our-mistake' }).success).toBe(false);
		await decideIncentive(db, vera, first, decision);
		expect(await standingsOf(db, andre.id)).toContain('first-session over 500');
		await correct(cast, 'present');
		expect(await standingsOf(db, andre.id)).toContain('first-session earned 500');
	});

	test('never takes back by itself what was issued, and reached again it pays for nothing twice', async () => {
		const cast = await earnedWorld();
		const { db, carl, vera, andre, first } = cast;
		await approve(db, vera, first);
		await issue(db, carl, first);
		await correct(cast, 'absent-unexcused');
		expect(await standingsOf(db, andre.id)).toContain('first-session issued 500 open');
		await correct(cast, 'present');
		const all = await standingsOf(db, andre.id);
		expect(all.filter((one) => one.startsWith('first-session'))).toEqual(['first-session issued 500']);
		await correct(cast, 'absent-unexcused');
		expect(await standingsOf(db, andre.id)).toContain('first-session issued 500 open');
		const decision = { operationId: newId(), decision: 'kept', reason: 'used' } as const;
		await decideIncentive(db, vera, first, decision);
		await correct(cast, 'present');
		const later = await standingsOf(db, andre.id);
		expect(later.filter((one) => one.startsWith('first-session'))).toEqual(['first-session issued 500']);
		const rested = await db.read.select().from(incentiveSteps);
		expect(rested.filter(({ step }) => step === 'backed')).toHaveLength(2);
	});
});

describe('who sees what of a person’s', () => {
	test('facilitators see that something was earned and its state, coordinators the amount too', async () => {
		const { db, fatima, carl, olga, andre } = await earnedWorld();
		const seen = await incentivesOf(db.read, fatima, andre.participantId, 'en');
		expect(seen.map(({ stage, cents, mayRead }) => [stage, cents, mayRead])).toEqual([
			['earned', null, false],
			['earned', null, false]
		]);
		expect((await incentivesOf(db.read, carl, andre.participantId, 'en')).map(({ cents }) => cents)).toEqual([
			2500, 500
		]);
		expect(await incentivesOf(db.read, olga, andre.participantId, 'en')).toEqual([]);
	});

	test('what is wrong with an input is refused before anything is said', async () => {
		const { db, carl, vera, first, northside } = await earnedWorld();
		const other = await addStaff(db, 'Omar', [['approver', northside.id]]);
		await expect(
			issueIncentive(db, carl, first, { operationId: 'x', form: 'gift-card', day: '2026-03-03' })
		).rejects.toThrow();
		const operationId = newId();
		await approveIncentive(db, vera, first, { operationId });
		await expect(approveIncentive(db, other, first, { operationId })).rejects.toMatchObject({
			code: 'operation.reused'
		});
	});
});
