/** Issued certificates: as staff, their holders and whoever prints them read them. */
import { and, asc, desc, eq, isNull, not } from 'drizzle-orm';
import { lessonIn, type LessonOutline } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import {
	certificateRevocations,
	certificates,
	enrollments,
	groups,
	milestones,
	organizations,
	paperNames
} from '../db/schema/index.ts';
import { isTelling } from '../domain/certificate-titles.ts';
import { facilitatorIdsOf } from '../domain/facilitators.ts';
import { groupScope } from '../domain/groups.ts';
import { outlineOf } from '../domain/lessons.ts';
import { isVoided, voidedFlag } from '../domain/voids.ts';
import { conflict, forbidden, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import type { InBoth } from '#lib/paper-kinds.ts';

const languages = ['en', 'es'] as const;

/** The milestone behind it was taken back. */
export const voided = voidedFlag(certificates.milestoneId);

type Condition = ReturnType<typeof eq>;

/** Newest first. The caller sees to who may read them. */
export async function certificatesWhere(read: Read, ...where: (Condition | undefined)[]) {
	const found = await read
		.select({
			certificate: certificates,
			name: paperNames.name,
			organization: organizations.name,
			groupId: enrollments.groupId,
			group: groups.name,
			revocation: certificateRevocations,
			voided
		})
		.from(certificates)
		.innerJoin(enrollments, eq(enrollments.id, certificates.enrollmentId))
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.innerJoin(organizations, eq(organizations.id, certificates.organizationId))
		.leftJoin(paperNames, eq(paperNames.paperId, certificates.id))
		.leftJoin(certificateRevocations, eq(certificateRevocations.certificateId, certificates.id))
		.where(and(...where))
		.orderBy(desc(certificates.at), desc(certificates.id));
	return found.map(({ certificate, revocation, voided, ...more }) => ({
		...certificate,
		...more,
		/** Why it is over; null while it is valid. */
		over: revocation ? revocation.reason : voided ? ('voided' as const) : null,
		overAt: revocation?.at ?? null
	}));
}
export type CertificateRow = Awaited<ReturnType<typeof certificatesWhere>>[number];

export const isValid = ({ over }: CertificateRow): boolean => over === null;

const visible = (actor: Actor) =>
	actor.kind === 'participant' ? eq(certificates.participantId, actor.id) : groupScope(actor);

/**
 * One certificate as the actor may know it: a participant their own.
 * @throws 404
 */
export async function findCertificate(read: Read, actor: Actor, certificateId: Id) {
	const [found] = await certificatesWhere(read, eq(certificates.id, certificateId), visible(actor));
	if (!found) throw notFound();
	return { ...found, facilitatorIds: await facilitatorIdsOf(read, found.groupId) };
}

/**
 * A certificate for printing: whoever may issue one, and who it is about. Its name may have been erased since.
 * @throws 404, 403; 409 certificate.over
 */
export async function readCertificate(read: Read, actor: Actor, certificateId: Id) {
	const certificate = await findCertificate(read, actor, certificateId);
	allow(actor, 'certificates.issue', certificate);
	if (!isValid(certificate)) throw conflict('certificate.over');
	return certificate;
}

/** The skills of a certificate's lessons, in each language: none whose name tells of justice ("Talk about my record"). */
export async function skillsOf(
	read: Read,
	{ editionId, lessonIds }: Pick<CertificateRow, 'editionId' | 'lessonIds'>
) {
	const { lessons } = await outlineOf(read, editionId);
	const nameIn = (lesson: LessonOutline, language: keyof InBoth) =>
		lessonIn(lesson, language).skill?.name ?? '';
	const own = lessons
		.filter(({ id }) => lessonIds.includes(id))
		.filter((one) => languages.every((language) => !isTelling(nameIn(one, language), language)));
	const names = (language: keyof InBoth) => own.map((one) => nameIn(one, language)).filter(Boolean);
	return { en: names('en'), es: names('es') };
}

/** A participant's certificates that the actor may know of, newest first. */
export const certificatesOf = (read: Read, actor: Actor, participantId: Id) =>
	certificatesWhere(read, eq(certificates.participantId, participantId), visible(actor));

/** @throws 403 for anybody but a participant */
export async function ownCertificates(read: Read, actor: Actor) {
	if (actor.kind !== 'participant') throw forbidden('own.read');
	return certificatesOf(read, actor, actor.id);
}

/** By which enrollments a participant could have a certificate: those that completed, oldest first. */
export async function completedEnrollments(read: Read, actor: Actor, participantId: Id) {
	const scope = actor.kind === 'participant' ? eq(enrollments.participantId, actor.id) : groupScope(actor);
	return read
		.select({
			enrollmentId: enrollments.id,
			group: groups.name,
			at: milestones.at,
			organizationId: enrollments.organizationId
		})
		.from(milestones)
		.innerJoin(enrollments, eq(enrollments.id, milestones.enrollmentId))
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.where(
			and(
				eq(enrollments.participantId, participantId),
				eq(milestones.kind, 'completed'),
				isNull(milestones.voids),
				not(isVoided(milestones.id)),
				scope
			)
		)
		.orderBy(asc(milestones.position));
}
