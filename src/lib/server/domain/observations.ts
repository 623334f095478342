/** Observations: an observer is asked to see one facilitator in one session. Seen by the three whom it concerns. */
import { and, asc, desc, eq, inArray, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import {
	acknowledgments,
	groups,
	observationDrafts,
	observations,
	observationWithdrawals,
	sessions,
	signedObservations,
	sites
} from '../db/schema/index.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, can, nameOf, organizationsOf, type Actor } from '../policy.ts';
import { authorsOf } from './authors.ts';
import { appendEvent } from './events.ts';
import { holdersIn } from './grants.ts';
import { uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { findSession } from './sessions.ts';
import type { ObservationState } from '#lib/vocabulary.ts';

export const NewObservation = z.strictObject({
	operationId: uuid,
	sessionId: uuid,
	/** Who is observed. */
	staffId: z.string().min(1).max(64),
	observerId: z.string().min(1).max(64)
});
export const WithdrawnObservation = z.strictObject({ operationId: uuid });

/** People who may observe in an organization, by name. The caller has allowed it. */
export const observersIn = (read: Read, organizationId: Id) => holdersIn(read, organizationId, 'observer');

/**
 * Asks somebody to observe. Whoever leads the session can't.
 * @throws 404, 403, 400 for whoever can't be observed or observe there, 409 session.cancelled, observation.asked
 */
export async function askObservation(db: Db, actor: Actor, input: z.infer<typeof NewObservation>) {
	const { operationId: id, ...asked } = input;
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, asked.sessionId);
		allow(actor, 'observations.ask', session);
		if (!(await isNew(tx, actor, 'askObservation', id, asked))) return;
		if (session.cancelledAt) throw conflict('session.cancelled');
		const { organizationId, facilitatorIds } = session;
		if (!facilitatorIds.includes(asked.staffId)) throw invalid({ staffId: { code: 'choice' } });
		const observers = (await observersIn(tx, organizationId)).map((one) => one.id);
		if (!observers.includes(asked.observerId) || facilitatorIds.includes(asked.observerId))
			throw invalid({ observerId: { code: 'choice' } });
		const { sessionId, staffId } = asked;
		const same = and(eq(observations.sessionId, sessionId), eq(observations.staffId, staffId));
		if ((await observationsWith(tx, same)).some(({ state }) => state !== 'over'))
			throw conflict('observation.asked');
		const row = { id, organizationId, ...asked, by: nameOf(actor), at: now() };
		await tx.insert(observations).values(row).returning();
		await note(tx, actor, row, 'observation.asked');
	});
}

/**
 * Calls it off, before it is signed.
 * @throws 404, 403, 409 observation.signed, observation.over, operation.reused
 */
export async function withdrawObservation(
	db: Db,
	actor: Actor,
	observationId: Id,
	{ operationId: id }: z.infer<typeof WithdrawnObservation>
) {
	await db.write(async (tx) => {
		const found = await findObservation(tx, actor, observationId);
		allow(actor, 'observations.ask', found);
		if (!(await isNew(tx, actor, 'withdrawObservation', id, { observationId }))) return;
		refuseOver(found);
		if (found.state !== 'asked') throw conflict('observation.signed');
		await dropDraft(tx, observationId);
		await tx
			.insert(observationWithdrawals)
			.values({ id, observationId, by: nameOf(actor), at: now() })
			.returning();
		await note(tx, actor, found, 'observation.withdrawn');
	});
}

export function refuseOver({ state }: { state: ObservationState }) {
	if (state === 'over') throw conflict('observation.over');
}

export const dropDraft = (tx: Tx, observationId: Id) =>
	tx.delete(observationDrafts).where(eq(observationDrafts.observationId, observationId)).returning();

type About = { id: Id; organizationId: Id; staffId: Id; sessionId: Id };

export const note = (
	tx: Tx,
	actor: Actor,
	{ id, organizationId, staffId, sessionId }: About,
	kind: string,
	data = {}
) =>
	appendEvent(tx, actor, {
		organizationId,
		subject: `staff:${staffId}`,
		kind,
		data: { observationId: id, sessionId, ...data }
	});

/** @throws 404 for one that is neither the actor's to write, nor about them, nor of an organization that they coordinate */
export async function findObservation(read: Read, actor: Actor, observationId: Id) {
	const [found] = await observationsWith(read, eq(observations.id, observationId));
	if (!found || !can(actor, 'observations.read', found)) throw notFound();
	return found;
}
export type Observation = Awaited<ReturnType<typeof findObservation>>;

/** Observations with how each stands and what was signed last; the newest session first. Not scoped: the caller is. */
export async function observationsWith(read: Read, where: SQL | undefined) {
	const { id, organizationId, sessionId, staffId, observerId, at } = observations;
	const { date, time, zone, minutes, startsAt, number } = sessions;
	const rows = await read
		.select({
			...{ id, organizationId, sessionId, staffId, observerId, at },
			...{ date, time, zone, minutes, startsAt, number },
			...{ group: groups.name, site: sites.name, withdrawnAt: observationWithdrawals.at }
		})
		.from(observations)
		.innerJoin(sessions, eq(sessions.id, observations.sessionId))
		.innerJoin(groups, eq(groups.id, sessions.groupId))
		.innerJoin(sites, eq(sites.id, groups.siteId))
		.leftJoin(observationWithdrawals, eq(observationWithdrawals.observationId, observations.id))
		.where(where)
		.orderBy(desc(startsAt), asc(id));
	const signedOf = await lastSigned(
		read,
		rows.map((row) => row.id)
	);
	const names = await authorsOf(
		read,
		rows.flatMap((row) => [row.staffId, row.observerId])
	);
	return rows.map(({ withdrawnAt, ...row }) => {
		const signed = signedOf.get(row.id) ?? null;
		return {
			...row,
			facilitator: names(row.staffId) ?? '',
			observer: names(row.observerId) ?? '',
			signed,
			state: stateOf(withdrawnAt, signed)
		};
	});
}

type Signed = { acknowledgedAt: string | null };

function stateOf(withdrawnAt: string | null, signed: Signed | null): ObservationState {
	if (withdrawnAt !== null) return 'over';
	if (!signed) return 'asked';
	return signed.acknowledgedAt ? 'acknowledged' : 'signed';
}

/** What stands of what was signed, by observation, with how often it was. */
async function lastSigned(read: Read, observationIds: Id[]) {
	const rows = await read
		.select({ signed: signedObservations, acknowledgedAt: acknowledgments.at })
		.from(signedObservations)
		.leftJoin(acknowledgments, eq(acknowledgments.signedId, signedObservations.id))
		.where(inArray(signedObservations.observationId, observationIds))
		.orderBy(asc(signedObservations.at), asc(signedObservations.id));
	const byObservation = Map.groupBy(rows, ({ signed }) => signed.observationId);
	return new Map(
		[...byObservation].map(([observationId, own]) => {
			const replaced = new Set(own.map(({ signed }) => signed.replaces));
			const { signed, acknowledgedAt } = own.findLast((one) => !replaced.has(one.signed.id))!;
			return [observationId, { ...signed, acknowledgedAt, times: own.length }];
		})
	);
}

/** In a list: when, where, who, and how it stands; nothing of what was written. */
export const listedObservation = (one: Observation) => {
	const { id, date, time, group, site, number, facilitator, observer, state } = one;
	return { id, date, time, group, site, number, facilitator, observer, state };
};

/** What somebody is asked to observe, and what they have. */
export async function listObservations(read: Read, actor: Actor) {
	allow(actor, 'observations.list');
	const here = inArray(observations.organizationId, organizationsOf(actor, 'observer'));
	const own = eq(observations.observerId, 'id' in actor ? actor.id : '');
	return (await observationsWith(read, and(here, own)))
		.filter(({ state }) => state !== 'over')
		.map(listedObservation);
}
