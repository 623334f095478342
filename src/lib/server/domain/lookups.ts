/** Lookups: is this person known to the program? Nobody's record is opened by asking, and each question is logged. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Db, Read, Tx } from '../db/open.ts';
import { enrollments, groups, participantNames, participants } from '../db/schema/index.ts';
import { invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, organizationsOf, type Actor } from '../policy.ts';
import { appendEvent } from './events.ts';
import { groupScope } from './groups.ts';
import { personName } from './inputs.ts';
import { areSame, byName, namesIn } from './names.ts';
import { programNumber } from './people.ts';

/** In whose log the question stands. */
const organizationId = z.uuid();
export const NumberLookup = z.strictObject({ organizationId, number: programNumber });
export const NameLookup = z.strictObject({ organizationId, firstName: personName, lastName: personName });

/**
 * known: the program knows the number. here: somebody whom the actor knows anyway. maybe: somebody is called so, ask for
 * the number. unknown: nobody.
 */
export type Answer = { answer: 'known' | 'here' | 'maybe' | 'unknown'; here: Known[] };
type Known = { participantId: Id; firstName: string; lastName: string; number: string };

/** @throws 403; 400 for an organization that is not the actor's */
export const lookUpNumber = (db: Db, actor: Actor, input: z.output<typeof NumberLookup>): Promise<Answer> =>
	lookUp(db, actor, input.organizationId, 'number', async (tx) => {
		const [found] = await tx
			.select({ id: participants.id })
			.from(participants)
			.where(eq(participants.number, input.number));
		if (!found) return { answer: 'unknown', here: [] };
		const here = await knownTo(tx, actor, [found.id]);
		return { answer: here.length > 0 ? 'here' : 'known', here };
	});

/** @throws 403; 400 for an organization that is not the actor's */
export const lookUpName = (db: Db, actor: Actor, input: z.output<typeof NameLookup>): Promise<Answer> =>
	lookUp(db, actor, input.organizationId, 'name', async (tx) => {
		const all = await tx.select().from(participantNames).orderBy(asc(participantNames.participantId));
		const called = all.filter((one) => namesIn(one).some((name) => areSame(name, input)));
		const here = await knownTo(
			tx,
			actor,
			called.map(({ participantId }) => participantId)
		);
		if (here.length > 0) return { answer: 'here', here };
		return { answer: called.length > 0 ? 'maybe' : 'unknown', here };
	});

async function lookUp(
	db: Db,
	actor: Actor,
	organizationId: Id,
	by: 'number' | 'name',
	find: (tx: Tx) => Promise<Answer>
) {
	return db.write(async (tx) => {
		allow(actor, 'people.look-up');
		const own = organizationsOf(actor, 'facilitator', 'coordinator');
		if (!own.includes(organizationId)) throw invalid({ organizationId: { code: 'choice' } });
		const found = await find(tx);
		const subject = `organization:${organizationId}`;
		const data = { by, answer: found.answer };
		await appendEvent(tx, actor, { organizationId, subject, kind: 'people.looked-up', data });
		return found;
	});
}

/** Those of them who are in groups that the actor may know of. */
async function knownTo(read: Read, actor: Actor, ids: Id[]): Promise<Known[]> {
	const { participantId, firstName, lastName } = participantNames;
	const rows = await read
		.selectDistinct({ participantId, firstName, lastName, number: participants.number })
		.from(enrollments)
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.innerJoin(participants, eq(participants.id, enrollments.participantId))
		.innerJoin(participantNames, eq(participantId, participants.id))
		.where(and(inArray(enrollments.participantId, ids), groupScope(actor)))
		.orderBy(asc(participants.number));
	return rows.sort(byName);
}
