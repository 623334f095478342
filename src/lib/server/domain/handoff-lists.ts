/** Lists of handoffs: those of a case manager by state and age, what waits too long, and how they end, in counts. */
import { and, desc, eq, inArray, isNotNull, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Read } from '../db/open.ts';
import { contacts, handoffReaches, handoffs, handoffSteps } from '../db/schema/index.ts';
import { notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, can, organizationsOf, type Actor } from '../policy.ts';
import { authorsOf } from './authors.ts';
import { handoffsWith, overdueDays, unansweredDays, type FoundHandoff } from './handoff-steps.ts';
import { shownCounts } from './small-cells.ts';
import { handoffCategories, handoffOutcomes } from '#lib/handoffs.ts';

const handoffViews = ['open', 'mine', 'over'] as const;
export const HandoffQuery = z.object({ view: z.enum(handoffViews).catch('open') });

/** Asked for by way of the organization's case manager: the one place of who of the staff may know of it. */
function handoffScope(actor: Actor): SQL {
	const here = inArray(handoffs.organizationId, organizationsOf(actor, 'case-manager', 'coordinator'));
	return and(here, eq(handoffSteps.way, 'case-manager'))!;
}

/** Over for less than this many days, it is still in the list. */
const shownAfter = 90;

/**
 * Handoffs of the actor's organizations, those that wait longest first. Whoever has one sees who it is; of the others
 * neither a name nor how to reach anybody.
 */
export async function listHandoffs(read: Read, actor: Actor, view: (typeof handoffViews)[number]) {
	allow(actor, 'handoffs.list');
	const found = await handoffsWith(read, handoffScope(actor));
	const names = await authorsOf(
		read,
		found.map(({ step }) => step.staffId)
	);
	const rows = found
		.filter(({ step, standing }) => standing === 'open' || step.at >= ago(shownAfter))
		.map((one) => ({ ...listed(actor, one), with: names(one.step.staffId), found: one }));
	const of = {
		open: rows.filter(({ standing }) => standing === 'open'),
		mine: rows.filter(({ standing, isMine }) => standing === 'open' && isMine),
		over: rows.filter(({ standing }) => standing !== 'open').toReversed()
	};
	const rowsShown = [];
	for (const { found: one, ...row } of of[view])
		rowsShown.push({ ...row, reach: view === 'mine' ? await reachOf(read, one) : null });
	return {
		rows: rowsShown,
		counts: { open: of.open.length, mine: of.mine.length, over: of.over.length },
		mayAnswer: organizationsOf(actor, 'case-manager').length > 0
	};
}

function listed(actor: Actor, one: FoundHandoff) {
	const { handoff, step, standing, askedOn, until, days, language } = one;
	const isMine = isHeldBy(actor, one);
	return {
		...{ id: handoff.id, stepId: step.id, category: handoff.category },
		/** For whoever will speak with them: to a coordinator, who knows the people, it would say who asked. */
		language: can(actor, 'handoffs.answer', handoff) ? language : null,
		...{ state: step.state, standing, outcome: step.outcome, askedOn, until, days, isMine },
		/** How long nobody has answered. */
		age: ageOf(one),
		person: isMine && standing === 'open' ? nameIn(one) : null
	};
}

const isHeldBy = (actor: Actor, { handoff, step }: FoundHandoff) =>
	actor.kind === 'staff' && step.staffId === actor.id && can(actor, 'handoffs.answer', handoff);

const nameIn = ({ firstName, lastName }: FoundHandoff) =>
	firstName === null ? null : { firstName, lastName: lastName ?? '' };

function ageOf({ step, standing, days }: FoundHandoff): 'new' | 'waits' | 'overdue' {
	if (step.state !== 'asked' || standing !== 'open' || days < unansweredDays) return 'new';
	return days < overdueDays ? 'waits' : 'overdue';
}

/** @throws 404 for one of another organization as for none; 403 for whoever is no case manager there */
export async function findHandoff(read: Read, actor: Actor, handoffId: Id): Promise<FoundHandoff> {
	const [found] = await handoffsWith(read, and(eq(handoffs.id, handoffId), handoffScope(actor)));
	if (!found) throw notFound();
	allow(actor, 'handoffs.answer', found.handoff);
	return found;
}

/** One handoff for a case manager: with the name and how to reach them for whoever has it, while it is open. */
export async function handoffOf(read: Read, actor: Actor, handoffId: Id) {
	const found = await findHandoff(read, actor, handoffId);
	const { id, state, at, by } = handoffSteps;
	const steps = await read
		.select({ id, state, at, by })
		.from(handoffSteps)
		.where(eq(handoffSteps.handoffId, handoffId))
		.orderBy(desc(at), desc(id));
	const names = await authorsOf(read, [found.step.staffId, ...steps.map((step) => step.by)]);
	const row = { ...listed(actor, found), with: names(found.step.staffId) };
	return {
		...row,
		participantId: found.handoff.participantId,
		organizationId: found.handoff.organizationId,
		reach: row.person ? await reachOf(read, found) : null,
		steps: steps.map((step) => ({ ...step, by: names(step.by) }))
	};
}

/** How the person can be reached now. Null: they have not said, or have taken it back. */
async function reachOf(read: Read, { handoff: { id, participantId } }: FoundHandoff) {
	const [kept] = await read.select().from(handoffReaches).where(eq(handoffReaches.handoffId, id));
	if (!kept) return null;
	const { way, line } = kept;
	if (!kept.asSaid) return { way: way!, line, askFor: null, neutral: true };
	const own = eq(contacts.participantId, participantId);
	const [said] = await read.select().from(contacts).where(own);
	if (!said) return null;
	const isByPhone = said.way !== 'in-person';
	return { way: said.way, line: isByPhone ? said.phone : null, askFor: said.askFor, neutral: said.neutral };
}

/** Requests that nobody answered in time: for coordinators, without a name. `isOverdue`: said louder. */
export async function dueHandoffs(read: Read, actor: Actor) {
	const here = inArray(handoffs.organizationId, organizationsOf(actor, 'coordinator'));
	const asked = and(here, eq(handoffSteps.way, 'case-manager'), eq(handoffSteps.state, 'asked'));
	return (await handoffsWith(read, asked))
		.filter((one) => ageOf(one) !== 'new')
		.map((one) => ({
			...{ id: one.handoff.id, category: one.handoff.category, days: one.days },
			isOverdue: ageOf(one) === 'overdue'
		}));
}

/**
 * What was asked for, and how it ended, over organizations that the actor coordinates, or the whole program: counts, the
 * small ones hidden.
 */
export async function handoffCounts(read: Read, actor: Actor) {
	const isProgram = can(actor, 'program.counts');
	const here = isProgram
		? undefined
		: inArray(handoffs.organizationId, organizationsOf(actor, 'coordinator'));
	const asked = await handoffsWith(read, and(here, isNotNull(handoffSteps.way)));
	const count = <K extends string>(keys: readonly K[], of: (one: FoundHandoff) => K | null) =>
		shownCounts(
			Object.fromEntries(keys.map((key) => [key, asked.filter((one) => of(one) === key).length])) as Record<
				K,
				number
			>
		);
	return {
		categories: count(handoffCategories, ({ handoff }) => handoff.category),
		ends: count([...handoffEnds], endOf)
	};
}

/** How a handoff ends, or that it has not yet. */
const handoffEnds = [...handoffOutcomes, 'withdrawn', 'open'] as const;
export type HandoffEnd = (typeof handoffEnds)[number];

function endOf({ step }: FoundHandoff): HandoffEnd {
	if (step.state === 'withdrawn') return 'withdrawn';
	return step.state === 'closed' ? step.outcome! : 'open';
}

const ago = (days: number) => new Date(Date.parse(now()) - days * 86_400_000).toISOString();
