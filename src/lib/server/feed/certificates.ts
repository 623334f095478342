/** Certificates: issued to whoever completed, checked by anybody who has the paper's code, revoked with a reason. */
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Tx } from '../db/open.ts';
import { certificateRevocations, certificates, paperNames } from '../db/schema/index.ts';
import { titlesOf } from '../domain/certificate-titles.ts';
import { completionOf, findHolder, type Holder } from '../domain/completions.ts';
import { appendEvent } from '../domain/events.ts';
import { factsIn } from '../domain/facts.ts';
import { personName, uuid } from '../domain/inputs.ts';
import { isNew } from '../domain/operations.ts';
import { progress } from '../domain/progress.ts';
import { conflict, invalid } from '../errors.ts';
import { newCode } from '../identity/codes.ts';
import type { Id } from '../ids.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { logOwnDisclosure } from './disclosures.ts';
import { certificatesWhere, findCertificate, isValid, type CertificateRow } from './issued-certificates.ts';
import { revocationReasons, type RevocationReason } from '#lib/paper-kinds.ts';

/** 60 bits, and whoever tries codes is slowed down: see checked-papers.ts. */
export const paperCodeLength = 12;

export const NewCertificate = z.strictObject({
	operationId: uuid,
	/** As it is to be on the paper. */
	name: personName,
	/** What becomes of a valid one that the person has: "none" says that there is none. */
	before: z.enum(['none', 'stays', 'replaced'])
});
export type NewCertificate = z.infer<typeof NewCertificate>;
export const Revocation = z.strictObject({
	operationId: uuid,
	certificateId: uuid,
	reason: z.enum(revocationReasons)
});

/**
 * Issues a certificate. Sent twice, it issues one.
 * @returns its id
 * @throws 404, 403; 400 name `choice` when a participant asks for another name than their own; 409
 * certificate.not-completed, certificate.there when there is a valid one, certificate.same when it has that name
 */
export async function issueCertificate(db: Db, actor: Actor, enrollmentId: Id, input: NewCertificate) {
	return db.write(async (tx) => {
		const holder = await findHolder(tx, actor, enrollmentId);
		allow(actor, 'certificates.issue', holder);
		const { operationId, ...asked } = input;
		if (!(await isNew(tx, actor, 'issueCertificate', operationId, { enrollmentId, ...asked })))
			return operationId;
		const completion = await completionOf(tx, enrollmentId);
		if (!completion) throw conflict('certificate.not-completed');
		const valid = (await certificatesWhere(tx, eq(certificates.milestoneId, completion.milestoneId))).filter(
			isValid
		);
		refuseMisfit(actor, holder, asked, valid);
		await insert(tx, actor, holder, completion, input);
		if (asked.before === 'replaced') for (const one of valid) await revoke(tx, actor, one, 'replaced');
		return operationId;
	});
}

function refuseMisfit(
	actor: Actor,
	{ names }: Holder,
	{ name, before }: Omit<NewCertificate, 'operationId'>,
	valid: CertificateRow[]
) {
	if (actor.kind === 'participant' && !names.includes(name)) throw invalid({ name: { code: 'choice' } });
	if (valid.length > 0 && before === 'none') throw conflict('certificate.there');
	if (before === 'stays' && valid.some((one) => one.name === name)) throw conflict('certificate.same');
}

async function insert(
	tx: Tx,
	actor: Actor,
	holder: Holder,
	{ milestoneId, on }: { milestoneId: Id; on: string },
	{ operationId: id, name }: NewCertificate
) {
	const { organizationId, participantId, enrollmentId, editionId } = holder;
	const row = {
		...{ id, organizationId, participantId, enrollmentId, milestoneId, editionId },
		...(await earnedBy(tx, holder)),
		code: newCode(paperCodeLength),
		titles: await titlesOf(tx, editionId),
		completedOn: on,
		by: nameOf(actor),
		at: now()
	};
	await tx.insert(certificates).values(row).returning();
	await tx.insert(paperNames).values({ paperId: id, participantId, name, line: null }).returning();
	const subject = `participant:${participantId}`;
	const data = { certificateId: id, enrollmentId, milestoneId };
	await appendEvent(tx, actor, { organizationId, subject, kind: 'certificate.issued', data });
	const what = { information: ['completion'], certificates: [id] };
	const told = { participantId, organizationId, audience: 'themselves' as const, what };
	await logOwnDisclosure(tx, actor, 'certificate', told);
}

/** Minutes attended, and the lessons with a skill that were credited, in the edition's order. */
async function earnedBy(tx: Tx, { groupId, enrollmentId }: Holder) {
	const { policy, edition, facts } = await factsIn(tx, groupId, [enrollmentId]);
	const { minutes, lessons } = progress(policy, edition, facts.get(enrollmentId)!);
	const credited = new Set(
		lessons.filter(({ state }) => state === 'credited').map(({ lessonId }) => lessonId)
	);
	const skilled = edition.lessons.filter(({ id, skill }) => skill && credited.has(id));
	return { minutes, lessonIds: skilled.map(({ id }) => id) };
}

/**
 * Ends a certificate: whoever checks it learns that it is no longer valid, not why.
 * @throws 404, 403; 409 certificate.over when it is over already
 */
export async function revokeCertificate(db: Db, actor: Actor, input: z.infer<typeof Revocation>) {
	await db.write(async (tx) => {
		const certificate = await findCertificate(tx, actor, input.certificateId);
		allow(actor, 'certificates.revoke', certificate);
		const { operationId, ...asked } = input;
		if (!(await isNew(tx, actor, 'revokeCertificate', operationId, asked))) return;
		if (!isValid(certificate)) throw conflict('certificate.over');
		await revoke(tx, actor, certificate, input.reason);
	});
}

async function revoke(
	tx: Tx,
	actor: Actor,
	{ id: certificateId, organizationId, participantId }: CertificateRow,
	reason: RevocationReason
) {
	await tx
		.insert(certificateRevocations)
		.values({ certificateId, reason, by: nameOf(actor), at: now() })
		.returning();
	const subject = `participant:${participantId}`;
	const data = { certificateId, reason };
	await appendEvent(tx, actor, { organizationId, subject, kind: 'certificate.revoked', data });
}
