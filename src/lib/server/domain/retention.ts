/** Retention: how long each kind of record is kept, and the throwing away of what is due, in small transactions. */
import { and, asc, count, eq, inArray, isNotNull, lt, or, sql, type SQL } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import {
	cardLogins,
	contacts,
	disputeLines,
	guests,
	handoffReaches,
	invitations,
	letters,
	paperNames
} from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, system, type Actor } from '../policy.ts';
import { appendEvent } from './events.ts';
import { notHeld } from './holds.ts';

/** A kind of record that is thrown away; `before` is the instant up to which it is due. */
type Kept = {
	/** Days since it was last needed. */
	days: number;
	due(read: Read, before: string): Promise<{ id: Id }[]>;
	count(read: Read, before: string): Promise<number>;
	erase(tx: Tx, ids: Id[]): Promise<unknown>;
};

/** So many rows a transaction: nobody waits for it. */
const batch = 200;

/** The rows of a table that are due: `key` names a row, `where` says which. */
function rowsOf<T extends typeof contacts>(table: unknown, key: unknown, where: (before: string) => SQL) {
	const from = table as T;
	const id = sql<Id>`${key}`;
	return {
		due: (read: Read, before: string) =>
			read.select({ id }).from(from).where(where(before)).orderBy(asc(id)).limit(batch),
		count: async (read: Read, before: string) => {
			const [{ n }] = await read.select({ n: count() }).from(from).where(where(before));
			return Number(n);
		}
	};
}

const ofDispute = sql`(select e.participant_id from disputes d join enrollments e on e.id = d.enrollment_id
	where d.id = ${disputeLines.disputeId})`;
const ofHandoff = sql`(select h.participant_id from handoffs h where h.id = ${handoffReaches.handoffId})`;
/** The last thing that was said of the handoff was said before then, or its consent ended before then. */
const handoffOver = (before: string) =>
	sql`exists (select 1 from handoff_steps s where s.handoff_id = ${handoffReaches.handoffId}
		and ((s.state in ('closed', 'withdrawn') and s.at < ${before}) or s.until < ${before.slice(0, 10)}))`;
/** In no group for as long, not referred again, and asked for no help by way of this contact. */
const left = (before: string) =>
	sql`exists (select 1 from enrollments e where e.participant_id = ${contacts.participantId})
		and not exists (select 1 from enrollments e where e.participant_id = ${contacts.participantId}
			and (e.exited_at is null or e.exited_at >= ${before}))
		and not exists (select 1 from referrals r where r.participant_id = ${contacts.participantId}
			and r.at >= ${before})
		and not exists (select 1 from ${handoffReaches} inner join handoffs h on h.id = ${handoffReaches.handoffId}
			where h.participant_id = ${contacts.participantId} and ${eq(handoffReaches.asSaid, true)})`;

/** By kind, in the order in which the page shows them. */
const thrownAway = {
	'card-logins': {
		days: 30,
		...rowsOf(cardLogins, cardLogins.id, (before) =>
			and(
				or(lt(cardLogins.endedAt, before), lt(cardLogins.createdAt, before)),
				notHeld(sql`${cardLogins.participantId}`)
			)!
		),
		erase: (tx, ids) =>
			tx.delete(cardLogins).where(inArray(cardLogins.id, ids)).returning({ id: cardLogins.id })
	},
	links: {
		days: 30,
		...rowsOf(invitations, invitations.id, (before) =>
			or(lt(invitations.usedAt, before), lt(invitations.expiresAt, before))!
		),
		erase: (tx, ids) =>
			tx.delete(invitations).where(inArray(invitations.id, ids)).returning({ id: invitations.id })
	},
	'dispute-lines': {
		days: 30,
		...rowsOf(disputeLines, disputeLines.disputeId, (before) =>
			and(lt(disputeLines.at, before), notHeld(ofDispute))!
		),
		erase: (tx, ids) =>
			tx
				.delete(disputeLines)
				.where(inArray(disputeLines.disputeId, ids))
				.returning({ id: disputeLines.disputeId })
	},
	'guest-names': {
		days: 30,
		...rowsOf(guests, guests.id, (before) =>
			and(sql`${guests.closedAt} is null`, lt(guests.addedAt, before))!
		),
		erase: (tx, ids) =>
			tx
				.update(guests)
				.set({ firstName: null, initial: null, closedAt: now(), closedBy: 'system' })
				.where(inArray(guests.id, ids))
				.returning({ id: guests.id })
	},
	'handoff-reaches': {
		days: 30,
		...rowsOf(handoffReaches, handoffReaches.handoffId, (before) =>
			and(handoffOver(before), notHeld(ofHandoff))!
		),
		erase: (tx, ids) =>
			tx
				.delete(handoffReaches)
				.where(inArray(handoffReaches.handoffId, ids))
				.returning({ id: handoffReaches.handoffId })
	},
	'letter-lines': {
		days: 365,
		...rowsOf(paperNames, paperNames.paperId, (before) =>
			and(
				isNotNull(paperNames.line),
				sql`exists (select 1 from ${letters} where ${letters.id} = ${paperNames.paperId}
					and ${letters.at} < ${before})`,
				notHeld(sql`${paperNames.participantId}`)
			)!
		),
		erase: (tx, ids) =>
			tx
				.update(paperNames)
				.set({ line: null })
				.where(inArray(paperNames.paperId, ids))
				.returning({ id: paperNames.paperId })
	},
	contacts: {
		days: 365,
		...rowsOf(contacts, contacts.participantId, (before) =>
			and(lt(contacts.updatedAt, before), left(before), notHeld(sql`${contacts.participantId}`))!
		),
		erase: (tx, ids) =>
			tx
				.delete(contacts)
				.where(inArray(contacts.participantId, ids))
				.returning({ id: contacts.participantId })
	}
} satisfies Record<string, Kept>;
export type ThrownAway = keyof typeof thrownAway;
const kinds = Object.keys(thrownAway) as ThrownAway[];

/** What is kept and never thrown away by itself: days for which it has to be, null for always. */
export const keptKinds = { disclosures: 6 * 365, consents: 6 * 365, facts: null, events: null } as const;

const beforeOf = (kind: ThrownAway) =>
	new Date(Date.parse(now()) - thrownAway[kind].days * 86_400_000).toISOString();

/**
 * Each kind with its days and how many rows are due now.
 * @throws 403
 */
export async function retentionOf(read: Read, actor: Actor) {
	allow(actor, 'retention.read', subjectOf(actor));
	const rows = [];
	for (const kind of kinds) {
		const due = await thrownAway[kind].count(read, beforeOf(kind));
		rows.push({ kind, days: thrownAway[kind].days, due });
	}
	return rows;
}

/** Coordinators, wherever they are one, program staff and administrators: it names nobody. */
const subjectOf = (actor: Actor) => ({
	organizationId:
		actor.kind === 'staff'
			? (actor.grants.find(({ role }) => role === 'coordinator')?.organizationId ?? null)
			: null
});

/** Throws away what is due, kind by kind, and notes how much. Nothing of whoever is under a hold. */
export async function throwAwayDue(db: Db): Promise<Partial<Record<ThrownAway, number>>> {
	const done: Partial<Record<ThrownAway, number>> = {};
	for (const kind of kinds) {
		const erased = await throwAway(db, kind);
		if (erased > 0) done[kind] = erased;
	}
	if (Object.keys(done).length > 0)
		await db.write((tx) =>
			appendEvent(tx, system, {
				organizationId: null,
				subject: 'program',
				kind: 'retention.kept',
				data: done
			})
		);
	return done;
}

async function throwAway(db: Db, kind: ThrownAway): Promise<number> {
	let total = 0;
	for (let more = true; more;) {
		const erased = await db.write(async (tx) => {
			const ids = (await thrownAway[kind].due(tx, beforeOf(kind))).map(({ id }) => id);
			if (ids.length > 0) await thrownAway[kind].erase(tx, ids);
			return ids.length;
		});
		total += erased;
		more = erased === batch;
	}
	return total;
}
