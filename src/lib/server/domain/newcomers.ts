/** Newcomers: people whom the program takes in, with their number and name, and enrolls. */
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Tx } from '../db/open.ts';
import { participantNames, participants } from '../db/schema/index.ts';
import { conflict, invalid } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { enroll } from './enrollments.ts';
import { appendEvent } from './events.ts';
import { findGroup } from './groups.ts';
import { personName, uuid } from './inputs.ts';
import type { Named } from './names.ts';
import { namesakesAmong, peopleOf } from './namesakes.ts';
import { isNew } from './operations.ts';
import { findEnrollmentByNumber, override, programNumber, sector } from './people.ts';

export const NewParticipant = z.strictObject({
	operationId: uuid,
	number: programNumber,
	firstName: personName,
	lastName: personName,
	language: z.enum(['en', 'es']),
	/** The sector of the person's training. */
	sectorId: sector,
	override,
	/**
	 * From a screen that shows who is called nearly so: true when it is somebody else all the same. Left out where nobody
	 * is there to ask.
	 */
	another: z.boolean().optional()
});
export type NewParticipant = z.input<typeof NewParticipant>;
/**
 * Takes a new person into the program and enrolls them.
 * @throws 400 number `taken` when the program knows the number already: enroll that person instead; 409
 * participant.namesake when somebody of the organization is called nearly so
 */
export async function enrollNewParticipant(db: Db, actor: Actor, groupId: Id, input: NewParticipant) {
	return db.write(async (tx) => {
		const group = await findGroup(tx, actor, groupId);
		allow(actor, 'people.create', group);
		const { operationId, number, sectorId = null, override = null, another, ...name } = input;
		if (!(await isNew(tx, actor, 'enrollNewParticipant', operationId, { groupId, ...input }))) {
			return findEnrollmentByNumber(tx, groupId, number);
		}
		if (another === false) await refuseNamesake(tx, group.organizationId, number, name);
		const participantId = await addParticipant(tx, actor, group.organizationId, { number, ...name });
		return enroll(tx, actor, group, participantId, sectorId, override);
	});
}

/** Whose number is known is told so instead. */
async function refuseNamesake(tx: Tx, organizationId: Id, number: string, name: Named) {
	const people = await peopleOf(tx, organizationId);
	if (people.some((person) => person.number === number)) return;
	if (namesakesAmong(people, [name]).length > 0) throw conflict('participant.namesake');
}

type Newcomer = Pick<NewParticipant, 'number' | 'firstName' | 'lastName' | 'language'> & {
	/** Where it is another than the one in use. */
	legalFirstName?: string | null;
	legalLastName?: string | null;
};

/** @throws 400 number `taken` */
export async function addParticipant(
	tx: Tx,
	actor: Actor,
	organizationId: Id,
	{ number, ...name }: Newcomer
): Promise<Id> {
	const added = await tx
		.insert(participants)
		.values({ id: newId(), number, createdAt: now() })
		.onConflictDoNothing({ target: participants.number })
		.returning();
	if (added.length === 0) throw invalid({ number: { code: 'taken' } });
	const participantId = added[0].id;
	await tx
		.insert(participantNames)
		.values({ participantId, ...name, updatedAt: now() })
		.returning();
	const subject = `participant:${participantId}`;
	await appendEvent(tx, actor, { organizationId, subject, kind: 'participant.added' });
	return participantId;
}
