/** Lists: pages of records in the order of their places, each with the consent under which it may be told now. */
import { and, asc, eq, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Read, Tx } from '../db/open.ts';
import { consents, feedPlaces, handoffSteps } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import type { Key } from '../policy.ts';
import { canonical } from '../domain/events.ts';
import { everybody } from '../domain/feed-places.ts';
import type { Resource } from '../domain/feed-records.ts';
import { beginning, cursorOf, standingAt } from './cursors.ts';
import { permitted } from './permissions.ts';
import type { InformationKind } from '#lib/disclosures.ts';

export const ListQuery = z.strictObject({
	after: z
		.string()
		.regex(/^[\w-]{1,240}$/)
		.default(beginning)
		.meta({
			description:
				'Where the last answer ended (its `next`). Leave out to begin at the beginning. It belongs to the recipient and ' +
				'the list that it was given for.',
			example: '0'
		}),
	limit: z.coerce.number().int().min(1).max(500).default(100).meta({
		description: 'Records in one answer, at most.'
	})
});
export type ListQuery = z.infer<typeof ListQuery>;

/** Ends each answer of a list. */
export const listEnd = {
	next: z.string().meta({ description: 'Ask with `after` set to this for what comes later.' }),
	more: z.boolean().meta({ description: 'True: ask again at once.' })
};

export type Entry = {
	recordId: string;
	organizationId: Id;
	participantId: Id;
	consentId: Id;
	purpose: string;
	expiresOn: string;
};

/** What a recipient may be told now of a list, behind where they stand. Each record once, under its newest consent. */
export async function pageOfPeople(tx: Tx, key: Key, resource: Resource, query: ListQuery) {
	const rows = await tx
		.select({
			recordId: feedPlaces.recordId,
			place: feedPlaces.place,
			organizationId: feedPlaces.organizationId,
			participantId: consents.participantId,
			consentId: consents.id,
			purpose: consents.purpose,
			expiresOn: consents.expiresOn
		})
		.from(feedPlaces)
		.innerJoin(consents, await lettingOut(tx, resource))
		.where(and(behind(key, resource, query), isNotNull(feedPlaces.participantId)))
		.orderBy(asc(feedPlaces.place), asc(feedPlaces.recordId), asc(consents.position))
		.limit(query.limit + 1);
	return paged(key, resource, query, rows);
}

/** Of what is about no person. */
export async function pageOfOthers(tx: Tx, key: Key, resource: Resource, query: ListQuery) {
	const rows = await tx
		.select({ recordId: feedPlaces.recordId, place: feedPlaces.place })
		.from(feedPlaces)
		.where(and(behind(key, resource, query, everybody), isNull(feedPlaces.participantId)))
		.orderBy(asc(feedPlaces.place), asc(feedPlaces.recordId))
		.limit(query.limit + 1);
	return paged(key, resource, query, rows);
}

/** Consents that let a place's record out now: of one who has completed, milestones and completion both do. */
export async function lettingOut(read: Read, resource: Resource): Promise<SQL | undefined> {
	return and(
		eq(consents.participantId, feedPlaces.participantId),
		eq(consents.organizationId, feedPlaces.organizationId),
		eq(consents.recipientId, feedPlaces.recipientId),
		await covering(read, resource)
	);
}

const kindOf: Record<'enrollments' | 'attendance', InformationKind> = {
	enrollments: 'enrollment',
	attendance: 'attendance'
};

/** A handoff is told under the consent that was given for it, and under no other. */
const givenForIt = sql`exists (select 1 from ${handoffSteps} where ${handoffSteps.handoffId} = ${feedPlaces.recordId}
	and ${handoffSteps.consentId} = ${consents.id})`;

async function covering(read: Read, resource: Resource) {
	if (resource === 'sessions' || resource === 'groups') return sql`1 = 0`;
	if (resource === 'handoffs') return and(await permitted(read, 'handoffs'), givenForIt);
	if (resource !== 'milestones') return permitted(read, kindOf[resource]);
	return or(
		await permitted(read, 'milestones'),
		and(eq(feedPlaces.needs, 'completion'), await permitted(read, 'completion'))
	);
}

/** Records of the recipient's list that come after the cursor. */
function behind(key: Key, resource: Resource, { after }: ListQuery, recipientId = key.recipientId) {
	const { place, recordId } = standingAt(key, resource, after);
	return and(
		eq(feedPlaces.recipientId, recipientId),
		eq(feedPlaces.resource, resource),
		key.organizationId ? eq(feedPlaces.organizationId, key.organizationId) : undefined,
		sql`(${feedPlaces.place}, ${feedPlaces.recordId}) > (${place}, ${recordId})`
	);
}

function paged<R extends { recordId: string; place: number }>(
	key: Key,
	resource: Resource,
	{ after, limit }: ListQuery,
	rows: R[]
) {
	const page = rows.slice(0, limit);
	const last = page.at(-1);
	return {
		entries: [...new Map(page.map((row) => [row.recordId, row])).values()],
		next: last ? cursorOf(key, resource, last) : after,
		more: rows.length > limit
	};
}

/** What the state of a record is, in one short word: it changes when what is told of it changes. */
export const versionOf = (record: unknown): string =>
	createHash('sha256').update(canonical(record)).digest('hex').slice(0, 16);

/** Records in the order of their entries; one that is not there any more is left out. */
export function inOrder<R>(entries: { recordId: string }[], found: Map<string, R>): R[] {
	return entries.flatMap(({ recordId }) => found.get(recordId) ?? []);
}
