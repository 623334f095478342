/** Files for the program's office: with consent, by number, each line a disclosure. */
import { expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { createRecipient, revokeConsent } from '#lib/server/domain/consents.ts';
import { disclosures } from '#lib/server/db/schema/index.ts';
import {
	countProgramPeople,
	programAttendance,
	programEnrollments,
	programMilestones
} from '#lib/server/feed/program-files.ts';
import { system } from '#lib/server/policy.ts';
import { present, world } from '../support/world.ts';

const span = { from: '2026-03-01', to: '2026-03-31' };
async function all<Row>(parts: AsyncIterable<Row[]>): Promise<Row[]> {
	const rows: Row[] = [];
	for await (const part of parts) rows.push(...part);
	return rows;
}

async function setting() {
	const cast = await world();
	const office = await createRecipient(cast.db, system, { name: 'Program office', kind: 'program' });
	const information = ['enrollment', 'attendance', 'milestones'];
	const agree = (one: typeof cast.andre, change: object = {}) =>
		cast.consent(one, office.id, { information, ...change });
	await mark(cast.db, cast.fatima, cast.tuesdaySession, present(cast.andre.id));
	await mark(cast.db, cast.olga, cast.harborSession, present(cast.dolores.id));
	return { ...cast, office, agree };
}

test('has those who let the office know, of every organization, without names; each is logged', async () => {
	const { db, priya, andre, dolores, agree } = await setting();
	const given = [await agree(andre), await agree(dolores)];
	const rows = await all(programAttendance(db, priya, span));
	expect(rows.map((row) => [row.participant.number, row.attended, row.consent.expires])).toEqual([
		['P-1001', 'yes', '2027-03-01'],
		['P-2001', 'yes', '2027-03-01']
	]);
	expect(JSON.stringify(rows)).not.toMatch(/Andre|Miller|Dolores/);
	const logged = await db.read.select().from(disclosures);
	expect(logged.map(({ consentId, via, toldTo }) => [consentId, via, toldTo]).sort()).toEqual(
		given.map(({ id }) => [id, 'csv', `staff:${priya.id}`]).sort()
	);
	expect(await countProgramPeople(db.read, priya, 'attendance')).toBe(2);
});

test('leaves out what nobody consented to, what was revoked, and other days, which are not logged either', async () => {
	const { db, priya, andre, beatriz, agree } = await setting();
	await agree(beatriz, { information: ['attendance'] });
	expect(await all(programMilestones(db, priya, span))).toEqual([]);
	expect(await all(programEnrollments(db, priya, span))).toEqual([]);
	const { id } = await agree(andre);
	expect(await all(programEnrollments(db, priya, { from: '2026-03-04', to: '2026-03-31' }))).toEqual([]);
	expect(await db.read.$count(disclosures)).toBe(0);
	expect((await all(programMilestones(db, priya, span))).length).toBeGreaterThan(0);
	await revokeConsent(db, system, andre.participantId, id);
	expect(await all(programMilestones(db, priya, span))).toEqual([]);
	expect(await countProgramPeople(db.read, priya, 'milestones')).toBe(0);
});

test('is for the program’s staff and nobody else', async () => {
	const { db, carl, fatima, ada, andre, agree } = await setting();
	await agree(andre);
	for (const other of [carl, fatima, ada]) {
		for (const rows of [programAttendance, programEnrollments, programMilestones])
			await expect(all<object>(rows(db, other, span))).rejects.toMatchObject({ status: 403 });
		await expect(countProgramPeople(db.read, other, 'attendance')).rejects.toMatchObject({ status: 403 });
	}
	expect(await db.read.$count(disclosures)).toBe(0);
});

test('a milestone of an evening is of that day where the program is, not of the next', async () => {
	const { db, priya, andre, agree } = await setting();
	await agree(andre);
	const on = async (day: string) => all(programMilestones(db, priya, { from: day, to: day }));
	expect((await on('2026-03-03')).map(({ date, at }) => [date, at.slice(0, 10)])).toContainEqual([
		'2026-03-03',
		'2026-03-04'
	]);
	expect(await on('2026-03-04')).toEqual([]);
});
