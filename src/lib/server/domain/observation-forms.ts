/** Observation forms: what an observer writes, signs, and puts right; and that the facilitator has read it. */
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import { lessonIn } from '../curriculum/outline.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import {
	acknowledgments,
	observationDrafts,
	signedObservations,
	type ObservationDraft,
	type SeenActivity
} from '../db/schema/index.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, can, nameOf, type Actor } from '../policy.ts';
import { goalFromObservation, goalLine } from './coaching-goals.ts';
import { programDay } from './credentials.ts';
import { dayText, line, uuid } from './inputs.ts';
import { outlineOf } from './lessons.ts';
import { dropDraft, findObservation, note, refuseOver, type Observation } from './observations.ts';
import { isNew } from './operations.ts';
import { planOf } from './plans.ts';
import { rollCounts } from './rolls.ts';
import { listed, type ListedSession } from './sessions.ts';
import { sessions } from '../db/schema/index.ts';
import { adherences, competenceLevels, competences, type Competence } from '#lib/vocabulary.ts';

const strengths = line(200);
const place = { lessonId: z.string().max(80), activity: z.string().max(120) };
const each = <T extends z.ZodType>(answer: T) =>
	z.strictObject(Object.fromEntries(competences.map((one) => [one, answer])) as Record<Competence, T>);

/** As far as it is written. */
export const DraftedObservation = z.strictObject({
	operationId: uuid,
	activities: z
		.array(z.strictObject({ ...place, seen: z.enum(adherences).nullable().default(null) }))
		.max(100)
		.default([]),
	competences: each(z.enum(competenceLevels).nullable().default(null)).prefault({} as never),
	strengths: strengths.nullable().default(null),
	goal: goalLine.nullable().default(null),
	goalBy: dayText.nullable().default(null),
	/** What was there where this was written: a draft's moment, or the id of what was signed. */
	seen: z.string().max(40).default('')
});
/** All of it. */
export const SignedObservation = z.strictObject({
	...DraftedObservation.shape,
	activities: z
		.array(z.strictObject({ ...place, seen: z.enum(adherences) }))
		.max(100)
		.default([]),
	competences: each(z.enum(competenceLevels)).prefault({} as never),
	strengths,
	goal: goalLine,
	goalBy: dayText
});
export const Acknowledgment = z.strictObject({ operationId: uuid, signedId: uuid });

/**
 * Keeps what is written so far, for the observer alone.
 * @throws 404, 403, 409 observation.over, observation.signed, observation.changed, operation.reused
 */
export async function saveObservation(
	db: Db,
	actor: Actor,
	observationId: Id,
	input: z.output<typeof DraftedObservation>
) {
	const { operationId, seen, ...said } = input;
	await db.write(async (tx) => {
		const found = await findObservation(tx, actor, observationId);
		allow(actor, 'observations.record', found);
		if (!(await isNew(tx, actor, 'saveObservation', operationId, { observationId, ...said }))) return;
		refuseOver(found);
		if (found.signed) throw conflict('observation.signed');
		await refuseStrange(tx, found, said.activities);
		const last = await draftOf(tx, observationId);
		if ((last?.at ?? '') !== seen) throw conflict('observation.changed');
		const content: ObservationDraft = {
			...said,
			activities: said.activities.filter((one): one is SeenActivity => one.seen !== null),
			competences: Object.fromEntries(Object.entries(said.competences).filter(([, level]) => level))
		};
		const row = { observationId, content, at: now() };
		const { content: _, at } = row;
		await tx
			.insert(observationDrafts)
			.values(row)
			.onConflictDoUpdate({ target: observationDrafts.observationId, set: { content, at } })
			.returning();
	});
}

/**
 * Signs it: from then on it stands, and a correction is signed anew. Its goal becomes the facilitator's.
 * @throws 404, 403, 400, 409 observation.over, observation.changed, session.not-yet, operation.reused
 */
export async function signObservation(
	db: Db,
	actor: Actor,
	observationId: Id,
	input: z.output<typeof SignedObservation>
) {
	const { operationId: id, seen, ...said } = input;
	await db.write(async (tx) => {
		const found = await findObservation(tx, actor, observationId);
		allow(actor, 'observations.record', found);
		if (!(await isNew(tx, actor, 'signObservation', id, { observationId, ...said }))) return;
		refuseOver(found);
		if (found.startsAt > now()) throw conflict('session.not-yet', { date: found.date });
		const before = found.signed?.id ?? (await draftOf(tx, observationId))?.at ?? '';
		if (before !== seen) throw conflict('observation.changed');
		await refuseStrange(tx, found, said.activities);
		const isAsBefore = found.signed?.goalBy === said.goalBy;
		if (!isAsBefore && said.goalBy < (await programDay(tx))) throw invalid({ goalBy: { code: 'past' } });
		const { organizationId } = found;
		const replaces = found.signed?.id ?? null;
		const row = { id, organizationId, observationId, replaces, ...said, by: nameOf(actor), at: now() };
		await tx.insert(signedObservations).values(row).returning();
		await dropDraft(tx, observationId);
		await goalFromObservation(tx, actor, found, { line: said.goal, day: said.goalBy });
		await note(tx, actor, found, 'observation.signed', { signedId: id, replaces });
	});
}

/**
 * The facilitator has read what was signed about them.
 * @throws 404, 403, 409 observation.changed, operation.reused
 */
export async function acknowledgeObservation(
	db: Db,
	actor: Actor,
	observationId: Id,
	{ operationId: id, signedId }: z.infer<typeof Acknowledgment>
) {
	await db.write(async (tx) => {
		const found = await findObservation(tx, actor, observationId);
		allow(actor, 'observations.acknowledge', found);
		if (!(await isNew(tx, actor, 'acknowledgeObservation', id, { observationId, signedId }))) return;
		if (!found.signed) throw notFound();
		if (found.signed.id !== signedId) throw conflict('observation.changed');
		const row = { id, signedId, by: nameOf(actor), at: now() };
		const added = await tx
			.insert(acknowledgments)
			.values(row)
			.onConflictDoNothing({ target: acknowledgments.signedId })
			.returning();
		if (added.length > 0) await note(tx, actor, found, 'observation.acknowledged', { signedId });
	});
}

/** @throws 400 for an activity that the group's edition does not have */
async function refuseStrange(tx: Tx, { sessionId }: Observation, said: Omit<SeenActivity, 'seen'>[]) {
	const { editionId } = await sessionOf(tx, sessionId);
	const { lessons } = await outlineOf(tx, editionId);
	const known = new Set(lessons.flatMap(({ id, activities }) => activities.map(({ key }) => `${id}|${key}`)));
	const places = said.map(({ lessonId, activity }) => `${lessonId}|${activity}`);
	const isStrange = places.some((one) => !known.has(one)) || new Set(places).size < places.length;
	if (isStrange) throw invalid({ activities: { code: 'unknown' } });
}

async function sessionOf(read: Read, sessionId: Id): Promise<ListedSession> {
	const [session] = await listed(read, eq(sessions.id, sessionId));
	return session;
}

async function draftOf(read: Read, observationId: Id) {
	const [draft] = await read
		.select()
		.from(observationDrafts)
		.where(eq(observationDrafts.observationId, observationId));
	return draft;
}

/**
 * One observation with its form: of the people in the room it says how many, never who. The draft is the observer's.
 * @throws 404
 */
export async function observationOf(read: Read, actor: Actor, observationId: Id, locale: string) {
	const found = await findObservation(read, actor, observationId);
	const session = await sessionOf(read, found.sessionId);
	const mayRecord = can(actor, 'observations.record', found) && found.state !== 'over';
	const draft = mayRecord ? await draftOf(read, observationId) : undefined;
	const { id, organizationId, staffId, facilitator, observer, state, signed } = found;
	const { number, group, date, time, minutes, zone, site, room, startsAt, cancelledAt } = session;
	const people = (await rollCounts(read, [session])).get(session.id)?.people ?? 0;
	return {
		...{ id, organizationId, staffId, facilitator, observer, state },
		session: { number, group, date, time, minutes, zone, site, room, people },
		/** Held, or about to be: before that nothing can be signed. */
		hasBegun: startsAt <= now(),
		isCancelled: cancelledAt !== null,
		lessons: await lessonsSeen(read, session, signed?.activities ?? [], locale),
		signed: signed && shownOf(signed),
		draft: draft ? { ...draft.content, at: draft.at } : null,
		can: {
			record: mayRecord,
			acknowledge: can(actor, 'observations.acknowledge', found) && state === 'signed',
			withdraw: can(actor, 'observations.ask', found) && state === 'asked'
		}
	};
}

const shownOf = (signed: NonNullable<Observation['signed']>) => {
	const { id, activities, competences, strengths, goal, goalBy, at, acknowledgedAt, times } = signed;
	return { id, activities, competences, strengths, goal, goalBy, at, acknowledgedAt, times };
};

/** The activities of the session's plan, and those that were signed for, in the edition's order. */
async function lessonsSeen(
	read: Read,
	session: ListedSession,
	signed: Omit<SeenActivity, 'seen'>[],
	locale: string
) {
	const places = new Set(signed.map(({ lessonId, activity }) => `${lessonId}|${activity}`));
	for (const { lesson, activities } of places.size > 0 ? [] : await planOf(read, session))
		for (const { key } of activities) places.add(`${lesson.id}|${key}`);
	const { lessons } = await outlineOf(read, session.editionId);
	return lessons
		.map((lesson) => lessonIn(lesson, locale))
		.map(({ id, number, title, activities }) => ({
			...{ id, number, title },
			activities: activities
				.filter(({ key }) => places.has(`${id}|${key}`))
				.map(({ key, title, minutes }) => ({ key, title, minutes }))
		}))
		.filter(({ activities }) => activities.length > 0);
}
