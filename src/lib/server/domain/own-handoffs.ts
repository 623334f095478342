/** Own handoffs: what a participant asked for or was offered, and how it stands. */
import { and, eq } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read } from '../db/open.ts';
import { contacts, handoffs, organizations, recipients } from '../db/schema/index.ts';
import { notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { authorsOf } from './authors.ts';
import { plusDays } from './days.ts';
import { destinationsOf } from './handoff-destinations.ts';
import { handoffDays } from './handoffs.ts';
import { handoffsWith } from './handoff-steps.ts';
import { findProgram } from './organizations.ts';
import { selfOf } from './own.ts';
import { dayIn } from './schedule.ts';

/** Offers first, then what is open, then what is over, newest first. How to reach them is not shown: a phone is shared. */
export async function ownHandoffs(read: Read, actor: Actor) {
	const participantId = selfOf(actor);
	const found = await handoffsWith(read, eq(handoffs.participantId, participantId));
	const names = await authorsOf(
		read,
		found.flatMap(({ handoff, step }) => [handoff.offeredBy, step.staffId])
	);
	const to = await namesOf(read);
	const rows = found.toReversed().map(({ handoff, step, askedOn, until, days, standing }) => ({
		...{ id: handoff.id, stepId: step.id, category: handoff.category },
		...{ state: step.state, standing, askedOn, until, days, outcome: step.outcome },
		offeredBy: names(handoff.offeredBy),
		way: step.way,
		to: step.recipientId ? to(step.recipientId) : to(handoff.organizationId),
		/** Who has it. */
		with: names(step.staffId)
	}));
	return {
		offers: rows.filter(({ standing }) => standing === 'offered'),
		open: rows.filter(({ standing }) => standing === 'open' || standing === 'stopped'),
		over: rows.filter(({ standing, state }) => standing === 'over' && state !== 'declined'),
		mayAsk: (await destinationsOf(read, participantId)).length > 0
	};
}

async function namesOf(read: Read) {
	const both = [
		...(await read.select({ id: organizations.id, name: organizations.name }).from(organizations)),
		...(await read.select({ id: recipients.id, name: recipients.name }).from(recipients))
	];
	const names = new Map(both.map(({ id, name }) => [id, name]));
	return (id: Id) => names.get(id) ?? '';
}

/** Is there an offer without an answer? */
export async function hasHandoffOffer(read: Read, actor: Actor): Promise<boolean> {
	const own = await handoffsWith(read, eq(handoffs.participantId, selfOf(actor)));
	return own.some(({ standing }) => standing === 'offered');
}

/**
 * What the form of a request shows: to whom it can go, until when, how the person said that they can be reached; the offer
 * that it takes up, if it does.
 * @throws 404 for an offer that is not theirs or has an answer
 */
export async function handoffForm(read: Read, actor: Actor, offerId: Id | null) {
	const participantId = selfOf(actor);
	allow(actor, 'handoffs.ask', { participantId });
	const offer = offerId === null ? null : await offerOf(read, participantId, offerId);
	const all = await destinationsOf(read, participantId);
	const today = dayIn((await findProgram(read)).zone, now());
	const { phone, way, safe } = contacts;
	const [contact] = await read
		.select({ phone, way, safe })
		.from(contacts)
		.where(eq(contacts.participantId, participantId));
	return {
		offer,
		destinations: all.filter(
			(one) => !offer || one.way === 'recipient' || one.organizationId === offer.organizationId
		),
		days: handoffDays.map((days) => ({ days, until: plusDays(today, Number(days)) })),
		/** The last digits tell the person which number it is, and nobody else. */
		contact: contact
			? { way: contact.way, safe: contact.safe, ending: contact.phone?.replace(/\D/g, '').slice(-2) ?? null }
			: null
	};
}

async function offerOf(read: Read, participantId: Id, offerId: Id) {
	const own = and(eq(handoffs.id, offerId), eq(handoffs.participantId, participantId));
	const [found] = await handoffsWith(read, own);
	if (!found || found.standing !== 'offered') throw notFound();
	const { handoff, step } = found;
	const named = await authorsOf(read, [handoff.offeredBy]);
	return {
		...{ id: handoff.id, stepId: step.id, category: handoff.category },
		...{ organizationId: handoff.organizationId, by: named(handoff.offeredBy) }
	};
}
