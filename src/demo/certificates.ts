/** What shows completion in the demo: certificates, answers for the next ceremony, and a letter. */
import { and, asc, eq } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import { enrollments, milestones, participantNames } from '#lib/server/db/schema/index.ts';
import { answerCeremony } from '#lib/server/domain/ceremonies.ts';
import { nameCertificates } from '#lib/server/domain/certificate-titles.ts';
import { completionOf } from '#lib/server/domain/completions.ts';
import { issueCertificate, revokeCertificate } from '#lib/server/feed/certificates.ts';
import { makeLetter } from '#lib/server/feed/letters.ts';
import { newId, type Id } from '#lib/server/ids.ts';
import type { Staff } from '#lib/server/policy.ts';
import type { Place } from './cohorts.ts';

/** People who have completed with an organization, in the order in which they did, a few of them. */
async function graduates(db: Db, { organizationId }: Place) {
	const { firstName, lastName } = participantNames;
	const rows = await db.read
		.select({ id: enrollments.id, participantId: enrollments.participantId, firstName, lastName })
		.from(milestones)
		.innerJoin(enrollments, eq(enrollments.id, milestones.enrollmentId))
		.innerJoin(participantNames, eq(participantNames.participantId, enrollments.participantId))
		.where(and(eq(milestones.organizationId, organizationId), eq(milestones.kind, 'completed')))
		.orderBy(asc(milestones.position))
		.limit(8);
	const found = [];
	for (const one of rows) if (await completionOf(db.read, one.id)) found.push(one);
	return [...new Map(found.map((one) => [one.id, one])).values()];
}

/** Most have their certificate, one in another name; some want to be named aloud, one does not, some were not asked. */
export async function celebrate(db: Db, head: Staff, place: Place) {
	const titles = { en: 'Steady Ground: Skills for Work', es: 'Terreno firme: habilidades para el trabajo' };
	await nameCertificates(db, head, { operationId: newId(), ...titles });
	const { coordinator } = place;
	for (const [i, one] of (await graduates(db, place)).entries()) {
		const name = `${one.firstName} ${one.lastName}`;
		if (i < 5) await issue(db, coordinator, one.id, name, 'none');
		if (i === 1) await issue(db, coordinator, one.id, `${one.firstName[0]}. ${one.lastName}`, 'stays');
		if (i === 2) {
			const certificateId = await issue(
				db,
				coordinator,
				one.id,
				`${one.firstName} Lee ${one.lastName}`,
				'replaced'
			);
			await revokeCertificate(db, coordinator, { operationId: newId(), certificateId, reason: 'mistake' });
			await issue(db, coordinator, one.id, name, 'none');
		}
		if (i < 5) {
			const said = {
				operationId: newId(),
				enrollmentId: one.id,
				named: i !== 3,
				readAs: i === 0 ? name : null
			};
			await answerCeremony(db, coordinator, said);
		}
	}
}

const issue = (db: Db, by: Staff, enrollmentId: Id, name: string, before: 'none' | 'stays' | 'replaced') =>
	issueCertificate(db, by, enrollmentId, { operationId: newId(), name, before });

/** A letter that somebody asked their coordinator for. */
export async function writeFor(db: Db, place: Place, participantId: Id) {
	const [enrollment] = await db.read
		.select({ id: enrollments.id })
		.from(enrollments)
		.where(eq(enrollments.participantId, participantId))
		.orderBy(asc(enrollments.id))
		.limit(1);
	await makeLetter(db, place.coordinator, enrollment.id, {
		...{ operationId: newId(), kind: 'attendance', audience: 'employer', wording: 'neutral', language: 'en' },
		...{ name: 'used', days: false, line: 'Harborview Logistics', inPerson: true }
	});
}
