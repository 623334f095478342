/** Ceremonies: who completed, or will have by a day, how their name is read out, and whether they want it to be. */
import { and, asc, desc, eq, inArray, isNotNull, isNull, lte, not, or } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import {
	ceremonyAnswers,
	ceremonyNames,
	enrollments,
	groups,
	milestones,
	organizations,
	participantNames,
	standings
} from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, nameOf, organizationsOf, type Actor } from '../policy.ts';
import { findHolder } from './completions.ts';
import { plusDays } from './days.ts';
import { appendEvent } from './events.ts';
import { dayText, personName, uuid } from './inputs.ts';
import { byText } from './names.ts';
import { isNew } from './operations.ts';
import { findProgram } from './organizations.ts';
import { dayIn } from './schedule.ts';
import { isVoided } from './voids.ts';

/** Days back from today from which completions are listed unless another day is chosen. */
const usualDays = 120;

export const CeremonyQuery = z.object({
	from: dayText.optional().catch(undefined),
	by: dayText.optional().catch(undefined)
});
export const CeremonyAnswer = z.strictObject({
	operationId: uuid,
	enrollmentId: uuid,
	/** They want to be named aloud. */
	named: z.boolean(),
	/** As it is read out; "" stays as it is. */
	readAs: personName.nullable().default(null)
});

/**
 * People of the actor's organizations who completed from one day on until another, or who can have by then, by name.
 * Nobody is named aloud who did not say so.
 * @throws 403
 */
export async function ceremonyList(read: Read, actor: Actor, query: z.infer<typeof CeremonyQuery>) {
	allow(actor, 'ceremonies.list');
	const { zone } = await findProgram(read);
	const today = dayIn(zone, now());
	const from = query.from ?? plusDays(today, -usualDays);
	const by = query.by ?? today;
	const found = await graduates(read, organizationsOf(actor, 'coordinator'), by);
	const people = found
		.map(({ at, ...one }) => ({ ...one, completedOn: at && dayIn(zone, at) }))
		.filter(({ completedOn }) => completedOn === null || (completedOn >= from && completedOn <= by));
	const said = await answersOf(
		read,
		people.map(({ enrollmentId }) => enrollmentId)
	);
	return {
		...{ from, by, today },
		people: people
			.map((one) => ({ ...one, named: said.get(one.enrollmentId) ?? null }))
			.map(({ readAs, ...one }) => ({ ...one, readAs: readAs ?? `${one.firstName} ${one.lastName}`.trim() }))
			.sort((a, b) => byText(a.lastName, b.lastName) || byText(a.firstName, b.firstName))
	};
}
export type Graduate = Awaited<ReturnType<typeof ceremonyList>>['people'][number];

async function graduates(read: Read, organizationIds: Id[], by: string) {
	const held = and(
		eq(milestones.enrollmentId, enrollments.id),
		eq(milestones.kind, 'completed'),
		isNull(milestones.voids),
		not(isVoided(milestones.id))
	);
	const soon = and(
		inArray(standings.outlook, ['on-course', 'at-risk']),
		lte(standings.finishOn, by),
		isNull(enrollments.exitedAt)
	);
	return read
		.select({
			enrollmentId: enrollments.id,
			participantId: enrollments.participantId,
			organizationId: enrollments.organizationId,
			organization: organizations.name,
			group: groups.name,
			firstName: participantNames.firstName,
			lastName: participantNames.lastName,
			readAs: ceremonyNames.readAs,
			at: milestones.at,
			finishOn: standings.finishOn
		})
		.from(enrollments)
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.innerJoin(organizations, eq(organizations.id, enrollments.organizationId))
		.innerJoin(participantNames, eq(participantNames.participantId, enrollments.participantId))
		.leftJoin(ceremonyNames, eq(ceremonyNames.participantId, enrollments.participantId))
		.leftJoin(standings, eq(standings.enrollmentId, enrollments.id))
		.leftJoin(milestones, held)
		.where(and(inArray(enrollments.organizationId, organizationIds), or(isNotNull(milestones.id), soon)))
		.orderBy(asc(enrollments.id));
}

async function answersOf(read: Read, enrollmentIds: Id[]): Promise<Map<Id, boolean>> {
	const rows = await read
		.select()
		.from(ceremonyAnswers)
		.where(inArray(ceremonyAnswers.enrollmentId, enrollmentIds))
		.orderBy(asc(ceremonyAnswers.at), asc(ceremonyAnswers.id));
	return new Map(rows.map(({ enrollmentId, named }) => [enrollmentId, named]));
}

/**
 * Says whether somebody wants to be named aloud, and how their name is read.
 * @throws 404, 403
 */
export async function answerCeremony(db: Db, actor: Actor, input: z.infer<typeof CeremonyAnswer>) {
	await db.write(async (tx) => {
		const { operationId: id, enrollmentId, named, readAs } = input;
		const holder = await findHolder(tx, actor, enrollmentId);
		allow(actor, 'ceremonies.plan', holder);
		if (!(await isNew(tx, actor, 'answerCeremony', id, { enrollmentId, named, readAs }))) return;
		const { organizationId, participantId } = holder;
		if (readAs) {
			const set = { readAs, updatedAt: now() };
			await tx
				.insert(ceremonyNames)
				.values({ participantId, ...set })
				.onConflictDoUpdate({ target: ceremonyNames.participantId, set })
				.returning();
		}
		const [before] = await tx
			.select()
			.from(ceremonyAnswers)
			.where(eq(ceremonyAnswers.enrollmentId, enrollmentId))
			.orderBy(desc(ceremonyAnswers.at), desc(ceremonyAnswers.id))
			.limit(1);
		if (before?.named === named) return;
		const row = { id, organizationId, participantId, enrollmentId, named, by: nameOf(actor), at: now() };
		await tx.insert(ceremonyAnswers).values(row).returning();
		const subject = `participant:${participantId}`;
		const data = { enrollmentId, named };
		await appendEvent(tx, actor, { organizationId, subject, kind: 'ceremony.answered', data });
	});
}
