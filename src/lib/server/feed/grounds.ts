/** On what ground a message may be told now: the one consent, in force at this moment, that lets it out. */
import { and, asc, desc, inArray, isNotNull } from 'drizzle-orm';
import type { Tx } from '../db/open.ts';
import { consents, handoffSteps, milestones, type outbox } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { informationKinds, type InformationKind } from '#lib/disclosures.ts';
import type { WebhookType } from '#lib/webhooks.ts';
import type { Endpoint } from './endpoints.ts';
import { kindsTold, permitted, signedKinds } from './permissions.ts';

export type Message = typeof outbox.$inferSelect;
export type Due = { message: Message; endpoint: Endpoint };

/** For each message that may be told now, the consent that allows it; null for one that tells about nobody. */
export async function allowedNow(tx: Tx, found: Due[]): Promise<Map<Id, Id | null>> {
	const about = found.filter(({ message }) => message.participantId !== null);
	const standing = await consentsFor(tx, about);
	const known = { completed: await completedAmong(tx, about), handoffs: await handoffConsents(tx, about) };
	const allowed = new Map<Id, Id | null>();
	for (const one of found) {
		if (one.message.participantId === null) allowed.set(one.message.id, null);
		const consent = standing.find((consent) => isOf(consent, one) && lets(consent, one.message, known));
		if (consent) allowed.set(one.message.id, consent.id);
	}
	return allowed;
}

type Standing = Awaited<ReturnType<typeof consentsFor>>[number];
type Known = { completed: Set<Id>; handoffs: Map<Id, Id[]> };

/** Consents in force now of those whom the messages are about, to whom they go: the newest first. */
async function consentsFor(tx: Tx, about: Due[]) {
	if (about.length === 0) return [];
	const { id, participantId, organizationId, recipientId, position } = consents;
	const rows = await tx
		.select({ id, participantId, organizationId, recipientId, ...signedKinds })
		.from(consents)
		.where(
			and(
				inArray(participantId, [...new Set(about.map(({ message }) => message.participantId!))]),
				inArray(recipientId, [...new Set(about.map(({ endpoint }) => endpoint.recipientId))]),
				await permitted(tx, ...informationKinds)
			)
		)
		.orderBy(desc(position));
	return rows.map((row) => ({ ...row, kinds: kindsTold(row) }));
}

/** That somebody has completed may be known also where their other milestones may not. */
async function completedAmong(tx: Tx, about: Due[]): Promise<Set<Id>> {
	const ids = idsOf(about, ['milestone.awarded', 'milestone.voided']);
	if (ids.length === 0) return new Set();
	const { id, kind } = milestones;
	const rows = await tx.select({ id, kind }).from(milestones).where(inArray(id, ids)).orderBy(asc(id));
	return new Set(rows.filter((row) => row.kind === 'completed').map((row) => row.id));
}

/** A handoff is known to whom it was given, by its own consent. */
async function handoffConsents(tx: Tx, about: Due[]): Promise<Map<Id, Id[]>> {
	const ids = idsOf(about, ['handoff.changed']);
	if (ids.length === 0) return new Map();
	const { id, handoffId, consentId } = handoffSteps;
	const rows = await tx
		.select({ handoffId, consentId })
		.from(handoffSteps)
		.where(and(inArray(handoffId, ids), isNotNull(consentId)))
		.orderBy(asc(id));
	const steps = Map.groupBy(rows, (row) => row.handoffId);
	return new Map([...steps].map(([handoff, own]) => [handoff, own.map((row) => row.consentId!)]));
}

const idsOf = (about: Due[], types: WebhookType[]): Id[] => [
	...new Set(
		about.flatMap(({ message }) =>
			(types as string[]).includes(message.type) ? (message.aboutId ?? []) : []
		)
	)
];

const isOf = (consent: Standing, { message, endpoint }: Due) =>
	consent.participantId === message.participantId &&
	consent.organizationId === message.organizationId &&
	consent.recipientId === endpoint.recipientId;

function lets({ id, kinds }: Standing, { type, aboutId }: Message, { completed, handoffs }: Known): boolean {
	const tells = (kind: InformationKind) => kinds.includes(kind);
	switch (type) {
		case 'milestone.awarded':
		case 'milestone.voided':
			return tells('milestones') || (completed.has(aboutId ?? '') && tells('completion'));
		case 'enrollment.added':
		case 'enrollment.changed':
			return tells('enrollment');
		case 'handoff.changed':
			return tells('handoffs') && (handoffs.get(aboutId ?? '') ?? []).includes(id);
		case 'consent.recorded':
			return id === aboutId;
		case 'webhook.test':
			return false;
	}
}
