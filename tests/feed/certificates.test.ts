import { describe, expect, test } from 'vitest';
import { backUp } from '#lib/server/db/backups.ts';
import { isPostgres } from '#lib/server/db/dialect.ts';
import { openDatabase } from '#lib/server/db/open.ts';
import { chosenTitles, nameCertificates, NewTitles } from '#lib/server/domain/certificate-titles.ts';
import { historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import { recordPractice } from '#lib/server/domain/practices.ts';
import { issueCertificate, revokeCertificate } from '#lib/server/feed/certificates.ts';
import {
	certificatesOf,
	completedEnrollments,
	findCertificate,
	ownCertificates,
	readCertificate
} from '#lib/server/feed/issued-certificates.ts';
import { checkPaper } from '#lib/server/feed/checked-papers.ts';
import { afterRestore } from '#lib/server/identity/restored.ts';
import { newId } from '#lib/server/ids.ts';
import { note } from '../support/telling.ts';
import { asked, completed, issue, takeBack, write, type Completed } from '../support/completing.ts';

const elsewhere = '203.0.113.7';
const codeOf = async ({ db, fatima }: Completed, id: string) =>
	(await findCertificate(db.read, fatima, id)).code;
const checked = async (cast: Completed, id: string) => checkPaper(cast.db, await codeOf(cast, id), elsewhere);
const revocation = (certificateId: string) => ({
	...{ operationId: newId(), certificateId, reason: 'mistake' as const }
});

describe('issuing', () => {
	test('whoever completed has a certificate of what they did, once', async () => {
		const cast = await completed();
		const { db, fatima, andre } = cast;
		const input = asked();
		const id = await issueCertificate(db, fatima, andre.id, input);
		expect(await issueCertificate(db, fatima, andre.id, input)).toBe(id);
		const [only, ...others] = await certificatesOf(db.read, fatima, andre.participantId);
		expect(others).toEqual([]);
		expect(only).toMatchObject({
			...{ id, name: 'Andre Miller', completedOn: '2026-03-03', over: null, organization: 'Northside Works' },
			...{ lessonIds: ['lesson-one'], by: `staff:${fatima.id}` }
		});
		expect(only.minutes).toBeGreaterThan(0);
		const kinds = (await historyOf(db.read, `participant:${andre.participantId}`)).map(({ kind }) => kind);
		expect(kinds.filter((kind) => kind === 'certificate.issued')).toHaveLength(1);
		expect((await verifyEvents(db)).faults).toEqual([]);
	});

	test('whoever has not completed has none, and two at once issue one', async () => {
		const cast = await completed();
		const { beatriz } = cast;
		await expect(issue(cast, { name: 'Beatriz Ortiz' }, cast.fatima, beatriz.id)).rejects.toMatchObject({
			...{ status: 409, code: 'certificate.not-completed' }
		});
		const both = await Promise.allSettled([issue(cast), issue(cast, {}, cast.carl)]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const [refused] = both.filter((one) => one.status === 'rejected');
		expect(refused.reason).toMatchObject({ status: 409, code: 'certificate.there' });
	});

	test('in another name, the one before stays valid or is replaced, as asked', async () => {
		const cast = await completed();
		const first = await issue(cast);
		await expect(issue(cast, { before: 'stays' })).rejects.toMatchObject({ code: 'certificate.same' });
		const second = await issue(cast, { name: 'Andrea Miller', before: 'stays' });
		expect((await checked(cast, first)).state).toBe('valid');
		const third = await issue(cast, { name: 'A. Miller', before: 'replaced' });
		expect((await checked(cast, first)).state).toBe('over');
		expect((await checked(cast, second)).state).toBe('over');
		expect((await checked(cast, third)).state).toBe('valid');
		const { db, carl, andre } = cast;
		const all = await certificatesOf(db.read, carl, andre.participantId);
		expect(all.map(({ over }) => over)).toEqual([null, 'replaced', 'replaced']);
	});

	test('participants take their own, in a name of theirs', async () => {
		const cast = await completed();
		const { db, andre, beatriz, self } = cast;
		const andreHimself = self(andre);
		expect(await completedEnrollments(db.read, andreHimself, andre.participantId)).toMatchObject([
			{ enrollmentId: andre.id }
		]);
		await expect(issue(cast, { name: 'Somebody Else' }, andreHimself)).rejects.toMatchObject({
			...{ status: 400, fields: { name: { code: 'choice' } } }
		});
		await expect(issue(cast, {}, self(beatriz))).rejects.toMatchObject({ status: 404 });
		const id = await issue(cast, {}, andreHimself);
		expect(await ownCertificates(db.read, andreHimself)).toMatchObject([{ id, name: 'Andre Miller' }]);
		expect(await ownCertificates(db.read, self(beatriz))).toEqual([]);
		expect(await readCertificate(db.read, andreHimself, id)).toMatchObject({ id });
	});

	test('nobody else learns of it', async () => {
		const cast = await completed();
		const { db, andre, beatriz, olga, henry, nils, priya, ada, lee, self } = cast;
		const id = await issue(cast);
		for (const actor of [olga, henry, nils, priya, ada, lee, self(beatriz)]) {
			await expect(readCertificate(db.read, actor, id)).rejects.toMatchObject({ status: 404 });
			await expect(issue(cast, {}, actor)).rejects.toMatchObject({ status: 404 });
			await expect(revokeCertificate(db, actor, revocation(id))).rejects.toMatchObject({ status: 404 });
			expect(await certificatesOf(db.read, actor, andre.participantId)).toEqual([]);
		}
		await expect(revokeCertificate(db, cast.fatima, revocation(id))).rejects.toMatchObject({ status: 403 });
		await expect(revokeCertificate(db, self(andre), revocation(id))).rejects.toMatchObject({ status: 403 });
	});
});

describe('checking a code', () => {
	test('says what is valid and since when, and names nobody', async () => {
		const cast = await completed();
		const code = await codeOf(cast, await issue(cast));
		const spaced = ` ${code.toLowerCase().replace(/(.{4})(?=.)/g, '$1-')} `;
		const found = await checkPaper(cast.db, spaced, elsewhere);
		expect(found).toEqual({
			...{ state: 'valid', paper: 'certificate', on: '2026-03-03' },
			titles: { en: 'Small Steps: For tests', es: 'Small Steps: For tests' }
		});
		expect(JSON.stringify(found)).not.toMatch(/Andre|Miller|Northside/);
		for (const wrong of ['', 'nothing', 'AAAA-AAAA-AAAA', `${code}0`])
			expect(await checkPaper(cast.db, wrong, elsewhere)).toEqual({ state: 'unknown' });
	});

	test('one that was revoked is no longer valid, nor printed, and is revoked once', async () => {
		const cast = await completed();
		const { db, carl } = cast;
		const id = await issue(cast);
		const input = revocation(id);
		await revokeCertificate(db, carl, input);
		await revokeCertificate(db, carl, input);
		expect(await checked(cast, id)).toMatchObject({ state: 'over' });
		await expect(revokeCertificate(db, carl, revocation(id))).rejects.toMatchObject({
			code: 'certificate.over'
		});
		await expect(readCertificate(db.read, carl, id)).rejects.toMatchObject({ code: 'certificate.over' });
		expect(await findCertificate(db.read, carl, id)).toMatchObject({ over: 'mistake' });
		await expect(issue(cast)).resolves.toEqual(expect.any(String));
	});

	test('a milestone that is voided takes its certificate and its letter along, and one earned again brings a new one', async () => {
		const cast = await completed();
		const { db, carl, fatima, andre, tuesdaySession } = cast;
		const id = await issue(cast);
		await write(db, carl, andre.id, { kind: 'completion' });
		await takeBack(cast);
		expect(await checked(cast, id)).toMatchObject({ state: 'over' });
		expect(await findCertificate(db.read, carl, id)).toMatchObject({ over: 'voided' });
		await expect(issue(cast)).rejects.toMatchObject({ code: 'certificate.not-completed' });
		await recordPractice(db, fatima, tuesdaySession, note(andre.id, 'lesson-one', { correction: 'sheet' }));
		const again = await issue(cast);
		expect(await checked(cast, again)).toMatchObject({ state: 'valid' });
		expect(await checked(cast, id)).toMatchObject({ state: 'over' });
	});

	test.runIf(!isPostgres)(
		'one that was revoked after a backup is not valid again after its restore',
		async () => {
			const cast = await completed();
			const { db, url, carl } = cast;
			const id = await issue(cast);
			const code = await codeOf(cast, id);
			const path = url.slice('file:'.length);
			await backUp(url, `${path}-backup`);
			await revokeCertificate(db, carl, revocation(id));
			await backUp(url, `${path}-replaced`);
			await afterRestore(`file:${path}-backup`, `file:${path}-replaced`);
			const restored = await openDatabase(`file:${path}-backup`);
			expect(await checkPaper(restored, code, elsewhere)).toMatchObject({ state: 'over' });
			await restored.close();
		}
	);

	test('whoever guesses is stopped, and nobody else with them', async () => {
		const { db } = await completed();
		const guess = (address: string) => checkPaper(db, 'AAAA-AAAA-AAAA', address);
		for (let i = 0; i < 60; i += 1) await guess(elsewhere);
		await expect(guess(elsewhere)).rejects.toMatchObject({ status: 429, code: 'verify.wait' });
		expect(await guess('198.51.100.9')).toEqual({ state: 'unknown' });
	});
});

describe('what certificates call the course', () => {
	const titles = (en: string, es: string) => ({ operationId: newId(), en, es });

	test('the program says it, for those that come', async () => {
		const cast = await completed();
		const { db, priya, carl } = cast;
		const before = await issue(cast);
		const chosen = titles('Skills for Work', 'Habilidades para el trabajo');
		await expect(nameCertificates(db, carl, chosen)).rejects.toMatchObject({ status: 403 });
		await nameCertificates(db, priya, chosen);
		await nameCertificates(db, priya, chosen);
		expect(await chosenTitles(db.read)).toEqual({ en: chosen.en, es: chosen.es });
		const after = await issue(cast, { name: 'A. Miller', before: 'stays' });
		expect(await checked(cast, before)).toMatchObject({ titles: { en: 'Small Steps: For tests' } });
		expect(await checked(cast, after)).toMatchObject({ titles: { es: chosen.es } });
	});

	test('a name that tells of justice is not taken', () => {
		const faults = (en: string, es: string) =>
			(NewTitles.safeParse(titles(en, es)).error?.issues ?? []).map(({ message }) => message);
		expect(faults('Skills for Work', 'Habilidades para el trabajo')).toEqual([]);
		for (const en of ['Reentry Skills', 'Skills after jail', 'Probation CBI', 'Course of the Court'])
			expect(faults(en, 'Curso'), en).toEqual(['certificate.telling']);
		for (const es of ['Curso de reinserción', 'Después de la cárcel', 'Libertad condicional'])
			expect(faults('Course', es), es).toEqual(['certificate.telling']);
	});
});
