/** Erasures: one asks that a person's names and contact be erased, another carries it out. Facts and log stay as they are. */
import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import {
	cardLogins,
	cards,
	ceremonyNames,
	consents,
	consentSignatures,
	contacts,
	disputeLines,
	disputes,
	enrollments,
	erasureEnds,
	erasures,
	formerNames,
	handoffReaches,
	handoffs,
	handoffSteps,
	paperNames,
	participantNames,
	participants,
	referrals,
	referralSteps
} from '../db/schema/index.ts';
import { conflict, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, can, nameOf, system, type Actor } from '../policy.ts';
import { acquaintanceOf } from './acquaintances.ts';
import { authorsOf } from './authors.ts';
import { appendEvent } from './events.ts';
import { appendHandoffStep, handoffsWith, openHandoffStates } from './handoff-steps.ts';
import { isHeld } from './holds.ts';
import { uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { openStates, referralsWith } from './referral-steps.ts';
import type { ErasureEnd } from '#lib/vocabulary.ts';

export const AskedErasure = z.strictObject({
	operationId: uuid,
	/** The person wants it, and was told what stays. */
	told: z.literal(true)
});
export const EndedErasure = z.strictObject({ operationId: uuid, erasureId: uuid });

/**
 * Asks for it. Whoever asks can't carry it out.
 * @throws 404, 403; 409 erasure.open, erasure.in-group, erasure.not-now
 */
export async function askErasure(
	db: Db,
	actor: Actor,
	participantId: Id,
	{ operationId: id }: z.infer<typeof AskedErasure>
) {
	await db.write(async (tx) => {
		const { organizationId } = await acquaintanceOf(tx, actor, participantId);
		allow(actor, 'erasures.ask', { organizationId });
		if (!(await isNew(tx, actor, 'askErasure', id, { participantId }))) return;
		await refuseKept(tx, participantId);
		if ((await openErasures(tx)).some((one) => one.participantId === participantId))
			throw conflict('erasure.open');
		const row = { id, participantId, organizationId, by: nameOf(actor), at: now() };
		await tx.insert(erasures).values(row).returning();
		await note(tx, actor, row, 'erasure.asked');
	});
}

/**
 * Erases names, contact and what the person wrote in words of their own; cards end. What they did, were told and agreed to
 * stays under their number.
 * @throws 404, 403; 409 erasure.same-person, erasure.ended, erasure.in-group, erasure.not-now
 */
export async function carryOutErasure(db: Db, actor: Actor, input: z.infer<typeof EndedErasure>) {
	await end(db, actor, input, 'carried-out', async (tx, erasure) => {
		if (erasure.by === nameOf(actor)) throw conflict('erasure.same-person');
		await refuseKept(tx, erasure.participantId);
		await erase(tx, actor, erasure.participantId);
	});
}

/** @throws 404, 403; 409 erasure.ended */
export const callOffErasure = (db: Db, actor: Actor, input: z.infer<typeof EndedErasure>) =>
	end(db, actor, input, 'called-off', async () => undefined);

type Erasure = typeof erasures.$inferSelect;

async function end(
	db: Db,
	actor: Actor,
	{ operationId, erasureId }: z.infer<typeof EndedErasure>,
	how: ErasureEnd,
	work: (tx: Tx, erasure: Erasure) => Promise<unknown>
) {
	await db.write(async (tx) => {
		const [erasure] = await tx.select().from(erasures).where(eq(erasures.id, erasureId));
		if (!erasure || !can(actor, 'erasures.carry-out', erasure)) throw notFound();
		if (!(await isNew(tx, actor, `erasure.${how}`, operationId, { erasureId }))) return;
		const [added] = await tx
			.insert(erasureEnds)
			.values({ erasureId, end: how, by: nameOf(actor), at: now() })
			.onConflictDoNothing({ target: erasureEnds.erasureId })
			.returning();
		if (!added) throw conflict('erasure.ended');
		await work(tx, erasure);
		await note(tx, actor, erasure, `erasure.${how}`);
	});
}

/** Whoever is in a group or waits for a place has to be called something; and why something is held is said to nobody here. */
async function refuseKept(tx: Tx, participantId: Id) {
	const there = and(eq(enrollments.participantId, participantId), isNull(enrollments.exitedAt));
	const [member] = await tx.select({ id: enrollments.id }).from(enrollments).where(there).limit(1);
	if (member) throw conflict('erasure.in-group');
	const waits = and(eq(referrals.participantId, participantId), inArray(referralSteps.state, openStates));
	const isWaiting = (await referralsWith(tx, waits)).length > 0;
	if (isWaiting || (await isHeld(tx, participantId))) throw conflict('erasure.not-now');
}

/** Erasures that were carried out. */
export const erasedIn = ({ read }: Db) =>
	read
		.select({ erasure: erasures, end: erasureEnds })
		.from(erasures)
		.innerJoin(erasureEnds, eq(erasureEnds.erasureId, erasures.id))
		.where(eq(erasureEnds.end, 'carried-out'))
		.orderBy(asc(erasures.at), asc(erasures.id));
type Erased = Awaited<ReturnType<typeof erasedIn>>[number];

/** After a restore: a name that was erased since the backup goes again. */
export async function eraseAgain(db: Db, { erasure, end }: Erased): Promise<void> {
	await db.write(async (tx) => {
		const [known] = await tx.select().from(participants).where(eq(participants.id, erasure.participantId));
		if (!known) return;
		await tx.insert(erasures).values(erasure).onConflictDoNothing({ target: erasures.id }).returning();
		const ended = tx.insert(erasureEnds).values(end);
		const [added] = await ended.onConflictDoNothing({ target: erasureEnds.erasureId }).returning();
		if (!added) return;
		await erase(tx, system, erasure.participantId);
		await note(tx, system, erasure, 'erasure.carried-out');
	});
}

/** The number takes the name's place: rolls and papers of the past can still be read. */
async function erase(tx: Tx, actor: Actor, participantId: Id) {
	await endHandoffs(tx, actor, participantId);
	const [{ number }] = await tx.select().from(participants).where(eq(participants.id, participantId));
	const bare = {
		firstName: number,
		lastName: '',
		legalFirstName: null,
		legalLastName: null,
		updatedAt: now()
	};
	const whose = eq(participantNames.participantId, participantId);
	await tx.update(participantNames).set(bare).where(whose).returning();
	for (const table of [formerNames, contacts, ceremonyNames] as (typeof contacts)[])
		await tx.delete(table).where(eq(table.participantId, participantId)).returning();
	const papers = eq(paperNames.participantId, participantId);
	await tx.update(paperNames).set({ name: number, line: null }).where(papers).returning();
	await eraseWords(tx, participantId);
	const own = and(eq(cards.participantId, participantId), isNull(cards.endedAt));
	await tx.update(cards).set({ endedAt: now(), endReason: 'withdrawn' }).where(own).returning();
	await tx.delete(cardLogins).where(eq(cardLogins.participantId, participantId)).returning();
}

/** What hangs on the person's consents, questions and handoffs. */
async function eraseWords(tx: Tx, participantId: Id) {
	const signed = await tx
		.select({ id: consents.id })
		.from(consents)
		.where(eq(consents.participantId, participantId));
	const asked = await tx
		.select({ id: disputes.id })
		.from(disputes)
		.innerJoin(enrollments, eq(enrollments.id, disputes.enrollmentId))
		.where(eq(enrollments.participantId, participantId));
	const handed = await tx
		.select({ id: handoffs.id })
		.from(handoffs)
		.where(eq(handoffs.participantId, participantId));
	const ids = (rows: { id: Id }[]) => rows.map(({ id }) => id);
	await tx
		.delete(consentSignatures)
		.where(inArray(consentSignatures.consentId, ids(signed)))
		.returning();
	await tx
		.delete(disputeLines)
		.where(inArray(disputeLines.disputeId, ids(asked)))
		.returning();
	await tx
		.delete(handoffReaches)
		.where(inArray(handoffReaches.handoffId, ids(handed)))
		.returning();
}

async function endHandoffs(tx: Tx, actor: Actor, participantId: Id) {
	const open = and(
		eq(handoffs.participantId, participantId),
		inArray(handoffSteps.state, ['offered', ...openHandoffStates])
	);
	for (const { handoff, step } of await handoffsWith(tx, open))
		await appendHandoffStep(tx, actor, handoff, step, { state: 'withdrawn' });
}

const note = (tx: Tx, actor: Actor, { id, organizationId, participantId }: Erasure, kind: string) =>
	appendEvent(tx, actor, {
		organizationId,
		subject: `participant:${participantId}`,
		kind,
		data: { erasureId: id }
	});

async function openErasures(read: Read) {
	const rows = await read
		.select({ erasure: erasures, number: participants.number })
		.from(erasures)
		.innerJoin(participants, eq(participants.id, erasures.participantId))
		.leftJoin(erasureEnds, eq(erasureEnds.erasureId, erasures.id))
		.where(isNull(erasureEnds.erasureId))
		.orderBy(asc(erasures.at), asc(erasures.id));
	return rows.map(({ erasure, number }) => ({ ...erasure, number }));
}

/** Those that wait for somebody to carry them out, by number: for coordinators of the organization and program staff. */
export async function waitingErasures(read: Read, actor: Actor) {
	const own = (await openErasures(read)).filter((one) => can(actor, 'erasures.carry-out', one));
	const named = await authorsOf(
		read,
		own.map(({ by }) => by)
	);
	return own.map(({ id, number, at, by }) => ({
		...{ id, number, at, askedBy: named(by) },
		mayCarryOut: by !== nameOf(actor)
	}));
}

/** How the last erasure of a person stands: null when none was asked. The caller has found the person. */
export async function erasureOf(read: Read, participantId: Id) {
	const [last] = await read
		.select({ at: erasures.at, end: erasureEnds.end, endedAt: erasureEnds.at })
		.from(erasures)
		.leftJoin(erasureEnds, eq(erasureEnds.erasureId, erasures.id))
		.where(eq(erasures.participantId, participantId))
		.orderBy(desc(erasures.at), desc(erasures.id))
		.limit(1);
	return last ?? null;
}
