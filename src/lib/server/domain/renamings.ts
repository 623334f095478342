/** Renamings: what a person is called, from now on everywhere; the former name is kept where few may look. */
import { and, desc, eq, gte } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { enrollments, formerNames, participantNames } from '../db/schema/index.ts';
import { conflict, notFound } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { allow, can, nameOf, type Actor } from '../policy.ts';
import { acquaintanceOf } from './acquaintances.ts';
import { appendEvent } from './events.ts';
import { personName, uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { selfOf } from './own.ts';
import { nameChangeReasons } from '#lib/vocabulary.ts';

/** When the name that the form shows was set: somebody else may have changed it meanwhile. */
const shownAt = z.string().max(30);

export const Renaming = z.strictObject({
	operationId: uuid,
	shownAt,
	firstName: personName,
	lastName: personName,
	reason: z.enum(nameChangeReasons),
	/** Coordinators may say it; else the reason says what becomes of it. */
	legalFirstName: personName.nullable().default(null),
	legalLastName: personName.nullable().default(null)
});
export type Renaming = z.input<typeof Renaming>;
export const OwnRenaming = z.strictObject({ operationId: uuid, shownAt, firstName: personName });

type Names = typeof participantNames.$inferSelect;
type NewNames = Pick<Names, 'firstName' | 'lastName' | 'legalFirstName' | 'legalLastName'>;

/**
 * Changes the name in use, for every screen and paper at once.
 * @throws 404, 403; 409 name.changed when somebody else changed it since the form was shown
 */
export async function rename(db: Db, actor: Actor, participantId: Id, input: Renaming) {
	await db.write(async (tx) => {
		const known = await acquaintanceOf(tx, actor, participantId);
		allow(actor, 'names.change', known);
		const maySayLegal = can(actor, 'names.history', known);
		if (!(await isNew(tx, actor, 'rename', input.operationId, { participantId, ...input }))) return;
		const before = await namesOf(tx, participantId);
		if (before.updatedAt !== input.shownAt) throw conflict('name.changed');
		const typed = Renaming.parse(input);
		const said = maySayLegal ? typed : { ...typed, legalFirstName: null, legalLastName: null };
		await change(tx, actor, known.organizationId, before, renamed(before, said), input.reason);
	});
}

/**
 * Participants say themselves what they are called; the legal name stays.
 * @throws 409 name.changed
 */
export async function renameOneself(db: Db, actor: Actor, input: z.input<typeof OwnRenaming>) {
	await db.write(async (tx) => {
		const participantId = selfOf(actor);
		allow(actor, 'own.change', { participantId });
		if (!(await isNew(tx, actor, 'renameOneself', input.operationId, input))) return;
		const before = await namesOf(tx, participantId);
		if (before.updatedAt !== input.shownAt) throw conflict('name.changed');
		const after = renamed(before, { ...before, firstName: input.firstName, reason: 'called' });
		await change(tx, actor, await organizationOf(tx, participantId), before, after, 'called');
	});
}

async function namesOf(read: Read, participantId: Id): Promise<Names> {
	const [found] = await read
		.select()
		.from(participantNames)
		.where(eq(participantNames.participantId, participantId));
	if (!found) throw notFound();
	return found;
}

/** The organization in whose log a person's own change stands: that of their newest group. */
export async function organizationOf(read: Read, participantId: Id): Promise<Id> {
	const [newest] = await read
		.select({ id: enrollments.organizationId })
		.from(enrollments)
		.where(eq(enrollments.participantId, participantId))
		.orderBy(desc(enrollments.enrolledAt), desc(enrollments.id))
		.limit(1);
	if (!newest) throw notFound();
	return newest.id;
}

/** Called by another name, or in transition: the legal name stays what it was. Married, or changed by law: it is the new one. */
function renamed(before: Names, said: NewNames & Pick<z.output<typeof Renaming>, 'reason'>): NewNames {
	const { firstName, lastName, reason } = said;
	const staying = {
		first: before.legalFirstName ?? before.firstName,
		last: before.legalLastName ?? before.lastName
	};
	const kept = { called: staying, transition: staying, spelling: spelled(before, said) }[reason as string];
	const first = said.legalFirstName ?? kept?.first ?? firstName;
	const last = said.legalLastName ?? kept?.last ?? lastName;
	const same = first === firstName && last === lastName;
	return { firstName, lastName, legalFirstName: same ? null : first, legalLastName: same ? null : last };
}

/** A slip in the name in use is a slip in the legal one where they are the same. */
const spelled = (before: Names, { firstName, lastName }: NewNames) => ({
	first: before.legalFirstName ?? firstName,
	last: before.legalLastName ?? lastName
});

async function change(
	tx: Tx,
	actor: Actor,
	organizationId: Id,
	before: Names,
	after: NewNames,
	reason: z.output<typeof Renaming>['reason']
) {
	const { participantId, firstName, lastName } = before;
	const inUse = after.firstName !== firstName || after.lastName !== lastName;
	const legal =
		after.legalFirstName !== before.legalFirstName || after.legalLastName !== before.legalLastName;
	if (!inUse && !legal) return;
	await tx
		.update(participantNames)
		.set({ ...after, updatedAt: now() })
		.where(eq(participantNames.participantId, participantId))
		.returning();
	if (inUse) {
		const former = { id: newId(), participantId, firstName, lastName, reason };
		await tx
			.insert(formerNames)
			.values({ ...former, changedAt: now(), changedBy: nameOf(actor) })
			.returning();
	}
	const subject = `participant:${participantId}`;
	await appendEvent(tx, actor, { organizationId, subject, kind: 'participant.renamed' });
}

/**
 * The name in use, and for coordinators the legal one and former ones: those that their organization knew the person by.
 * @throws 404, 403
 */
export async function namesFor(read: Read, actor: Actor, participantId: Id) {
	const known = await acquaintanceOf(read, actor, participantId);
	allow(actor, 'names.change', known);
	const { firstName, lastName, legalFirstName, legalLastName, updatedAt } = await namesOf(
		read,
		participantId
	);
	const mayLookBack = can(actor, 'names.history', known);
	const own = known.enrollments.filter(({ organizationId }) =>
		can(actor, 'names.history', { organizationId })
	);
	return {
		...{ firstName, lastName, shownAt: updatedAt },
		legal: mayLookBack ? { firstName: legalFirstName, lastName: legalLastName } : null,
		former: mayLookBack ? await formerSince(read, participantId, own[0]?.enrolledAt ?? known.since) : null
	};
}

const formerSince = (read: Read, participantId: Id, since: string) => {
	const { id, firstName, lastName, reason, changedAt } = formerNames;
	return read
		.select({ id, firstName, lastName, reason, changedAt })
		.from(formerNames)
		.where(and(eq(formerNames.participantId, participantId), gte(changedAt, since)))
		.orderBy(desc(changedAt), desc(id));
};

/** What the program calls the person, and the legal name where it is another. */
export async function ownNames(read: Read, actor: Actor) {
	const { updatedAt, participantId: _own, ...names } = await namesOf(read, selfOf(actor));
	return { ...names, shownAt: updatedAt };
}
