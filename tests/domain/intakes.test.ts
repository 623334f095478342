import { asc, count, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	enrollments,
	events,
	groups,
	operations,
	participantNames,
	participants,
	referrals
} from '#lib/server/db/schema/index.ts';
import { verifyEvents } from '#lib/server/domain/events.ts';
import { findingKey, IntakeRow } from '#lib/server/domain/findings.ts';
import { createGroup } from '#lib/server/domain/groups.ts';
import { checkIntake, enrollIntake, Intake } from '#lib/server/domain/intakes.ts';
import { exitEnrollment, peopleIn } from '#lib/server/domain/people.ts';
import { rename } from '#lib/server/domain/renamings.ts';
import { newId } from '#lib/server/ids.ts';
import { at, world, type World } from '../support/world.ts';

let line = 1;
const row = (number: string, name: string, change: object = {}): IntakeRow => {
	const [firstName, ...last] = name.split(' ');
	line += 1;
	return IntakeRow.parse({ line, number, firstName, lastName: last.join(' '), language: 'en', ...change });
};

/** What the screen would send after looking. */
async function looked(
	{ db, carl, tuesdayGroup }: World,
	rows: IntakeRow[],
	choices: Record<string, string> = {}
) {
	const { findings } = await checkIntake(db.read, carl, tuesdayGroup.id, rows);
	const found = rows.map((one, i) => ({ row: one, found: findingKey(findings[i]) }));
	return { operationId: newId(), rows: found, choices } satisfies Intake;
}
const kinds = async ({ db, carl, tuesdayGroup }: World, rows: IntakeRow[]) =>
	(await checkIntake(db.read, carl, tuesdayGroup.id, rows)).findings.map(({ kind }) => kind);
const namesIn = async ({ db, tuesdayGroup }: World) =>
	(await peopleIn(db.read, tuesdayGroup.id)).map(({ firstName, number }) => `${firstName} ${number}`);
/** Everything that an intake could leave behind. */
async function traces({ db }: World) {
	const all = [];
	for (const table of [participants, participantNames, enrollments, events, operations])
		all.push((await db.read.select({ rows: count() }).from(table))[0].rows);
	return all;
}

test('each row is told what it means, and looking writes nothing', async () => {
	const cast = await world();
	const { db, carl, henry, tuesdayGroup, harborGroup, enroll } = cast;
	await enroll(henry, harborGroup.id, 'P-2002', 'Eva', 'Stone');
	const { id } = await enroll(carl, tuesdayGroup.id, 'P-1003', 'Fred', 'Gone');
	await exitEnrollment(db, carl, id, { operationId: newId(), reason: 'moved' });
	const before = await traces(cast);
	const rows = [
		row('P-3001', 'Somebody New'),
		row('P-2001', 'Dolores Quinn'),
		row('P-2002', 'Somebody Else'),
		row('P-1001', 'Andre Miller'),
		row('P-1003', 'Fred Gone'),
		row('P-3002', 'Beatris Ortiz'),
		row('P-3001', 'Another Person'),
		row('P-3003', 'Sombody New')
	];
	expect(await kinds(cast, rows)).toEqual([
		...['new', 'known', 'mismatch', 'there', 'left', 'namesake', 'repeated', 'namesake']
	]);
	expect(await traces(cast)).toEqual(before);
});

test('who is in the group under another name is shown as who they are', async () => {
	const { db, carl, tuesdayGroup } = await world();
	const { findings } = await checkIntake(db.read, carl, tuesdayGroup.id, [
		row('P-1001', 'Completely Other'),
		row('P-1002', 'Beatriz Ortiz')
	]);
	expect(findings).toMatchObject([
		{ kind: 'there', as: { firstName: 'Andre', lastName: 'Miller' } },
		{ kind: 'there', as: null }
	]);
});

test('a mismatch tells nothing of the person; nobody of another organization is a namesake', async () => {
	const cast = await world();
	const { db, carl, tuesdayGroup } = cast;
	const rows = [row('P-2001', 'Somebody Else'), row('P-3001', 'Dolores Quinn')];
	const { findings } = await checkIntake(db.read, carl, tuesdayGroup.id, rows);
	expect(findings).toEqual([{ kind: 'mismatch' }, { kind: 'new' }]);
});

test('nine people are enrolled in one go, and once', async () => {
	const cast = await world();
	const { db, carl, tuesdayGroup } = cast;
	const people = ['Ana', 'Ben', 'Cleo', 'Dana', 'Emil', 'Fay', 'Gus'];
	const rows = [
		...people.map((name, i) => row(`P-30${i}`, `${name} Smith-${name}`)),
		row('P-2001', 'Dolores Quinn'),
		row('P-399', 'Robert Lee', { called: 'Bobby', language: 'es', sectorId: 'culinary' }),
		row('P-1001', 'Andre Miller')
	];
	const input = await looked(cast, rows);
	expect(await enrollIntake(db, carl, tuesdayGroup.id, input)).toBe(9);
	const names = await namesIn(cast);
	expect(names).toHaveLength(11);
	expect(names).toEqual(expect.arrayContaining(['Bobby P-399', 'Dolores P-2001', 'Ana P-300']));
	const [bobby] = await db.read
		.select()
		.from(participantNames)
		.where(eq(participantNames.firstName, 'Bobby'));
	expect(bobby).toMatchObject({ legalFirstName: 'Robert', legalLastName: 'Lee', language: 'es' });

	const before = await traces(cast);
	expect(await enrollIntake(db, carl, tuesdayGroup.id, input)).toBe(9);
	expect(await traces(cast)).toEqual(before);
	expect((await verifyEvents(db)).faults).toEqual([]);
});

test('whoever may be known is left out, is enrolled as who they are, or is somebody new', async () => {
	const cast = await world();
	const { db, carl, tuesdayGroup, enroll, mainStreet, edition, fatima } = cast;
	const thursdayGroup = await createGroup(db, carl, {
		...{
			name: 'Thursday',
			siteId: mainStreet.id,
			room: 'Room 3',
			editionId: edition.id,
			startsOn: '2026-03-05'
		},
		...{ facilitatorIds: [fatima.id], slots: [{ weekday: 4, time: '18:00', minutes: 90 }] }
	});
	const carla = await enroll(carl, thursdayGroup.id, 'P-1010', 'Carla', 'Mendez');
	const gone = await enroll(carl, tuesdayGroup.id, 'P-1011', 'Gone', 'Away');
	await exitEnrollment(db, carl, gone.id, { operationId: newId(), reason: 'moved' });
	const rows = [
		row('P-3001', 'Carla Mendes'),
		row('P-3002', 'Beatriz Ortiz-Diaz'),
		row('P-1011', 'Gone Away'),
		row('P-3003', 'Andre Miler')
	];
	const undecided = await looked(cast, rows);
	await expect(enrollIntake(db, carl, tuesdayGroup.id, undecided)).rejects.toMatchObject({
		...{ status: 400, fields: { rows: { code: 'intake.nobody' } } }
	});
	const chosen = await looked(cast, rows, {
		[rows[0].line]: carla.participantId,
		[rows[1].line]: 'new',
		[rows[2].line]: gone.participantId
	});
	expect(await enrollIntake(db, carl, tuesdayGroup.id, chosen)).toBe(3);
	expect(await namesIn(cast)).toEqual([
		...['Andre P-1001', 'Beatriz P-1002', 'Beatriz P-3002', 'Carla P-1010', 'Gone P-1011']
	]);
});

test('only somebody whom the screen offered can be chosen, and nobody twice', async () => {
	const cast = await world();
	const { db, carl, tuesdayGroup, dolores, beatriz } = cast;
	const rows = [row('P-3000', 'Quite New'), row('P-3001', 'Beatriz Ortis')];
	const before = await traces(cast);
	for (const id of [dolores.participantId, beatriz.participantId]) {
		const input = await looked(cast, rows, { [rows[1].line]: id });
		await expect(enrollIntake(db, carl, tuesdayGroup.id, input)).rejects.toMatchObject({
			status: id === dolores.participantId ? 400 : 409
		});
	}
	expect(await traces(cast)).toEqual(before);
});

test('somebody of the organization under another name is asked about, by the name in use alone', async () => {
	const cast = await world();
	const { db, carl, andre, tuesdayGroup } = cast;
	const { updatedAt } = (
		await db.read
			.select()
			.from(participantNames)
			.where(eq(participantNames.participantId, andre.participantId))
	)[0];
	const names = { firstName: 'Ana', lastName: 'Rivera', legalFirstName: null, legalLastName: null };
	await rename(db, carl, andre.participantId, {
		operationId: newId(),
		shownAt: updatedAt,
		reason: 'transition',
		...names
	});
	const rows = [row('P-3001', 'Andre Miller')];
	const {
		findings: [finding]
	} = await checkIntake(db.read, carl, tuesdayGroup.id, rows);
	expect(finding).toMatchObject({ kind: 'namesake', alike: [{ firstName: 'Ana', lastName: 'Rivera' }] });
	expect(JSON.stringify(finding)).not.toContain('Andre');
});

test('when the world changed since, nobody is enrolled, and the lines are named', async () => {
	const cast = await world();
	const { db, carl, henry, tuesdayGroup, harborGroup, enroll } = cast;
	const rows = [row('P-3001', 'First New'), row('P-3002', 'Second Newer')];
	const input = await looked(cast, rows);
	await enroll(henry, harborGroup.id, 'P-3002', 'Second', 'Newer');
	const before = await traces(cast);
	await expect(enrollIntake(db, carl, tuesdayGroup.id, input)).rejects.toMatchObject({
		...{ status: 409, code: 'intake.changed', params: { count: 1, lines: String(rows[1].line) } }
	});
	expect(await traces(cast)).toEqual(before);
});

test('of two uploads of the same file at once, one enrolls and the other is told', async () => {
	const cast = await world();
	const { db, carl, tuesdayGroup } = cast;
	const rows = [row('P-3001', 'First New'), row('P-3002', 'Second Newer')];
	const inputs = [await looked(cast, rows), await looked(cast, rows)];
	const done = await Promise.allSettled(
		inputs.map((input) => enrollIntake(db, carl, tuesdayGroup.id, input))
	);
	expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	expect(done.find(({ status }) => status === 'rejected')).toMatchObject({
		reason: { code: 'intake.changed' }
	});
	expect(await namesIn(cast)).toHaveLength(4);
});

/** Names that nobody takes for one another. */
const apart = (i: number) =>
	[...String(i).padStart(3, '0')].map((digit) => 'abcdefghij'[Number(digit)].repeat(3)).join('');
const crowd = (people: number) =>
	Array.from({ length: people }, (_, i) =>
		row(`P-4${String(i).padStart(3, '0')}`, `X${apart(i)} Y${apart(i)}`)
	);

test('what stands in the way of one stands in the way of all', async () => {
	const cast = await world();
	const { db, carl, tuesdayGroup } = cast;
	const before = await traces(cast);
	const input = await looked(cast, crowd(11));
	await expect(enrollIntake(db, carl, tuesdayGroup.id, input)).rejects.toMatchObject({
		...{ status: 409, code: 'placement.full' }
	});
	expect(await traces(cast)).toEqual(before);
	expect((await checkIntake(db.read, carl, tuesdayGroup.id, crowd(1))).room).toBe(10);
	const agreed = { ...input, override: 'agreed' as const };
	expect(await enrollIntake(db, carl, tuesdayGroup.id, agreed)).toBe(11);
});

test('200 rows are one intake, 201 are none', { timeout: 60_000 }, async () => {
	const cast = await world();
	const { db, carl, tuesdayGroup } = cast;
	await db.write((tx) =>
		tx.update(groups).set({ capacity: 300 }).where(eq(groups.id, tuesdayGroup.id)).returning()
	);
	expect(Intake.safeParse(await looked(cast, crowd(201))).success).toBe(false);
	const input = await looked(cast, crowd(200));
	expect(await enrollIntake(db, carl, tuesdayGroup.id, input)).toBe(200);
	expect(await namesIn(cast)).toHaveLength(202);
});

test('strangers find no group, and facilitators may not', async () => {
	const cast = await world();
	const { db, fatima, henry, olga, priya, ada, tuesdayGroup } = cast;
	const rows = [row('P-3001', 'First New')];
	const input = await looked(cast, rows);
	for (const [actor, status] of [
		[fatima, 403],
		[henry, 404],
		[olga, 404],
		[priya, 404],
		[ada, 404]
	] as const) {
		await expect(checkIntake(db.read, actor, tuesdayGroup.id, rows)).rejects.toMatchObject({ status });
		await expect(enrollIntake(db, actor, tuesdayGroup.id, input)).rejects.toMatchObject({ status });
	}
});

test('whatever rows are sent, all of it is written or none', async () => {
	const cast = await world();
	const { db, carl, tuesdayGroup } = cast;
	const number = fc.constantFrom('P-1001', 'P-1002', 'P-2001', 'P-5001', 'P-5002', 'P-5003');
	const name = fc.constantFrom(
		'Andre Miller',
		'Beatriz Ortiz',
		'Dolores Quinn',
		'=cmd Nowhere',
		'محمد علي',
		'Ola Nordmann'
	);
	const found = fc.constantFrom('new', 'known', 'there', 'mismatch', 'namesake:x', 'repeated:2');
	const sent = fc.record({ number, name, found, honest: fc.boolean() });
	const outcomes = { enrolled: 0, refused: 0 };
	await fc.assert(
		fc.asyncProperty(fc.array(sent, { minLength: 1, maxLength: 6 }), async (all) => {
			const rows = all.map((one) => row(one.number, one.name));
			const honest = await looked(cast, rows);
			const rowsSent = honest.rows.map((one, i) => (all[i].honest ? one : { ...one, found: all[i].found }));
			const before = await traces(cast);
			const people = (await namesIn(cast)).length;
			try {
				const enrolled = await enrollIntake(db, carl, tuesdayGroup.id, { ...honest, rows: rowsSent });
				outcomes.enrolled += 1;
				expect((await namesIn(cast)).length).toBe(people + enrolled);
			} catch (error) {
				expect([400, 409]).toContain((error as { status: number }).status);
				outcomes.refused += 1;
				expect(await traces(cast)).toEqual(before);
			}
		}),
		{ numRuns: 40 }
	);
	expect(outcomes.enrolled).toBeGreaterThan(0);
	expect(outcomes.refused).toBeGreaterThan(10);
});

test('what a spreadsheet could run is a name like any other', async () => {
	const cast = await world();
	const { db, carl, tuesdayGroup } = cast;
	at('2026-03-04T02:12:00.000Z');
	await enrollIntake(db, carl, tuesdayGroup.id, await looked(cast, [row('P-3001', '=1+1 @SUM(A1)')]));
	const kept = await db.read.select().from(participantNames).orderBy(asc(participantNames.participantId));
	expect(kept.map(({ firstName, lastName }) => `${firstName}|${lastName}`)).toContain('=1+1|@SUM(A1)');
});

test('people are referred with the group as their wish, once each, and are in no group', async () => {
	const cast = await world();
	const { db, carl, fatima, henry, northside, tuesdayGroup } = cast;
	const rows = [row('P-3001', 'Gloria Nunez'), row('P-2001', 'Dolores Quinn')];
	const input = { ...(await looked(cast, rows)), as: 'referred' as const, source: 'outreach' as const };
	await expect(enrollIntake(db, fatima, tuesdayGroup.id, input)).rejects.toMatchObject({ status: 403 });
	await expect(enrollIntake(db, henry, tuesdayGroup.id, input)).rejects.toMatchObject({ status: 404 });
	const people = await namesIn(cast);
	expect(await enrollIntake(db, carl, tuesdayGroup.id, input)).toBe(2);
	expect(await enrollIntake(db, carl, tuesdayGroup.id, input)).toBe(2);
	const again = { ...(await looked(cast, [rows[1]])), as: 'referred' as const };
	await enrollIntake(db, carl, tuesdayGroup.id, again);
	const found = await db.read.select().from(referrals).orderBy(asc(referrals.id));
	expect(found).toMatchObject([
		{ organizationId: northside.id, groupId: tuesdayGroup.id, source: 'outreach', referredOn: '2026-03-03' },
		{ organizationId: northside.id, groupId: tuesdayGroup.id, source: 'outreach' }
	]);
	expect(found).toHaveLength(2);
	expect(await namesIn(cast)).toEqual(people);
	expect((await verifyEvents(db)).faults).toEqual([]);
});
