/** Somebody who completes: one lesson and one practice are all that the course takes. */
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { recordPractice } from '#lib/server/domain/practices.ts';
import type { Db } from '#lib/server/db/open.ts';
import { issueCertificate, type NewCertificate } from '#lib/server/feed/certificates.ts';
import { makeLetter, type NewLetter } from '#lib/server/feed/letters.ts';
import { newId } from '#lib/server/ids.ts';
import type { Actor, Staff } from '#lib/server/policy.ts';
import { hold, note, tick } from './telling.ts';
import { world, type World } from './world.ts';

export const shortCourse = {
	completion:
		'  coreLessons: 1\n  essential: []\n  applications: 0\n  practice: {entries: 1, skills: 1}\n  skillsShown: 1\n  plan: null'
};

/** Andre has completed; Beatriz was there, and has not. */
export async function completed() {
	const cast = await world(shortCourse);
	const { db, fatima, andre, beatriz, tuesdaySession } = cast;
	const noted = note(andre.id, 'lesson-one');
	await recordPractice(db, fatima, tuesdaySession, noted);
	await recordDelivery(db, fatima, tuesdaySession, tick('lesson-one', 'try-it'));
	await hold(db, fatima, tuesdaySession, [andre, beatriz]);
	return { ...cast, noted };
}
export type Completed = Awaited<ReturnType<typeof completed>>;

/** Takes the practice back that completion rests on. */
export async function takeBack({ db, carl, andre, tuesdaySession, noted }: Completed) {
	const corrected = { withdrawn: true, replaces: [noted.operationId], correction: 'mistake' as const };
	await recordPractice(db, carl, tuesdaySession, note(andre.id, 'lesson-one', corrected));
}

export const asked = (change: Partial<NewCertificate> = {}): NewCertificate => ({
	...{ operationId: newId(), name: 'Andre Miller', before: 'none' },
	...change
});
export const issue = (
	{ db, fatima, andre }: World,
	change: Partial<NewCertificate> = {},
	by: Actor = fatima,
	enrollmentId = andre.id
) => issueCertificate(db, by, enrollmentId, asked(change));

export const wanted = (change: Partial<NewLetter> = {}): NewLetter => ({
	...{ operationId: newId(), kind: 'attendance', audience: 'court', wording: 'neutral', language: 'en' },
	...{ name: 'used', days: false, line: null, inPerson: true },
	...change
});
export const write = (db: Db, by: Staff | Actor, enrollmentId: string, change: Partial<NewLetter> = {}) =>
	makeLetter(db, by, enrollmentId, wanted(change));
