/** A certificate and a letter of somebody, for who gets in where: completing takes longer than these routes need. */
import { eq } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import { certificates, milestones, paperNames } from '#lib/server/db/schema/index.ts';
import { makeLetter } from '#lib/server/feed/letters.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';

type Holder = { id: string; participantId: string; organizationId: string };

export async function papersOf(
	db: Db,
	{ id: enrollmentId, participantId, organizationId }: Holder,
	editionId: string
) {
	const [{ id: milestoneId }] = await db.read
		.select()
		.from(milestones)
		.where(eq(milestones.enrollmentId, enrollmentId));
	const certificate = newId();
	const row = {
		...{ id: certificate, organizationId, participantId, enrollmentId, milestoneId, editionId },
		...{ code: newId(), titles: { en: 'Skills', es: 'Habilidades' }, completedOn: '2026-03-03', minutes: 90 },
		...{ lessonIds: [], by: 'system', at: new Date().toISOString() }
	};
	await db.write(async (tx) => {
		await tx.insert(certificates).values(row).returning();
		const named = { paperId: certificate, participantId, name: 'Nobody Canary', line: null };
		await tx.insert(paperNames).values(named).returning();
	});
	const letter = await makeLetter(db, system, enrollmentId, {
		...{ operationId: newId(), kind: 'attendance', audience: 'court', wording: 'neutral', language: 'en' },
		...{ name: 'used', days: false, line: 'Canary line', inPerson: true }
	});
	return { certificate, letter };
}
