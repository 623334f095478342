/** Keep-apart: two people who are never placed in one room. Known to program staff alone, and to them without a reason. */
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { enrollments, keepAparts, participantNames, participants, referrals } from '../db/schema/index.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, nameOf, organizationsOf, type Actor } from '../policy.ts';
import { appendEvent } from './events.ts';
import { uuid } from './inputs.ts';
import { about, inForce, keptApartFrom } from './kept-apart.ts';
import { isNew } from './operations.ts';
import { findParticipant, idOfNumber, programNumber } from './people.ts';

export const NewKeepApart = z.strictObject({ operationId: uuid, number: programNumber });
export const EndedKeepApart = z.strictObject({ operationId: uuid, keepApartId: uuid });

/**
 * Pairs of one person that the actor may know of: by the other's number, and by name where the other is in a group of the
 * actor's organizations too.
 * @throws 404, 403
 */
export async function keepApartsOf(read: Read, actor: Actor, participantId: Id) {
	await organizationFor(read, actor, participantId, 'keep-apart.read');
	const pairs = await read
		.select()
		.from(keepAparts)
		.where(and(inForce, about(participantId)))
		.orderBy(asc(keepAparts.at), asc(keepAparts.id));
	const otherOf = (pair: (typeof pairs)[number]) =>
		pair.participantId === participantId ? pair.otherId : pair.participantId;
	const people = await peopleBehind(read, actor, pairs.map(otherOf));
	return pairs.map((pair) => ({ id: pair.id, at: pair.at, ...people.get(otherOf(pair))! }));
}
export type KeepApart = Awaited<ReturnType<typeof keepApartsOf>>[number];

async function peopleBehind(read: Read, actor: Actor, ids: Id[]) {
	const rows = await read
		.select({
			id: participants.id,
			number: participants.number,
			firstName: participantNames.firstName,
			lastName: participantNames.lastName,
			organizationId: enrollments.organizationId
		})
		.from(participants)
		.leftJoin(participantNames, eq(participantNames.participantId, participants.id))
		.leftJoin(enrollments, eq(enrollments.participantId, participants.id))
		.where(inArray(participants.id, ids))
		.orderBy(asc(participants.id), asc(enrollments.id));
	const own = new Set(organizationsOf(actor, 'coordinator'));
	const shown = (all: typeof rows) => {
		const isOwn = all.some(({ organizationId }) => organizationId !== null && own.has(organizationId));
		const [{ id, number, firstName, lastName }] = all;
		const name = isOwn && firstName !== null ? { firstName, lastName: lastName! } : null;
		return { number, participantId: isOwn ? id : null, name };
	};
	return new Map([...Map.groupBy(rows, ({ id }) => id)].map(([id, all]) => [id, shown(all)]));
}

/** @throws 404, 403; 400 number `unknown`, `keep-apart.self`; 409 keep-apart.twice */
export async function recordKeepApart(
	db: Db,
	actor: Actor,
	participantId: Id,
	{ operationId, number }: z.input<typeof NewKeepApart>
) {
	await db.write(async (tx) => {
		const organizationId = await organizationFor(tx, actor, participantId, 'keep-apart.record');
		if (!(await isNew(tx, actor, 'recordKeepApart', operationId, { participantId, number }))) return;
		const otherId = await idOfNumber(tx, number);
		if (otherId === participantId) throw invalid({ number: { code: 'keep-apart.self' } });
		if ((await keptApartFrom(tx, participantId)).includes(otherId)) throw conflict('keep-apart.twice');
		await append(tx, actor, { id: operationId, organizationId, participantId, otherId, ends: null });
	});
}

/** @throws 404, 403; 409 keep-apart.over when somebody has ended it */
export async function endKeepApart(
	db: Db,
	actor: Actor,
	participantId: Id,
	{ operationId, keepApartId }: z.input<typeof EndedKeepApart>
) {
	await db.write(async (tx) => {
		const organizationId = await organizationFor(tx, actor, participantId, 'keep-apart.record');
		if (!(await isNew(tx, actor, 'endKeepApart', operationId, { participantId, keepApartId }))) return;
		const ofPerson = and(eq(keepAparts.id, keepApartId), isNull(keepAparts.ends), about(participantId));
		const [pair] = await tx.select().from(keepAparts).where(ofPerson);
		if (!pair) throw notFound();
		const { participantId: one, otherId } = pair;
		await append(tx, actor, { id: operationId, organizationId, participantId: one, otherId, ends: pair.id });
	});
}

type NewRow = Omit<typeof keepAparts.$inferInsert, 'by' | 'at'>;

/** The log says that there is a pair, and not who the two are: it is read by more people than may know. */
async function append(tx: Tx, actor: Actor, row: NewRow) {
	const { id, organizationId, ends } = row;
	const added = await tx
		.insert(keepAparts)
		.values({ ...row, by: nameOf(actor), at: now() })
		.onConflictDoNothing()
		.returning();
	if (added.length === 0) throw conflict('keep-apart.over');
	await appendEvent(tx, actor, {
		organizationId,
		subject: `keep-apart:${ends ?? id}`,
		kind: ends ? 'keep-apart.ended' : 'keep-apart.recorded'
	});
}

/**
 * An organization of the actor's that has enrolled the person, or to which they were referred.
 * @throws 404 for a person of whom the actor may not know, 403
 */
async function organizationFor(
	read: Read,
	actor: Actor,
	participantId: Id,
	action: 'keep-apart.read' | 'keep-apart.record'
): Promise<Id> {
	const own = organizationsOf(actor, 'coordinator');
	const found = [
		...(await read
			.select({ organizationId: enrollments.organizationId })
			.from(enrollments)
			.where(and(eq(enrollments.participantId, participantId), inArray(enrollments.organizationId, own)))
			.orderBy(asc(enrollments.id))),
		...(await read
			.select({ organizationId: referrals.organizationId })
			.from(referrals)
			.where(and(eq(referrals.participantId, participantId), inArray(referrals.organizationId, own)))
			.orderBy(asc(referrals.id)))
	];
	const organizationId =
		found[0]?.organizationId ??
		(await findParticipant(read, actor, participantId)).enrollments[0].organizationId;
	allow(actor, action, { organizationId });
	return organizationId;
}
