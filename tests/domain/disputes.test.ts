import { expect, test } from 'vitest';
import { disputeLines } from '#lib/server/db/schema/index.ts';
import { mark } from '#lib/server/domain/attendance.ts';
import { ToldMark } from '#lib/server/domain/marks.ts';
import {
	askAbout,
	correctDispute,
	disputeOf,
	explainDispute,
	NewDispute,
	openDisputes
} from '#lib/server/domain/disputes.ts';
import { historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import { recompute } from '#lib/server/domain/milestones.ts';
import { explainFor } from '#lib/server/domain/outlooks.ts';
import { sweep } from '#lib/server/jobs.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { hold, onRoll } from '../support/telling.ts';
import { at, present, world, type World } from '../support/world.ts';

/** Andre was marked out of the Tuesday session, which is over, and says that he was there. */
async function asked(line: string | null = 'I sat at the back.') {
	const cast = await world();
	const { db, fatima, andre, beatriz, tuesdaySession } = cast;
	await mark(db, fatima, tuesdaySession, present(andre.id, { status: 'absent-unexcused' }));
	await hold(db, fatima, tuesdaySession, [beatriz]);
	const disputeId = newId();
	await askAbout(db, cast.self(andre), tuesdaySession, { operationId: disputeId, claim: 'was-there', line });
	return { ...cast, disputeId };
}
type Asked = Awaited<ReturnType<typeof asked>>;

const wasThere = async ({ db, fatima, tuesdaySession, andre }: World, said = 'present') =>
	ToldMark.parse({
		...{ operationId: newId(), enrollmentId: andre.id, said, starts: '18:00' },
		replaces: (await onRoll(db, fatima, tuesdaySession, andre.id)).heads
	});
const explained = (answer: 'sheet' | 'seen' = 'sheet') => ({ operationId: newId(), answer });
const answerTo = async ({ db, fatima, disputeId }: Asked) =>
	(await disputeOf(db.read, fatima, disputeId)).answer;

test('the group’s facilitators and coordinator see what was asked, and the trail of what was marked', async () => {
	const cast = await asked();
	const { db, fatima, carl, disputeId } = cast;
	for (const who of [fatima, carl]) {
		expect(await openDisputes(db.read, who)).toMatchObject([{ id: disputeId, firstName: 'Andre' }]);
		expect(await disputeOf(db.read, who, disputeId)).toMatchObject({
			...{ claim: 'was-there', line: 'I sat at the back.', answer: null, mayCorrect: true },
			trail: [{ by: 'Fatima', to: { status: 'absent-unexcused' } }]
		});
	}
});

test('upheld, the mark is corrected with its reason, and what it earns follows', async () => {
	const cast = await asked();
	const { db, fatima, tuesdayGroup, andre, disputeId } = cast;
	const correction = await wasThere(cast);
	await correctDispute(db, fatima, disputeId, correction);
	await correctDispute(db, fatima, disputeId, correction);
	expect(await answerTo(cast)).toBe('corrected');
	expect((await disputeOf(db.read, fatima, disputeId)).trail[0]).toMatchObject({
		...{ correction: 'participant-asked', to: { status: 'present' }, from: [{ status: 'absent-unexcused' }] }
	});
	expect((await explainFor(db.read, tuesdayGroup.id, andre.id)).lessons[0].state).toBe('credited');
	expect(await openDisputes(db.read, fatima)).toEqual([]);
	expect((await recompute(db, system)).changed).toBe(0);
	expect((await verifyEvents(db)).faults).toEqual([]);
});

test('explained, the mark stands', async () => {
	const cast = await asked();
	const { db, fatima, tuesdaySession, andre, disputeId } = cast;
	await explainDispute(db, fatima, disputeId, explained('seen'));
	expect(await answerTo(cast)).toBe('seen');
	expect((await onRoll(db, fatima, tuesdaySession, andre.id)).status).toBe('absent-unexcused');
});

test('two who answer at once: one answer stands, the other is told, and no mark is left without its answer', async () => {
	const cast = await asked();
	const { db, fatima, carl, tuesdaySession, andre, disputeId } = cast;
	const both = await Promise.allSettled([
		explainDispute(db, carl, disputeId, explained()),
		correctDispute(db, fatima, disputeId, await wasThere(cast))
	]);
	const refused = both.filter((one) => one.status === 'rejected');
	expect(refused).toMatchObject([{ reason: { code: 'dispute.answered' } }]);
	const { status } = await onRoll(db, fatima, tuesdaySession, andre.id);
	expect(status === 'present').toBe((await answerTo(cast)) === 'corrected');
});

test('nobody else sees it or answers it, and the participant asks only about their own sessions', async () => {
	const cast = await asked();
	const { db, nils, olga, henry, priya, ada, andre, beatriz, dolores, disputeId, tuesdaySession } = cast;
	const correction = await wasThere(cast);
	for (const stranger of [nils, olga, henry, priya, ada, cast.self(andre)]) {
		const gone = { status: 404 };
		await expect(disputeOf(db.read, stranger, disputeId)).rejects.toMatchObject(gone);
		await expect(explainDispute(db, stranger, disputeId, explained())).rejects.toMatchObject(gone);
		await expect(correctDispute(db, stranger, disputeId, correction)).rejects.toMatchObject(gone);
		expect(await openDisputes(db.read, stranger)).toEqual([]);
	}
	const other = { operationId: newId(), claim: 'was-there' as const };
	await expect(askAbout(db, cast.self(dolores), tuesdaySession, other)).rejects.toMatchObject({
		status: 404
	});
	await expect(askAbout(db, cast.fatima, tuesdaySession, other)).rejects.toMatchObject({ status: 403 });
	const forOther = { ...correction, operationId: newId(), enrollmentId: beatriz.id };
	await expect(correctDispute(db, cast.fatima, disputeId, forOther)).rejects.toMatchObject({ status: 404 });
});

test('nobody asks about a session from before they joined', async () => {
	const cast = await asked();
	const { db, carl, tuesdayGroup, tuesdaySession } = cast;
	at('2026-03-08T20:00:00Z');
	const elena = await cast.enroll(carl, tuesdayGroup.id, 'P-1009', 'Elena', 'Park');
	const question = { operationId: newId(), claim: 'was-there' as const };
	await expect(askAbout(db, cast.self(elena), tuesdaySession, question)).rejects.toMatchObject({
		status: 404
	});
});

test('one question at a time; after its answer another may follow; none about a session to come', async () => {
	const cast = await asked();
	const { db, fatima, andre, tuesdaySession, tuesdaySessions, disputeId } = cast;
	const again = (sessionId = tuesdaySession) =>
		askAbout(db, cast.self(andre), sessionId, { operationId: newId(), claim: 'left-later' });
	await expect(again()).rejects.toMatchObject({ code: 'dispute.open' });
	await expect(again(tuesdaySessions[1].id)).rejects.toMatchObject({ code: 'session.not-yet' });
	await explainDispute(db, fatima, disputeId, explained());
	await again();
	expect(await openDisputes(db.read, fatima)).toMatchObject([{ claim: 'left-later' }]);
	expect(
		NewDispute.safeParse({ operationId: newId(), claim: 'was-there', line: 'x'.repeat(141) }).success
	).toBe(false);
});

test('the log knows that there was one, and nothing of what it says', async () => {
	const cast = await asked('Ask Celia about it');
	const { db, fatima, andre, disputeId } = cast;
	await explainDispute(db, fatima, disputeId, explained());
	const events = await historyOf(db.read, `participant:${andre.participantId}`);
	const own = events.filter(({ kind }) => kind.startsWith('dispute.'));
	expect(own.map(({ kind }) => kind)).toEqual(['dispute.asked', 'dispute.answered']);
	expect(own.map(({ data }) => data).join()).not.toMatch(/was-there|sheet|Celia/);
});

test('the line is erased after thirty days; the question and its answer stay', async () => {
	const cast = await asked();
	const { db, carl, disputeId } = cast;
	at('2026-04-02T02:00:00Z');
	await sweep(db);
	expect(await db.read.select().from(disputeLines)).toHaveLength(1);
	at('2026-04-03T12:00:00Z');
	await sweep(db);
	expect(await db.read.select().from(disputeLines)).toEqual([]);
	expect(await disputeOf(db.read, carl, disputeId)).toMatchObject({ claim: 'was-there', line: null });
});

test('after the lock time a facilitator still explains, and program staff correct', async () => {
	const cast = await asked();
	const { db, fatima, carl, disputeId } = cast;
	const correction = await wasThere(cast);
	at('2026-03-12T20:00:00Z');
	expect((await disputeOf(db.read, fatima, disputeId)).mayCorrect).toBe(false);
	expect((await disputeOf(db.read, carl, disputeId)).mayCorrect).toBe(true);
	await expect(correctDispute(db, fatima, disputeId, correction)).rejects.toMatchObject({ status: 403 });
	await correctDispute(db, carl, disputeId, { ...correction, operationId: newId() });
	expect(await answerTo(cast)).toBe('corrected');
});
