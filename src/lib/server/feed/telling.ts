/** Telling: one answer of a list, with the disclosures that it is logged as in the transaction that made it. */
import { createHash } from 'node:crypto';
import type { Db, Tx } from '../db/open.ts';
import { allow, type Action, type Key } from '../policy.ts';
import type { Resource } from '../domain/feed-records.ts';
import { logDisclosures, notice } from './disclosures.ts';
import { pageOfOthers, pageOfPeople, type Entry, type ListQuery } from './lists.ts';

type Page = { next: string; more: boolean };
/** What one list of the feed is. */
export type List<R> = {
	resource: Resource;
	action: Action;
	/** The records of some entries, by id. */
	records(tx: Tx, entries: Entry[]): Promise<Map<string, R>>;
};
export type OpenList<R> = {
	resource: Resource;
	action: Action;
	records(tx: Tx, recordIds: string[]): Promise<Map<string, R>>;
};
/** `answer` is null when its reader has it: they showed its tag. */
export type Tagged<A> = { tag: string; answer: A | null };

/**
 * A page of what a recipient may be told now. What they have already is neither told nor logged again.
 * @param known the tag of the answer that the reader has
 * @throws 403; 400 beside `after`
 */
export async function tellPage<R>(db: Db, key: Key, list: List<R>, query: ListQuery, known?: string | null) {
	return db.write(async (tx) => {
		allow(key, list.action);
		const { entries, ...page } = await pageOfPeople(tx, key, list.resource, query);
		const records = await list.records(tx, entries);
		const told = entries.filter(({ recordId }) => records.has(recordId));
		const answer = {
			records: told.map((entry) => ({ ...records.get(entry.recordId)!, consent: consentOf(entry) })),
			...page
		};
		const tagged = unlessKnown({ ...answer, notice }, known);
		if (tagged.answer) await logDisclosures(tx, key, 'api', disclosuresOf(key, list.resource, told));
		return tagged;
	});
}

/** A page of what is about no person: nothing is disclosed. @throws 403; 400 beside `after` */
export async function showPage<R>(
	db: Db,
	key: Key,
	list: OpenList<R>,
	query: ListQuery,
	known?: string | null
): Promise<Tagged<Page & { records: R[] }>> {
	return db.write(async (tx) => {
		allow(key, list.action);
		const { entries, ...page } = await pageOfOthers(tx, key, list.resource, query);
		const ids = entries.map(({ recordId }) => recordId);
		const records = await list.records(tx, ids);
		return unlessKnown({ records: ids.flatMap((id) => records.get(id) ?? []), ...page }, known);
	});
}

const consentOf = ({ consentId, purpose, expiresOn }: Entry) => ({
	...{ id: consentId, purpose, expires: expiresOn }
});

function unlessKnown<A>(answer: A, known: string | null | undefined): Tagged<A> {
	const tag = `"${createHash('sha256').update(JSON.stringify(answer)).digest('base64url').slice(0, 27)}"`;
	return { tag, answer: isKnown(tag, known) ? null : answer };
}

/** `If-None-Match` may name several, and any; a proxy may have made them weak. */
const isKnown = (tag: string, known: string | null | undefined) =>
	(known ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === tag);

/** One disclosure a consent, with what was told under it. */
function disclosuresOf(key: Key, resource: Resource, entries: Entry[]) {
	return [...Map.groupBy(entries, (entry) => entry.consentId).values()].map((own) => ({
		participantId: own[0].participantId,
		organizationId: own[0].organizationId,
		recipientId: key.recipientId,
		consentId: own[0].consentId,
		what: { [resource]: own.map(({ recordId }) => recordId) }
	}));
}
