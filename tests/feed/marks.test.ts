/** Attendance written by an organization's own system: the same statements as from a screen, each once. */
import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { milestonesOf } from '#lib/server/domain/milestones.ts';
import { marks } from '#lib/server/db/schema/index.ts';
import { taggedAttendance } from '#lib/server/feed/attendance.ts';
import { tagOf, writeMark, WrittenAnswer, type WrittenMark } from '#lib/server/feed/marks.ts';
import { newId } from '#lib/server/ids.ts';
import type { Key } from '#lib/server/policy.ts';
import { onRoll } from '../support/telling.ts';
import { at, present, world } from '../support/world.ts';

async function setting() {
	const cast = await world();
	const { db, northside, andre, tuesdaySession, fatima } = cast;
	const key: Key = { ...cast.key, organizationId: northside.id, scopes: ['attendance:write', 'attendance'] };
	const write = (change: Partial<WrittenMark> = {}, sent: Partial<Sent> = {}, as = key) => {
		const input = { session: tuesdaySession, enrollment: andre.id, status: 'present', ...change };
		const how = { idempotencyKey: newId(), ifMatch: null, ...sent };
		return writeMark(db, as, input as WrittenMark, how);
	};
	const standing = () => onRoll(db, fatima, tuesdaySession, andre.id);
	return { ...cast, key, write, standing };
}
type Sent = { idempotencyKey: string | null; ifMatch: string | null };

test('a mark stands on the roll, awards what it earns, and says which system said it', async () => {
	const { db, write, standing, andre, key } = await setting();
	const { answer, version } = await write();
	expect(WrittenAnswer.parse(answer)).toEqual(answer);
	expect(answer).toMatchObject({
		status: 'present',
		review: false,
		record: expect.stringContaining(andre.id)
	});
	expect(version).toMatch(/^[0-9a-f]{16}$/);
	expect(await standing()).toMatchObject({ status: 'present', review: [] });
	const [row] = await db.read.select().from(marks);
	expect(row.markedBy).toBe(`key:${key.id}`);
	const kinds = (await milestonesOf(db.read, andre.id)).map(({ kind }) => kind);
	expect(kinds).toContain('first-session');
});

test('times in the room become minutes after the start, and the whole is the whole', async () => {
	const { write, standing } = await setting();
	at('2026-03-04T03:00:00Z');
	await write({ status: 'partial', came: '2026-03-03T18:20:30-08:00', left: null });
	expect(await standing()).toMatchObject({ status: 'partial', cameAt: 20, leftAt: null });
});

describe('the idempotency key', () => {
	test('sent again with the same body changes nothing and is answered alike, whatever happened since', async () => {
		const { db, write, fatima, tuesdaySession, andre } = await setting();
		const idempotencyKey = 'sheet-2026-03-03-andre';
		const first = await write({}, { idempotencyKey });
		await mark(db, fatima, tuesdaySession, present(andre.id, { status: 'absent-unexcused' }));
		const again = await write({}, { idempotencyKey });
		expect(again.answer).toEqual(first.answer);
		expect(await db.read.$count(marks)).toBe(2);
	});

	test('with another body is refused, and changes nothing', async () => {
		const { db, write } = await setting();
		const idempotencyKey = 'sheet-2026-03-03-andre';
		await write({}, { idempotencyKey });
		await expect(write({ status: 'absent-unexcused' }, { idempotencyKey })).rejects.toMatchObject({
			...{ status: 409, code: 'operation.reused' }
		});
		expect(await db.read.$count(marks)).toBe(1);
	});

	test('is each system’s own: another’s is another operation', async () => {
		const { db, write, key, beatriz } = await setting();
		const idempotencyKey = 'sheet-2026-03-03';
		await write({}, { idempotencyKey });
		await write({ enrollment: beatriz.id }, { idempotencyKey }, { ...key, id: newId() });
		expect(await db.read.$count(marks)).toBe(2);
	});

	test('is needed, and is a word', async () => {
		const { write } = await setting();
		for (const idempotencyKey of [null, '', 'short', 'with a space', 'x'.repeat(201)]) {
			await expect(write({}, { idempotencyKey })).rejects.toMatchObject({
				...{ status: 400, fields: { 'Idempotency-Key': { code: 'api.idempotency-key' } } }
			});
		}
	});
});

describe('what was said before', () => {
	test('and says something else is kept beside it, to be settled by staff', async () => {
		const { db, write, standing, fatima, tuesdaySession, andre } = await setting();
		await mark(db, fatima, tuesdaySession, present(andre.id, { status: 'absent-unexcused' }));
		const { answer } = await write();
		expect(answer.review).toBe(true);
		expect((await standing()).review).toHaveLength(2);
	});

	test('is replaced by whoever shows its version, and by nobody who shows an old one', async () => {
		const { db, key, write, standing, consent, andre } = await setting();
		await consent(andre, undefined, { information: ['attendance'] });
		const { version } = await write({ status: 'absent-unexcused' });
		const told = (await taggedAttendance(db, key, { after: '0', limit: 10 })).answer!.attendance;
		expect(told[0].version).toBe(version);
		const { answer } = await write({}, { ifMatch: tagOf(version) });
		expect(answer.review).toBe(false);
		expect(await standing()).toMatchObject({ status: 'present', review: [] });
		for (const ifMatch of [tagOf(version), '"nothing"', '']) {
			await expect(write({}, { ifMatch })).rejects.toMatchObject({
				...{ status: 412, code: 'attendance.changed' }
			});
		}
	});
});

describe('is refused', () => {
	const refused = (sent: Promise<unknown>, is: object) => expect(sent).rejects.toMatchObject(is);

	test('for another organization’s session as for none, and for people who are not in the group', async () => {
		const { write, harborSession, dolores } = await setting();
		for (const session of [harborSession, newId()])
			await refused(write({ session, enrollment: dolores.id }), { status: 404 });
		await refused(write({ enrollment: dolores.id }), { status: 404 });
		await refused(write({ enrollment: undefined, participant: 'P-2001' }), { status: 404 });
		await refused(write({ enrollment: undefined, participant: 'P-9999' }), { status: 404 });
		await write({ enrollment: undefined, participant: 'P-1001' });
	});

	test('for a key without the scope, and for one of all organizations', async () => {
		const { db, write, key } = await setting();
		for (const other of [
			{ ...key, scopes: ['attendance'] },
			{ ...key, organizationId: null }
		])
			await refused(write({}, {}, other), { status: 404 });
		expect(await db.read.$count(marks)).toBe(0);
	});

	test('when its times lie in the future; a minute is a clock’s', async () => {
		const { write } = await setting();
		const partial = { status: 'partial' as const };
		await refused(write({ ...partial, came: '2026-03-04T02:12:00Z' }), {
			...{ status: 400, fields: { came: { code: 'future' } } }
		});
		await refused(write({ ...partial, left: '2026-03-04T02:20:00Z' }), {
			fields: { left: { code: 'future' } }
		});
		await write({ ...partial, came: '2026-03-04T02:10:40Z' });
	});

	test('when it makes no sense, with the field that does not', async () => {
		const { write } = await setting();
		await refused(write({ status: 'partial' }), { fields: { came: { code: 'minutes' } } });
		await refused(write({ reason: 'work' }), { fields: { reason: { code: 'reason' } } });
		await refused(write({ status: 'partial', came: '2026-03-04T02:05:00Z', left: '2026-03-04T02:04:00Z' }), {
			fields: { left: { code: 'minutes-order' } }
		});
	});

	test('as from a screen: before its day, after its end without why, once it is locked', async () => {
		const { db, write, fatima, tuesdaySession, tuesdaySessions } = await setting();
		await refused(write({ session: tuesdaySessions[1].id }), { status: 409, code: 'session.not-yet' });
		await endSession(db, fatima, tuesdaySession, { operationId: newId() });
		await refused(write(), { status: 400, code: 'session.ended' });
		await write({ correction: 'sheet' });
		at('2026-03-20T18:00:00Z');
		await refused(write({ correction: 'sheet' }), { status: 403 });
	});
});
