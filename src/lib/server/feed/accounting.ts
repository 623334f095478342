/** Accounting of disclosures: who was told what about whom, when, by which way and under which consent (42 CFR 2.25). */
import { and, desc, eq, gte, inArray, lte, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Read } from '../db/open.ts';
import {
	consents,
	disclosures,
	organizations,
	ownDisclosures,
	participantNames,
	participants,
	recipients
} from '../db/schema/index.ts';
import { keepersOf } from '../domain/consents.ts';
import { findProgram } from '../domain/organizations.ts';
import { selfOf } from '../domain/own.ts';
import { dayIn, meetingAt } from '../domain/schedule.ts';
import { plusDays } from '../domain/days.ts';
import type { Id } from '../ids.ts';
import { allow, organizationsOf, type Actor } from '../policy.ts';
import { informationKinds, recipientKinds, type InformationKind } from '#lib/disclosures.ts';

/** Years for which disclosures are kept. */
const yearsKept = 6;
/** An accounting that leaves anything out is none; whoever needs only the newest says how many. */
const all = Number.MAX_SAFE_INTEGER;

const day = z.iso.date().optional().catch(undefined);
/** Days of the program, both counted; left out: all that is kept. */
export const Period = z.object({ from: day, to: day });
export type Period = z.infer<typeof Period>;
/** To one recipient, to all of a kind, or told by participants themselves. */
export const ToldQuery = Period.extend({
	recipient: z.uuid().optional().catch(undefined),
	kind: z.enum(recipientKinds).optional().catch(undefined),
	page: z.coerce.number().int().min(1).max(1000).catch(1).default(1)
});
export type ToldQuery = z.infer<typeof ToldQuery>;

/**
 * What the actor's organizations told about a participant, and what the participant told with their papers.
 * @throws 403, 404
 */
export async function accountingOf(
	read: Read,
	actor: Actor,
	participantId: Id,
	period: Period,
	limit?: number
) {
	const keepers = await keepersOf(read, actor, participantId);
	return entries(read, {
		...{ period, limit },
		told: and(eq(disclosures.participantId, participantId), inArray(disclosures.organizationId, keepers)),
		own: and(eq(ownDisclosures.participantId, participantId), inArray(ownDisclosures.organizationId, keepers))
	});
}

/** The same for the participant who asks, by any organization. */
export async function ownAccounting(read: Read, actor: Actor, period: Period) {
	const participantId = selfOf(actor);
	return entries(read, {
		period,
		told: eq(disclosures.participantId, participantId),
		own: eq(ownDisclosures.participantId, participantId)
	});
}

const peoplesPage = 100;

/**
 * "Who was told?", the other way around: what the actor's organizations told a recipient or a kind of recipients, each
 * with whom it was about. A court counts both what we told it and what participants took there.
 * @throws 403
 */
export async function toldBy(read: Read, actor: Actor, { recipient, kind, page, ...period }: ToldQuery) {
	allow(actor, 'disclosures.list');
	const mine = organizationsOf(actor, 'coordinator');
	const isAbout = recipient
		? eq(disclosures.recipientId, recipient)
		: kind
			? eq(recipients.kind, kind)
			: undefined;
	const audience = kind === 'justice' ? eq(ownDisclosures.audience, 'court') : undefined;
	const found = await entries(read, {
		period,
		told: and(inArray(disclosures.organizationId, mine), isAbout),
		own:
			recipient || (kind && !audience) ? null : and(inArray(ownDisclosures.organizationId, mine), audience),
		limit: page * peoplesPage + 1
	});
	const end = page * peoplesPage;
	return { entries: found.slice(end - peoplesPage, end), more: found.length > end };
}

type Wanted = { period: Period; told: SQL | undefined; own: SQL | undefined | null; limit?: number };

async function entries(read: Read, { period, told, own, limit = all }: Wanted) {
	const { zone } = await findProgram(read);
	const [from, until] = spanOf(period, zone);
	const formal = await formalEntries(read, told, from, until, limit);
	const theirs = own === null ? [] : await ownEntries(read, own, from, until, limit);
	return [...formal.map(asTold), ...theirs.map(asOwn)]
		.sort((a, b) => b.at.localeCompare(a.at) || b.id.localeCompare(a.id))
		.slice(0, limit);
}

const about = {
	participantId: participants.id,
	number: participants.number,
	firstName: participantNames.firstName,
	lastName: participantNames.lastName,
	organization: organizations.name
};

const formalEntries = (read: Read, told: SQL | undefined, from: string, until: string, limit: number) =>
	read
		.select({
			id: disclosures.id,
			at: disclosures.at,
			via: disclosures.via,
			what: disclosures.what,
			recipient: recipients.name,
			recipientKind: recipients.kind,
			purpose: consents.purpose,
			consentId: consents.id,
			signedOn: consents.signedOn,
			...about
		})
		.from(disclosures)
		.innerJoin(recipients, eq(recipients.id, disclosures.recipientId))
		.innerJoin(consents, eq(consents.id, disclosures.consentId))
		.innerJoin(organizations, eq(organizations.id, disclosures.organizationId))
		.innerJoin(participants, eq(participants.id, disclosures.participantId))
		.leftJoin(participantNames, eq(participantNames.participantId, disclosures.participantId))
		.where(and(told, gte(disclosures.at, from), lte(disclosures.at, until)))
		.orderBy(desc(disclosures.at), desc(disclosures.id))
		.limit(limit);

const ownEntries = (read: Read, own: SQL | undefined, from: string, until: string, limit: number) =>
	read
		.select({
			id: ownDisclosures.id,
			at: ownDisclosures.at,
			via: ownDisclosures.via,
			what: ownDisclosures.what,
			audience: ownDisclosures.audience,
			...about
		})
		.from(ownDisclosures)
		.innerJoin(organizations, eq(organizations.id, ownDisclosures.organizationId))
		.innerJoin(participants, eq(participants.id, ownDisclosures.participantId))
		.leftJoin(participantNames, eq(participantNames.participantId, ownDisclosures.participantId))
		.where(and(own, gte(ownDisclosures.at, from), lte(ownDisclosures.at, until)))
		.orderBy(desc(ownDisclosures.at), desc(ownDisclosures.id))
		.limit(limit);

/** Six years back at the most; days are the program's. */
function spanOf({ from, to }: Period, zone: string): [string, string] {
	const today = dayIn(zone, now());
	const first = `${Number(today.slice(0, 4)) - yearsKept}${today.slice(4)}`.replace('-02-29', '-02-28');
	const begin = from && from > first ? from : first;
	const end = plusDays(to && to < today ? to : today, 1);
	return [midnight(begin, zone), midnight(end, zone)];
}

const midnight = (date: string, zone: string) =>
	meetingAt({ date, time: '00:00', minutes: 0 }, zone).startsAt;

type Formal = Awaited<ReturnType<typeof formalEntries>>[number];
type Own = Awaited<ReturnType<typeof ownEntries>>[number];
type Under = { id: Id; purpose: string; signedOn: string };

/** Without the ids of what was told: which handoff it was would lead to what it is about. */
function asTold({ consentId, purpose, signedOn, what, ...row }: Formal) {
	const consent: Under | null = { id: consentId, purpose, signedOn };
	return { ...row, ...kindsIn(what), audience: null, consent };
}

const asOwn = ({ what, ...row }: Own) => ({
	...row,
	...kindsIn(what),
	recipient: null,
	recipientKind: null,
	consent: null
});

/** What a webhook tells of, by the first part of its type. */
const sentKinds: Record<string, InformationKind> = {
	milestone: 'milestones',
	enrollment: 'enrollment',
	handoff: 'handoffs'
};

/** What was told, as kinds of information, and how many things where ids were told. */
function kindsIn(what: Record<string, unknown>): { kinds: InformationKind[]; count: number | null } {
	const listed = Array.isArray(what.information) ? what.information.map(String) : [];
	const [sent] = typeof what.webhook === 'string' ? String(what.type).split('.') : [];
	const told = informationKinds.filter(
		(kind) => listed.includes(kind) || kind in what || (sent !== undefined && kind === sentKinds[sent])
	);
	const ids = informationKinds.flatMap((kind) => (Array.isArray(what[kind]) ? [what[kind].length] : []));
	return { kinds: told, count: ids.length > 0 ? Math.max(...ids) : null };
}
