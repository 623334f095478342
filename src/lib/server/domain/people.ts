/** Participants: people of the program, enrolled in organizations' groups. Names live apart from the facts. */
import { and, asc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { prepared } from '../db/prepared.ts';
import { enrollments, groups, participantNames, participants } from '../db/schema/index.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { appendChange } from './changes.ts';
import { enroll, leaveOthers } from './enrollments.ts';
import { appendEvent } from './events.ts';
import { findGroup, groupScope } from './groups.ts';
import { uuid } from './inputs.ts';
import { byName } from './names.ts';
import { isNew } from './operations.ts';
import { dayIn } from './schedule.ts';
import { refuseUnoffered, sectorId } from './sectors.ts';
import { exitReasons, placementReasons } from '#lib/vocabulary.ts';

/** The program's number, as case management writes it: letters, digits and hyphens. */
export const programNumber = z
	.string()
	.trim()
	.toUpperCase()
	.regex(/^[A-Z0-9][A-Z0-9-]{2,19}$/);

export const sector = sectorId.nullable().default(null);
/** Why somebody is placed although the group is full or past its gate. */
export const override = z.enum(placementReasons).nullable().default(null);

export const NewEnrollment = z.strictObject({
	operationId: uuid,
	number: programNumber,
	sectorId: sector,
	override,
	/** They move here from another group of the course, whoever's it is: they are in that one no more. */
	moves: z.boolean().default(false)
});
export const SectorChoice = z.strictObject({ operationId: uuid, sectorId: sector });
export const Exit = z.strictObject({ operationId: uuid, reason: z.enum(exitReasons) });

export { enroll } from './enrollments.ts';

/** Groups work with 8 to 12 people (T4C): outside that, staff are warned, never stopped. */
export const groupSize = { least: 8, most: 12 };

/**
 * Enrolls somebody whom the program knows, by the program's number.
 * @throws 400 number `unknown`; 409 enrollment.twice when already in the group, placement.*
 */
export async function enrollByNumber(
	db: Db,
	actor: Actor,
	groupId: Id,
	input: z.input<typeof NewEnrollment>
) {
	return db.write(async (tx) => {
		const group = await findGroup(tx, actor, groupId);
		allow(actor, 'groups.enroll', group);
		const { operationId, ...asked } = NewEnrollment.parse(input);
		const { number, sectorId, override, moves } = asked;
		if (!(await isNew(tx, actor, 'enrollByNumber', operationId, { groupId, ...asked }))) {
			return findEnrollmentByNumber(tx, groupId, number);
		}
		const participantId = await idOfNumber(tx, number);
		if (moves) await leaveOthers(tx, actor, group, participantId);
		return enroll(tx, actor, group, participantId, sectorId, override);
	});
}

/** @throws 400 number `unknown` */
export async function idOfNumber(tx: Tx, number: string): Promise<Id> {
	const [person] = await tx.select().from(participants).where(eq(participants.number, number));
	if (!person) throw invalid({ number: { code: 'unknown' } });
	return person.id;
}

export async function findEnrollmentByNumber(tx: Tx, groupId: Id, number: string) {
	const there = and(eq(enrollments.groupId, groupId), eq(participants.number, number));
	const [found] = await tx
		.select({ enrollment: enrollments })
		.from(enrollments)
		.innerJoin(participants, eq(participants.id, enrollments.participantId))
		.where(there);
	if (!found) throw notFound();
	return found.enrollment;
}

/**
 * Says which sector the person trains for, or (null) that it is not known.
 * @throws 404, 403; 400 for a sector that is not offered
 */
export async function chooseSector(
	db: Db,
	actor: Actor,
	enrollmentId: Id,
	{ operationId, sectorId = null }: z.input<typeof SectorChoice>
) {
	await db.write(async (tx) => {
		const enrollment = await findEnrollment(tx, actor, enrollmentId);
		allow(actor, 'groups.enroll', enrollment);
		if (!(await isNew(tx, actor, 'chooseSector', operationId, { enrollmentId, sectorId }))) return;
		await refuseUnoffered(tx, sectorId, enrollment.sectorId);
		await tx.update(enrollments).set({ sectorId }).where(eq(enrollments.id, enrollmentId)).returning();
		await appendEvent(tx, actor, {
			organizationId: enrollment.organizationId,
			subject: `participant:${enrollment.participantId}`,
			kind: 'enrollment.sector',
			data: { enrollmentId, sectorId }
		});
	});
}

/** Ends an enrollment with its reason. What was earned stays. */
export async function exitEnrollment(db: Db, actor: Actor, enrollmentId: Id, input: z.infer<typeof Exit>) {
	return db.write(async (tx) => {
		const enrollment = await findEnrollment(tx, actor, enrollmentId);
		allow(actor, 'groups.exit', enrollment);
		const { operationId, reason } = input;
		if (!(await isNew(tx, actor, 'exitEnrollment', operationId, { enrollmentId, reason }))) return;
		if (enrollment.exitedAt) throw conflict('enrollment.exited');
		const { zone } = await findGroup(tx, actor, enrollment.groupId);
		await appendChange(tx, actor, enrollment, { kind: 'exited', day: dayIn(zone, now()), reason });
	});
}

const person = {
	participantId: participants.id,
	number: participants.number,
	firstName: participantNames.firstName,
	lastName: participantNames.lastName,
	language: participantNames.language
};

/** @throws 404 for an enrollment in a group that the actor may not know of */
export async function findEnrollment(read: Read, actor: Actor, enrollmentId: Id) {
	const [found] = await read
		.select({ enrollment: enrollments, ...person })
		.from(enrollments)
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.innerJoin(participants, eq(participants.id, enrollments.participantId))
		.innerJoin(participantNames, eq(participantNames.participantId, participants.id))
		.where(and(eq(enrollments.id, enrollmentId), groupScope(actor)));
	if (!found) throw notFound();
	const { enrollment, ...name } = found;
	return { ...enrollment, ...name };
}

/**
 * People of a group, by first name. `last` is the whole last name: a page that others may see shows its initial.
 * @param onlyActive leaves out those who have exited
 */
export async function peopleIn(read: Read, groupId: Id, onlyActive = false) {
	const people = (await peopleRows(read, { groupId })).filter(
		({ exitedAt }) => !onlyActive || exitedAt === null
	);
	return people.sort(byName);
}

const peopleRows = prepared('people', (read) =>
	read
		.select({
			enrollmentId: enrollments.id,
			enrolledOn: enrollments.enrolledOn,
			exitedAt: enrollments.exitedAt,
			exitReason: enrollments.exitReason,
			pausedOn: enrollments.pausedOn,
			away: enrollments.away,
			...person
		})
		.from(enrollments)
		.innerJoin(participants, eq(participants.id, enrollments.participantId))
		.innerJoin(participantNames, eq(participantNames.participantId, participants.id))
		.where(eq(enrollments.groupId, sql.placeholder('groupId')))
		.orderBy(asc(enrollments.id))
);

/**
 * One participant as the actor may know them: through enrollments in groups that they may know of.
 * @throws 404 when there is no such enrollment
 */
export async function findParticipant(read: Read, actor: Actor, participantId: Id) {
	const rows = await read
		.select({ enrollment: enrollments, group: { id: groups.id, name: groups.name }, ...person })
		.from(enrollments)
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.innerJoin(participants, eq(participants.id, enrollments.participantId))
		.innerJoin(participantNames, eq(participantNames.participantId, participants.id))
		.where(and(eq(participants.id, participantId), groupScope(actor)))
		.orderBy(asc(enrollments.enrolledAt), asc(enrollments.id));
	if (rows.length === 0) throw notFound();
	const { enrollment: _first, group: _in, ...name } = rows[0];
	return { ...name, enrollments: rows.map(({ enrollment, group }) => ({ ...enrollment, group })) };
}
