/** Outreach: tries to reach somebody who was referred, or who misses their group. What was said stays with them. */
import { and, asc, desc, eq, inArray, or, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { groups, outreachTries, referrals } from '../db/schema/index.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, nameOf, organizationsOf, type Actor } from '../policy.ts';
import { authorsOf } from './authors.ts';
import { appendEvent } from './events.ts';
import { facilitatorIdsOf } from './facilitators.ts';
import { groupScope } from './groups.ts';
import { isHead } from './heads.ts';
import { dayText, uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { findProgram } from './organizations.ts';
import { findEnrollment } from './people.ts';
import { findReferral, referralScope } from './referral-steps.ts';
import { dayIn } from './schedule.ts';
import { outreachOutcomes, outreachWays } from '#lib/vocabulary.ts';

export const NewTry = z.strictObject({
	operationId: uuid,
	day: dayText,
	way: z.enum(outreachWays),
	outcome: z.enum(outreachOutcomes)
});
export const TakenBackTry = z.strictObject({ operationId: uuid, tryId: uuid });

/** Whom a try was for: somebody in a group, or somebody who was referred. */
export type Reached = { enrollmentId: Id } | { referralId: Id };

/**
 * Notes one try to reach somebody. Sent twice under the same id, it changes nothing.
 * @throws 404, 403; 400 day `future`
 */
export async function noteTry(db: Db, actor: Actor, whom: Reached, input: z.infer<typeof NewTry>) {
	await db.write(async (tx) => {
		const person = await findReached(tx, actor, whom);
		const { operationId, ...said } = input;
		if (!(await isNew(tx, actor, 'noteTry', operationId, { ...whom, ...said }))) return;
		const { zone } = await findProgram(tx);
		if (said.day > dayIn(zone, now())) throw invalid({ day: { code: 'future' } });
		await append(tx, actor, person, { id: operationId, replaces: null, ...said });
	});
}

/**
 * Takes back a try that was noted by mistake.
 * @throws 404, 403, 409 try.taken-back
 */
export async function takeBackTry(
	db: Db,
	actor: Actor,
	whom: Reached,
	{ operationId, tryId }: z.infer<typeof TakenBackTry>
) {
	await db.write(async (tx) => {
		const person = await findReached(tx, actor, whom);
		if (!(await isNew(tx, actor, 'takeBackTry', operationId, { ...whom, tryId }))) return;
		const about = and(eq(outreachTries.id, tryId), aboutPerson(person));
		const [before] = await tx.select().from(outreachTries).where(about);
		if (!before || before.outcome === null) throw notFound();
		const { day, way } = before;
		await append(tx, actor, person, { id: operationId, replaces: tryId, day, way, outcome: null });
	});
}

type Person = Awaited<ReturnType<typeof findReached>>;

/** @throws 404 for whom the actor may not know of; 403 */
async function findReached(tx: Tx, actor: Actor, whom: Reached) {
	if ('referralId' in whom) {
		const { referral } = await findReferral(tx, actor, whom.referralId);
		allow(actor, 'outreach.record', referral);
		return { ...subjectOf(referral), referralId: referral.id, enrollmentId: null };
	}
	const enrollment = await findEnrollment(tx, actor, whom.enrollmentId);
	const facilitatorIds = await facilitatorIdsOf(tx, enrollment.groupId);
	allow(actor, 'outreach.record', { ...enrollment, facilitatorIds });
	return { ...subjectOf(enrollment), referralId: null, enrollmentId: enrollment.id };
}

const subjectOf = ({ organizationId, participantId }: { organizationId: Id; participantId: Id }) => ({
	organizationId,
	participantId
});

const aboutPerson = ({ referralId, enrollmentId }: { referralId: Id | null; enrollmentId: Id | null }) =>
	enrollmentId ? eq(outreachTries.enrollmentId, enrollmentId) : eq(outreachTries.referralId, referralId!);

type Said = Pick<typeof outreachTries.$inferSelect, 'id' | 'replaces' | 'day' | 'way' | 'outcome'>;

async function append(tx: Tx, actor: Actor, person: Person, said: Said) {
	const row = { ...said, ...person, by: nameOf(actor), at: now() };
	const added = await tx
		.insert(outreachTries)
		.values(row)
		.onConflictDoNothing({ target: outreachTries.replaces })
		.returning();
	if (added.length === 0) throw conflict('try.taken-back');
	await appendEvent(tx, actor, {
		organizationId: person.organizationId,
		subject: `participant:${person.participantId}`,
		kind: said.outcome === null ? 'outreach.taken-back' : 'outreach.tried',
		data: { tryId: said.id, replaces: said.replaces }
	});
}

const stands = isHead(outreachTries);
const isTry = and(stands, sql`${outreachTries.outcome} is not null`);

/** Tries of groups that the actor may know of, and of referrals for those who keep them. */
const inScope = (actor: Actor): SQL | undefined =>
	or(
		sql`exists (select 1 from enrollments e join ${groups} on ${groups.id} = e.group_id
			where e.id = ${outreachTries.enrollmentId} and ${groupScope(actor)})`,
		sql`exists (select 1 from ${referrals} where ${referrals.id} = ${outreachTries.referralId}
			and ${referralScope(actor)})`
	);

/** Tries to reach some people, as far as the actor may know of them, newest first. */
async function triesFor(read: Read, actor: Actor, participantIds: Id[]) {
	const { id, participantId, referralId, enrollmentId, day, way, outcome, by, at } = outreachTries;
	const rows = await read
		.select({ id, participantId, referralId, enrollmentId, day, way, outcome, by, at })
		.from(outreachTries)
		.where(and(inArray(participantId, participantIds), isTry, inScope(actor)))
		.orderBy(desc(day), desc(at), asc(id));
	return rows.map((row) => ({ ...row, outcome: row.outcome! }));
}

/** What was tried to reach one person, with who tried, and whether they asked not to be contacted. */
export async function outreachTo(read: Read, actor: Actor, participantId: Id) {
	const tries = await triesFor(read, actor, [participantId]);
	const named = await authorsOf(
		read,
		tries.map(({ by }) => by)
	);
	return {
		tries: tries.map(({ by, participantId: _, ...one }) => ({ ...one, by: named(by) })),
		noContactSince: (await askedNotTo(read, actor, [participantId])).get(participantId) ?? null
	};
}

/**
 * Since which day somebody asked an organization not to contact them: whoever works there may know, whomever they told.
 */
async function askedNotTo(read: Read, actor: Actor, participantIds: Id[]) {
	const { participantId, day, outcome, organizationId } = outreachTries;
	const here = inArray(organizationId, organizationsOf(actor, 'coordinator', 'facilitator'));
	const asked = await read
		.select({ participantId, day })
		.from(outreachTries)
		.where(and(inArray(participantId, participantIds), here, eq(outcome, 'no-contact'), stands))
		.orderBy(asc(day), asc(outreachTries.id));
	return new Map(asked.map((one) => [one.participantId, one.day]));
}
export type Outreach = Awaited<ReturnType<typeof outreachTo>>;

/** The last try to reach each of some people. */
export async function lastTries(read: Read, actor: Actor, participantIds: Id[]) {
	const tries = Map.groupBy(
		await triesFor(read, actor, participantIds),
		({ participantId }) => participantId
	);
	const asked = await askedNotTo(read, actor, participantIds);
	return (participantId: Id) => {
		const [last] = tries.get(participantId) ?? [];
		return {
			last: last ? { day: last.day, way: last.way, outcome: last.outcome } : null,
			noContact: asked.has(participantId)
		};
	};
}
