import { asc, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { events, formerNames } from '#lib/server/db/schema/index.ts';
import { enrollByNumber } from '#lib/server/domain/people.ts';
import { namesFor, ownNames, rename, renameOneself, Renaming } from '#lib/server/domain/renamings.ts';
import { rollOf } from '#lib/server/domain/rolls.ts';
import { newId } from '#lib/server/ids.ts';
import type { Staff } from '#lib/server/policy.ts';
import { at, world, type World } from '../support/world.ts';

const later = '2026-03-05T18:00:00.000Z';

/** What the screen would send after showing the names as they are. */
async function renaming({ db }: World, actor: Staff, participantId: string, change: object = {}) {
	const { shownAt, firstName, lastName } = await namesFor(db.read, actor, participantId);
	const typed = { firstName, lastName, reason: 'called', ...change };
	return Renaming.parse({ operationId: newId(), shownAt, ...typed });
}

test('a new name is on the roll at once, and the former one only where coordinators look', async () => {
	const cast = await world();
	const { db, fatima, carl, andre, tuesdaySession } = cast;
	at(later);
	const input = await renaming(cast, fatima, andre.participantId, { firstName: 'Ana', reason: 'transition' });
	await rename(db, fatima, andre.participantId, input);

	const roll = await rollOf(db.read, fatima, tuesdaySession);
	expect(roll.map(({ firstName }) => firstName)).toContain('Ana');
	expect(JSON.stringify(roll)).not.toContain('Andre');
	const seen = await namesFor(db.read, fatima, andre.participantId);
	expect(seen).toMatchObject({ firstName: 'Ana', legal: null, former: null });
	expect(await namesFor(db.read, carl, andre.participantId)).toMatchObject({
		legal: { firstName: 'Andre', lastName: 'Miller' },
		former: [{ firstName: 'Andre', lastName: 'Miller', reason: 'transition', changedAt: later }]
	});
});

test.each([
	['called', { firstName: 'Dre' }, { firstName: 'Andre', lastName: 'Miller' }],
	['transition', { firstName: 'Ana' }, { firstName: 'Andre', lastName: 'Miller' }],
	['marriage', { lastName: 'Soto' }, { firstName: null, lastName: null }],
	['legal', { firstName: 'Ana' }, { firstName: null, lastName: null }],
	['spelling', { lastName: 'Millar' }, { firstName: null, lastName: null }],
	['called', { firstName: 'Dre', legalFirstName: 'Andreas' }, { firstName: 'Andreas', lastName: 'Miller' }]
])('what becomes of the legal name: %s %o', async (reason, change, legal) => {
	const cast = await world();
	const { db, carl, andre } = cast;
	await rename(
		db,
		carl,
		andre.participantId,
		await renaming(cast, carl, andre.participantId, { reason, ...change })
	);
	expect((await namesFor(db.read, carl, andre.participantId)).legal).toEqual(legal);
});

test('a facilitator does not say the legal name', async () => {
	const cast = await world();
	const { db, fatima, carl, andre } = cast;
	const change = { firstName: 'Dre', legalFirstName: 'Mallory' };
	await rename(db, fatima, andre.participantId, await renaming(cast, fatima, andre.participantId, change));
	expect((await namesFor(db.read, carl, andre.participantId)).legal?.firstName).toBe('Andre');
});

test('who goes by the legal name again has one name', async () => {
	const cast = await world();
	const { db, carl, andre } = cast;
	for (const firstName of ['Dre', 'Andre'])
		await rename(
			db,
			carl,
			andre.participantId,
			await renaming(cast, carl, andre.participantId, { firstName })
		);
	const names = await namesFor(db.read, carl, andre.participantId);
	expect(names).toMatchObject({ firstName: 'Andre', legal: { firstName: null, lastName: null } });
	expect(names.former).toHaveLength(2);
});

test('an organization sees no name from before it knew the person', async () => {
	const cast = await world();
	const { db, carl, henry, olga, andre, harborGroup } = cast;
	at('2026-03-05T18:00:00.000Z');
	await rename(
		db,
		carl,
		andre.participantId,
		await renaming(cast, carl, andre.participantId, { firstName: 'Ana' })
	);
	at('2026-03-06T18:00:00.000Z');
	const known = { operationId: newId(), number: 'P-1001' };
	await enrollByNumber(db, henry, harborGroup.id, known);
	expect((await namesFor(db.read, henry, andre.participantId)).former).toEqual([]);
	expect((await namesFor(db.read, olga, andre.participantId)).former).toBeNull();
	expect((await namesFor(db.read, carl, andre.participantId)).former).toHaveLength(1);
});

test('strangers find nobody; colleagues of another group neither', async () => {
	const cast = await world();
	const { db, olga, henry, nils, priya, ada, lee, carl, andre } = cast;
	const input = await renaming(cast, carl, andre.participantId, { firstName: 'Ana' });
	for (const stranger of [olga, henry, nils, priya, ada, lee]) {
		const refused = expect.objectContaining({ status: 404 });
		await expect(rename(db, stranger, andre.participantId, input)).rejects.toEqual(refused);
		await expect(namesFor(db.read, stranger, andre.participantId)).rejects.toEqual(refused);
	}
});

test('sent twice it is one change; of two at once, the second is told', async () => {
	const cast = await world();
	const { db, fatima, carl, andre } = cast;
	const first = await renaming(cast, fatima, andre.participantId, { firstName: 'Ana' });
	const second = await renaming(cast, carl, andre.participantId, { firstName: 'Anna' });
	at(later);
	await rename(db, fatima, andre.participantId, first);
	await rename(db, fatima, andre.participantId, first);
	await expect(rename(db, carl, andre.participantId, second)).rejects.toMatchObject({
		...{ status: 409, code: 'name.changed' }
	});
	expect(await db.read.select().from(formerNames)).toHaveLength(1);
});

test('a person says themselves what they are called, and the log holds no name', async () => {
	const { db, self, andre, carl } = await world();
	at(later);
	const { shownAt } = await ownNames(db.read, self(andre));
	await renameOneself(db, self(andre), { operationId: newId(), shownAt, firstName: 'Dré' });
	expect(await ownNames(db.read, self(andre))).toMatchObject({ firstName: 'Dré', legalFirstName: 'Andre' });
	const logged = await db.read
		.select()
		.from(events)
		.where(eq(events.kind, 'participant.renamed'))
		.orderBy(asc(events.seq));
	expect(logged.map(({ subject }) => subject)).toEqual([`participant:${andre.participantId}`]);
	expect(JSON.stringify(logged)).not.toMatch(/Dré|Andre/);
	const again = { operationId: newId(), shownAt, firstName: 'Andy' };
	await expect(renameOneself(db, self(andre), again)).rejects.toMatchObject({ code: 'name.changed' });
	await expect(renameOneself(db, carl, again)).rejects.toMatchObject({ status: 403 });
});

test.each([
	'Nguyễn Thị Ánh',
	'محمد',
	'אברהם',
	'Ольга',
	'李小龍',
	'कृष्ण',
	'می‌خواهم',
	"O'Brien-Šimić",
	'x'.repeat(200)
])('a name in any script is kept as it is written: %s', async (firstName) => {
	const cast = await world();
	const { db, carl, andre } = cast;
	const input = await renaming(cast, carl, andre.participantId, { firstName: firstName.normalize('NFD') });
	await rename(db, carl, andre.participantId, input);
	expect((await namesFor(db.read, carl, andre.participantId)).firstName).toBe(firstName.normalize('NFC'));
});

test.each([
	'',
	'   ',
	'\u200d',
	'a\u202eb',
	'a\u2066b',
	'a\u0000b',
	'a\nb',
	'a\u2028b',
	'\ud800',
	'x'.repeat(201)
])('what is no name is refused: %j', (firstName) => {
	const typed = { operationId: newId(), shownAt: '', lastName: 'Miller', reason: 'called', firstName };
	expect(Renaming.safeParse(typed).success).toBe(false);
});
