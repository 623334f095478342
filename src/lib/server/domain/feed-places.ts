/** Places in the feed: each event about a record moves it to the end of what its recipients read. */
import { and, asc, gte, inArray, sql } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read, Tx } from '../db/open.ts';
import { consents, feedFills, feedPlaces, groups, revocations } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { plusDays } from './days.ts';
import type { NewEvent } from './events.ts';
import {
	groupEntry,
	idIn,
	ofNobody,
	ofPeople,
	recordsOf,
	sessionEntries,
	type Entry
} from './feed-records.ts';

/** Whom it is for, where it is about no person: everybody. */
export const everybody = '*';

/** The work of `appendEvents`: events that tell of a record of the feed give it its place, in the same transaction. */
export async function placeEvents(tx: Tx, appended: NewEvent[], positions: number[]): Promise<void> {
	const placed = appended.map((event, i) => ({ event, position: positions[i] }));
	for (const { event, position } of placed) {
		const id = String(event.data?.consentId ?? idIn(event));
		if (event.kind === 'consent.recorded') await placeConsent(tx, { id, ...givenIn(event) }, position);
		if (event.kind === 'group.created') await filled(tx, id);
		if (event.kind === 'recipient.terms') await unfill(tx, idIn(event));
	}
	await placeForRecipients(tx, await ofPeople(tx, placed));
	await save(
		tx,
		(await ofNobody(tx, placed)).map((entry) => ({ ...entry, recipientId: everybody }))
	);
}

/** Whoever may be told of it by a consent that was not revoked: whether it still holds is asked when it is read. */
async function placeForRecipients(tx: Tx, entries: Entry[]): Promise<void> {
	const people = [...new Set(entries.flatMap(({ participantId }) => participantId ?? []))];
	if (people.length === 0) return;
	const rows = await tx
		.selectDistinct({
			participantId: consents.participantId,
			organizationId: consents.organizationId,
			recipientId: consents.recipientId
		})
		.from(consents)
		.where(and(inArray(consents.participantId, people), notOver()))
		.orderBy(asc(consents.recipientId));
	const keyOf = (one: { participantId: Id | null; organizationId: Id }) =>
		`${one.participantId}|${one.organizationId}`;
	const open = Map.groupBy(rows, keyOf);
	await save(
		tx,
		entries.flatMap((entry) =>
			(open.get(keyOf(entry)) ?? []).map(({ recipientId }) => ({ ...entry, recipientId }))
		)
	);
}

/** A day more than it says: days are the program's, not the clock's. */
const notOver = () =>
	and(
		gte(consents.expiresOn, plusDays(now().slice(0, 10), -1)),
		sql`not exists (select 1 from ${revocations} where ${revocations.consentId} = ${consents.id})`
	);

type Given = { id: Id; participantId: Id; organizationId: Id; recipientId: Id };

const givenIn = (event: NewEvent) => ({
	...{ participantId: idIn(event), organizationId: event.organizationId! },
	recipientId: String(event.data?.recipientId)
});

const filled = (tx: Tx, id: Id) => tx.insert(feedFills).values({ id }).onConflictDoNothing();

/** Terms that let out more let out what is long past too: its consents are placed anew, some at a time. */
const unfill = (tx: Tx, recipientId: Id) =>
	tx.delete(feedFills).where(
		sql`exists (select 1 from ${consents} where ${consents.id} = ${feedFills.id}
			and ${consents.recipientId} = ${recipientId})`
	);

/** A consent brings all that was there before it, behind what its recipient has already read. */
export async function placeConsent(tx: Tx, { id, ...whose }: Given, place: number): Promise<void> {
	await filled(tx, id);
	const found = await recordsOf(tx, whose.participantId, whose.organizationId);
	await save(
		tx,
		found.map((one) => ({ ...one, ...whose, place }))
	);
}

async function save(tx: Tx, entries: (Entry & { recipientId: string })[]): Promise<void> {
	// The last word on a record counts: one statement may not write a row twice.
	const last = new Map(entries.map((one) => [`${one.recipientId}|${one.resource}|${one.recordId}`, one]));
	const rows = [...last.values()];
	for (let i = 0; i < rows.length; i += 500) {
		await tx
			.insert(feedPlaces)
			.values(rows.slice(i, i + 500))
			.onConflictDoUpdate({
				target: [feedPlaces.recipientId, feedPlaces.resource, feedPlaces.recordId],
				set: { place: sql`excluded.place` }
			});
	}
}

/** Consents and groups of which nothing has its place yet: those from before there were any. */
export async function unplaced(read: Read, limit: number) {
	const isLeft = (id: typeof consents.id | typeof groups.id) =>
		sql`not exists (select 1 from ${feedFills} where ${feedFills.id} = ${id})`;
	const given = await read
		.select({
			id: consents.id,
			participantId: consents.participantId,
			organizationId: consents.organizationId,
			recipientId: consents.recipientId
		})
		.from(consents)
		.where(isLeft(consents.id))
		.orderBy(asc(consents.position))
		.limit(limit);
	const held = await read
		.select({ id: groups.id, organizationId: groups.organizationId })
		.from(groups)
		.where(isLeft(groups.id))
		.orderBy(asc(groups.id))
		.limit(limit);
	return { consents: given, groups: held };
}

/** A group's own place and those of its sessions. */
export async function placeGroup(tx: Tx, group: { id: Id; organizationId: Id }, place: number) {
	await filled(tx, group.id);
	const entries = [
		groupEntry(group.id, group.organizationId, place),
		...(await sessionEntries(tx, group.id, place))
	];
	await save(
		tx,
		entries.map((entry) => ({ ...entry, recipientId: everybody }))
	);
}
