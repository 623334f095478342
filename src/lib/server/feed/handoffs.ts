/** Handoffs told: to the case manager who takes one, or to a recipient of the feed; and what they answer. */
import { and, asc, eq, gt, inArray, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Db, Read, Tx } from '../db/open.ts';
import { consents, contacts, handoffReaches, handoffs, handoffSteps } from '../db/schema/index.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor, type Key } from '../policy.ts';
import { findHandoff } from '../domain/handoff-lists.ts';
import {
	appendHandoffStep,
	handoffsWith,
	openHandoffStates,
	refuseOutdated,
	type FoundHandoff
} from '../domain/handoff-steps.ts';
import { uuid } from '../domain/inputs.ts';
import { isNew } from '../domain/operations.ts';
import { logOwnDisclosure } from './disclosures.ts';
import { permitted } from './permissions.ts';
import { handoffOutcomes, type HandoffState } from '#lib/handoffs.ts';

export const TakenHandoff = z.strictObject({ operationId: uuid, stepId: uuid });

const answers = ['received', 'contacted', 'connected', 'closed'] as const;
const Answer = z.strictObject({
	operationId: uuid,
	state: z.enum(answers),
	/** Why it is closed; null for the other states. */
	outcome: z.enum(handoffOutcomes).nullable().default(null)
});
const whole = <S extends z.ZodType<Pick<z.infer<typeof Answer>, 'state' | 'outcome'>>>(schema: S) =>
	schema.refine(({ state, outcome }) => (state === 'closed') === (outcome !== null), {
		...{ path: ['outcome'], message: 'choice' }
	});
/** A case manager's: `stepId` names how it stood on their screen. */
export const AnsweredHandoff = whole(Answer.extend({ stepId: uuid }));
/** A recipient's, over the feed. */
export const FeedAnswer = whole(Answer);

/** What may be said next of a handoff that stands so. */
const follows: Partial<Record<HandoffState, readonly HandoffState[]>> = {
	asked: ['received'],
	received: ['contacted', 'closed'],
	contacted: ['connected', 'closed'],
	connected: ['closed']
};

/**
 * A case manager takes a handoff, or takes it over from another: from now on they see who it is. It counts as told by the
 * participant, whose request it is.
 * @throws 404, 403; 409 handoff.changed when somebody else took it first, handoff.stopped when the consent is over
 */
export async function takeHandoff(
	db: Db,
	actor: Actor,
	handoffId: Id,
	{ operationId, stepId }: z.infer<typeof TakenHandoff>
) {
	await db.write(async (tx) => {
		const found = await findHandoff(tx, actor, handoffId);
		if (!(await isNew(tx, actor, 'takeHandoff', operationId, { handoffId, stepId }))) return;
		if (actor.kind !== 'staff') throw notFound();
		refuseOver(found);
		refuseOutdated(found, stepId);
		const { handoff, step } = found;
		const state = step.state === 'asked' ? ('received' as const) : step.state;
		await appendHandoffStep(tx, actor, handoff, step, { state, staffId: actor.id });
		await logOwnDisclosure(tx, actor, 'handoff', {
			...{ participantId: handoff.participantId, organizationId: handoff.organizationId },
			...{ audience: 'case-manager', what: { handoffs: [handoffId] } }
		});
	});
}

/**
 * Whoever has a handoff says what has become of it.
 * @throws 404, 403; 400 outcome; 409 handoff.changed, handoff.stopped, handoff.anothers, handoff.order
 */
export async function answerHandoff(
	db: Db,
	actor: Actor,
	handoffId: Id,
	input: z.input<typeof AnsweredHandoff>
) {
	const { operationId, stepId, ...said } = AnsweredHandoff.parse(input);
	await db.write(async (tx) => {
		const found = await findHandoff(tx, actor, handoffId);
		if (!(await isNew(tx, actor, 'answerHandoff', operationId, { handoffId, stepId, ...said }))) return;
		refuseOver(found);
		refuseOutdated(found, stepId);
		if (actor.kind !== 'staff' || found.step.staffId !== actor.id) throw conflict('handoff.anothers');
		await say(tx, actor, found, said);
	});
}

function refuseOver({ standing }: FoundHandoff) {
	if (standing !== 'open') throw conflict('handoff.stopped');
}

async function say(tx: Tx, actor: Actor, { handoff, step }: FoundHandoff, said: Said) {
	if (!follows[step.state]?.includes(said.state)) throw conflict('handoff.order');
	if (said.state === 'closed' && (said.outcome === 'connected') !== (step.state === 'connected'))
		throw invalid({ outcome: { code: 'choice' } });
	await appendHandoffStep(tx, actor, handoff, step, said);
}
type Said = Pick<z.infer<typeof Answer>, 'state' | 'outcome'>;

/** Handoffs that went to the key's recipient under a consent that holds now: the rest are not there for it. */
async function toldTo(read: Read, key: Key): Promise<SQL> {
	const mine = and(
		eq(handoffSteps.recipientId, key.recipientId),
		key.organizationId ? eq(handoffs.organizationId, key.organizationId) : undefined
	);
	return and(mine, eq(consents.recipientId, key.recipientId), await permitted(read, 'handoffs'))!;
}

/**
 * Open handoffs that a recipient may know of now, oldest id first, from after one: with the consent that lets each out,
 * for the caller to log in the same transaction, and how to reach the person. No name: that takes consent to a name too.
 */
export async function handoffsFor(
	tx: Tx,
	key: Key,
	{ after = '', limit = 100, ids }: { after?: string; limit?: number; ids?: Id[] } = {}
) {
	const where = and(
		await toldTo(tx, key),
		gt(handoffs.id, after),
		ids && inArray(handoffs.id, ids),
		inArray(handoffSteps.state, openHandoffStates)
	);
	const found = (await handoffsWith(tx, where)).sort((a, b) => (a.handoff.id < b.handoff.id ? -1 : 1));
	const page = found.slice(0, limit);
	const reaches = await reachesOf(tx, page);
	return page.map((one) => {
		const { handoff, step, number, language, askedOn, until } = one;
		return {
			...{ id: handoff.id, participantId: handoff.participantId, organizationId: handoff.organizationId },
			...{ number, consentId: step.consentId!, recipientId: key.recipientId },
			...{ category: handoff.category, state: step.state, askedOn, until, language },
			reach: reaches(one)
		};
	});
}

/** How to reach each: by the line given for it, or as their contact says now. */
async function reachesOf(read: Read, found: FoundHandoff[]) {
	const ids = found.map(({ handoff }) => handoff.id);
	const named = await namingConsents(read, found);
	const rows = await read
		.select({ kept: handoffReaches, said: contacts })
		.from(handoffReaches)
		.innerJoin(handoffs, eq(handoffs.id, handoffReaches.handoffId))
		.leftJoin(contacts, eq(contacts.participantId, handoffs.participantId))
		.where(inArray(handoffReaches.handoffId, ids))
		.orderBy(asc(handoffReaches.handoffId));
	const byId = new Map(rows.map((row) => [row.kept.handoffId, row]));
	return ({ handoff: { id }, step }: FoundHandoff) => {
		const row = byId.get(id);
		if (!row) return null;
		const { kept, said } = row;
		if (!kept.asSaid) return { way: kept.way!, line: kept.line, askFor: null, neutral: true };
		if (!said) return null;
		const { way, askFor, neutral } = said;
		const phone = way === 'in-person' ? null : said.phone;
		return { way, line: phone, askFor: named.has(step.consentId!) ? askFor : null, neutral };
	};
}

/** Consents that let out a name today: what somebody is to be asked for by is one too. */
async function namingConsents(read: Read, found: FoundHandoff[]): Promise<Set<Id>> {
	const ids = found.flatMap(({ step }) => step.consentId ?? []);
	const rows = await read
		.select({ id: consents.id })
		.from(consents)
		.where(and(inArray(consents.id, ids), await permitted(read, 'name')))
		.orderBy(asc(consents.id));
	return new Set(rows.map(({ id }) => id));
}

/**
 * A recipient of the feed says what has become of a handoff that it was told of.
 * @throws 404 without consent as for none; 403; 400 outcome; 409 handoff.order, handoff.changed
 */
export async function answerFromFeed(
	db: Db,
	key: Key,
	handoffId: Id,
	{ operationId, ...said }: z.infer<typeof FeedAnswer>
) {
	return db.write(async (tx) => {
		allow(key, 'feed.handoffs');
		const [found] = await handoffsWith(tx, and(eq(handoffs.id, handoffId), await toldTo(tx, key)));
		if (!found) throw notFound();
		if (await isNew(tx, key, 'answerFromFeed', operationId, { handoffId, ...said }))
			await say(tx, key, found, said);
		return { id: handoffId, state: said.state, outcome: said.outcome };
	});
}
