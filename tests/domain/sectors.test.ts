import { describe, expect, test } from 'vitest';
import { importEdition } from '#lib/server/domain/editions.ts';
import { createGroup } from '#lib/server/domain/groups.ts';
import { outputOf } from '#lib/server/domain/outputs.ts';
import { ownLesson } from '#lib/server/domain/own.ts';
import { enrollNewParticipant } from '#lib/server/domain/newcomers.ts';
import { chooseSector, enrollByNumber, findEnrollment } from '#lib/server/domain/people.ts';
import { readLesson } from '#lib/server/domain/readings.ts';
import {
	addSector,
	listSectors,
	NewSector,
	offeredSectors,
	renameSector,
	retireSector,
	sectorNames
} from '#lib/server/domain/sectors.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Actor } from '#lib/server/policy.ts';
import { smallCurriculum } from '../support/curriculum.ts';
import { world, type World } from '../support/world.ts';

const operation = <T extends object>(input: T) => ({ operationId: newId(), ...input });
const gardening = () => operation({ id: 'gardening', en: 'Gardening', es: 'Jardinería' });
const newcomer = (change: object = {}) =>
	operation({ number: 'P-7001', firstName: 'Nadia', lastName: 'Silva', language: 'en' as const, ...change });

describe('the sectors of a program', () => {
	test('begin with nine, by name in each language', async () => {
		const { db } = await world();
		expect((await offeredSectors(db.read, 'en')).map(({ name }) => name)).toEqual([
			...['Clean energy', 'Construction', 'Culinary', 'Entertainment', 'Health care', 'Hospitality'],
			...['Information technology', 'Manufacturing', 'Transport and logistics']
		]);
		expect((await sectorNames(db.read, 'es')).culinary).toBe('Cocina');
	});

	test('are added, renamed, taken off the list and brought back by the administrator', async () => {
		const { db, ada } = await world();
		const added = gardening();
		await addSector(db, ada, added);
		await addSector(db, ada, added);
		await renameSector(db, ada, 'gardening', operation({ en: 'Landscaping', es: 'Paisajismo' }));
		expect((await sectorNames(db.read, 'es')).gardening).toBe('Paisajismo');
		await retireSector(db, ada, 'gardening', operation({ retired: true }));
		const offered = async () => (await offeredSectors(db.read, 'en')).map(({ id }) => id);
		expect(await offered()).not.toContain('gardening');
		expect(await listSectors(db.read)).toHaveLength(10);
		await retireSector(db, ada, 'gardening', operation({ retired: false }));
		expect(await offered()).toContain('gardening');
	});

	test('have ids of their own, that lessons can write', async () => {
		const { db, ada } = await world();
		await expect(
			addSector(db, ada, operation({ id: 'culinary', en: 'Cooking', es: 'Cocina' }))
		).rejects.toMatchObject({ status: 400, fields: { id: { code: 'taken' } } });
		for (const id of ['Clean Energy', 'clean_energy', '-a', 'a--b', ''])
			expect(NewSector.safeParse({ ...gardening(), id }).success, id).toBe(false);
		await expect(renameSector(db, ada, 'nothing', operation({ en: 'a', es: 'b' }))).rejects.toMatchObject({
			status: 404
		});
	});

	test('are nobody else’s to change', async () => {
		const { db, carl, fatima, priya, lee } = await world();
		for (const actor of [carl, fatima, priya, lee] as Actor[])
			await expect(addSector(db, actor, gardening())).rejects.toMatchObject({ status: 403 });
	});
});

describe('a person’s training', () => {
	test('is chosen when they are enrolled, or not yet', async () => {
		const { db, carl, tuesdayGroup, harborGroup, henry } = await world();
		const there = await enrollNewParticipant(db, carl, tuesdayGroup.id, newcomer({ sectorId: 'culinary' }));
		expect((await findEnrollment(db.read, carl, there.id)).sectorId).toBe('culinary');
		const again = operation({ number: 'P-7001', sectorId: 'hospitality' });
		expect((await enrollByNumber(db, henry, harborGroup.id, again)).sectorId).toBe('hospitality');
		const other = await enrollNewParticipant(db, carl, tuesdayGroup.id, newcomer({ number: 'P-7002' }));
		expect(other.sectorId).toBeNull();
	});

	test('can be changed by the coordinator, and is one that the program offers', async () => {
		const { db, ada, carl, fatima, henry, andre } = await world();
		const choose = (actor: Actor, sectorId: string | null) =>
			chooseSector(db, actor, andre.id, operation({ sectorId }));
		await choose(carl, 'construction');
		await retireSector(db, ada, 'construction', operation({ retired: true }));
		await choose(carl, 'construction');
		expect((await findEnrollment(db.read, carl, andre.id)).sectorId).toBe('construction');
		await choose(carl, null);
		for (const sectorId of ['construction', 'nothing'])
			await expect(choose(carl, sectorId)).rejects.toMatchObject({
				fields: { sectorId: { code: 'choice' } }
			});
		await expect(choose(fatima, 'culinary')).rejects.toMatchObject({ status: 403 });
		await expect(choose(henry, 'culinary')).rejects.toMatchObject({ status: 404 });
		await expect(
			enrollNewParticipant(db, carl, (await findEnrollment(db.read, carl, andre.id)).groupId, {
				...newcomer({ sectorId: 'construction' })
			})
		).rejects.toMatchObject({ fields: { sectorId: { code: 'choice' } } });
	});
});

describe('examples of sectors', () => {
	const text = (sector: string) => `:::example{sector="${sector}"}\nAn example about ${sector}.\n:::\n`;
	const files = () =>
		smallCurriculum({ version: '2.0.0' }).map((file) => {
			if (file.path === 'curriculum.yaml')
				return { ...file, text: file.text.replace('[construction]', '[construction, culinary]') };
			if (!file.path.endsWith('1-lesson-one.md')) return file;
			const examples = `\n${text('construction')}\n${text('culinary')}\n## Try it (`;
			return { ...file, text: file.text.replace('\n## Try it (', examples) };
		});

	async function examples(cast: World) {
		const { db, carl, fatima, mainStreet, enroll, self } = cast;
		const { edition, faults } = await importEdition(db, system, files());
		expect(faults).toEqual([]);
		const group = await createGroup(db, carl, {
			...{ name: 'New', siteId: mainStreet.id, room: '1', editionId: edition!.id, startsOn: '2026-03-03' },
			...{ facilitatorIds: [fatima.id], slots: [{ weekday: 2, time: '18:00', minutes: 90 }] }
		});
		const person = await enroll(carl, group.id, 'P-8001', 'Nadia', 'Silva');
		return { edition: edition!, person, actor: self(person) };
	}
	const seeIt = (reading: { activities: { key: string; html: string }[] }) =>
		reading.activities.find(({ key }) => key === 'see-it')!.html;

	test('are named in the guide as the program calls them now', async () => {
		const cast = await world();
		const { db, ada, fatima } = cast;
		const { edition } = await examples(cast);
		await renameSector(db, ada, 'culinary', operation({ en: 'Food & kitchens', es: 'Cocina' }));
		const { reading } = await readLesson(db.read, fatima, 'lesson-one', 'facilitator', edition.id, 'en');
		const html = seeIt(reading);
		expect(html).toContain('Example: Construction</p>');
		expect(html).toContain('Example: Food &#38; kitchens</p>');
	});

	test('a participant has the sector of their training beside the lesson, and it alone on paper', async () => {
		const cast = await world();
		const { db, carl } = cast;
		const { person, actor } = await examples(cast);
		expect((await ownLesson(db.read, actor, 'lesson-one', 'en')).sectorId).toBeNull();
		await chooseSector(db, carl, person.id, operation({ sectorId: 'culinary' }));
		expect((await ownLesson(db.read, actor, 'lesson-one', 'en')).sectorId).toBe('culinary');
		const paper = await outputOf(db.read, actor, 'workbook', 'lesson-one', {}, 'en');
		const printed = JSON.stringify(paper);
		expect(printed).toContain('about culinary');
		expect(printed).not.toContain('about construction');
		const asked = await outputOf(db.read, actor, 'workbook', 'lesson-one', { sector: 'construction' }, 'en');
		expect(JSON.stringify(asked)).toContain('about construction');
	});
});
