/** Steps of a handoff: how it stands, and the one statement that may follow. */
import { and, asc, eq, sql, type SQL } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read, Tx } from '../db/open.ts';
import {
	consents,
	handoffReaches,
	handoffs,
	handoffSteps,
	participantNames,
	participants,
	revocations
} from '../db/schema/index.ts';
import { conflict } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { nameOf, type Actor } from '../policy.ts';
import { endConsent, findConsent } from './consents.ts';
import { appendEvent } from './events.ts';
import { isHead } from './heads.ts';
import { holidaysOf } from './holidays.ts';
import { findProgram } from './organizations.ts';
import { dayIn } from './schedule.ts';
import { workingDaysBetween } from './working-days.ts';
import type { HandoffState } from '#lib/handoffs.ts';

export type HandoffStep = typeof handoffSteps.$inferSelect;

/** Asked for, and not over. */
export const openHandoffStates: HandoffState[] = ['asked', 'received', 'contacted', 'connected'];
const isOpen = (state: HandoffState) => openHandoffStates.includes(state);

const askedAt = sql<string | null>`(select asked.at from handoff_steps asked
	where asked.handoff_id = ${handoffs.id} and asked.state = 'asked')`;

/** Working days after which a coordinator hears of a handoff that nobody answered, and after which it is said louder. */
export const unansweredDays = 3;
export const overdueDays = 7;

/**
 * Handoffs with the person and the last step of each, those that were asked for first leading. `standing`: "stopped" when
 * the consent ended before the handoff did. Not scoped: the caller is.
 */
export async function handoffsWith(read: Read, where: SQL | undefined) {
	const { zone, holidays } = await findProgram(read);
	const today = dayIn(zone, now());
	const isHoliday = holidaysOf(holidays);
	const rows = await read
		.select({
			...{ handoff: handoffs, step: handoffSteps, askedAt, revokedAt: revocations.at },
			...{ expiresOn: consents.expiresOn, number: participants.number },
			firstName: participantNames.firstName,
			lastName: participantNames.lastName,
			language: participantNames.language
		})
		.from(handoffs)
		.innerJoin(handoffSteps, and(eq(handoffSteps.handoffId, handoffs.id), isHead(handoffSteps)))
		.innerJoin(participants, eq(participants.id, handoffs.participantId))
		.leftJoin(participantNames, eq(participantNames.participantId, handoffs.participantId))
		.leftJoin(consents, eq(consents.id, handoffSteps.consentId))
		.leftJoin(revocations, eq(revocations.consentId, handoffSteps.consentId))
		.where(where)
		.orderBy(asc(handoffs.at), asc(handoffs.id));
	return rows
		.map(({ revokedAt, expiresOn, ...row }) => {
			const askedOn = row.askedAt === null ? null : dayIn(zone, row.askedAt);
			const until = expiresOn ?? row.step.until;
			const stops = isOpen(row.step.state) && (revokedAt !== null || (until ?? today) < today);
			return {
				...row,
				...{ askedOn, until, standing: standingOf(row.step.state, stops) },
				/** Working days since it was asked for. */
				days: askedOn === null ? 0 : workingDaysBetween(askedOn, today, isHoliday)
			};
		})
		.sort((a, b) => (a.askedAt ?? '').localeCompare(b.askedAt ?? ''));
}
export type FoundHandoff = Awaited<ReturnType<typeof handoffsWith>>[number];

function standingOf(state: HandoffState, stops: boolean) {
	if (state === 'offered') return 'offered' as const;
	if (!isOpen(state)) return 'over' as const;
	return stops ? ('stopped' as const) : ('open' as const);
}

/** What a step says; what it leaves out is as the one before said it. */
type Said = Partial<Omit<HandoffStep, 'id' | 'organizationId' | 'handoffId' | 'replaces' | 'by' | 'at'>> & {
	state: HandoffState;
};
type Handoff = Pick<typeof handoffs.$inferSelect, 'id' | 'organizationId' | 'participantId'>;

const nothingYet = {
	...{
		way: null,
		recipientId: null,
		consentId: null,
		until: null,
		shared: null,
		staffId: null,
		outcome: null
	}
};

/**
 * Says the next thing about a handoff, after `last`.
 * @throws 409 handoff.changed when somebody else has said something since
 */
export async function appendHandoffStep(
	tx: Tx,
	actor: Actor,
	{ id: handoffId, organizationId, participantId }: Handoff,
	last: HandoffStep | null,
	said: Said
) {
	const id = newId();
	const { way, recipientId, consentId, until, shared, staffId, outcome } = {
		...(last ?? nothingYet),
		...said
	};
	const kept = { way, recipientId, consentId, until, shared, staffId, outcome };
	const place = { id, organizationId, handoffId, replaces: last?.id ?? null };
	const row = { ...place, state: said.state, ...kept, by: nameOf(actor), at: now() };
	const added = await tx
		.insert(handoffSteps)
		.values(row)
		.onConflictDoNothing({ target: handoffSteps.replaces })
		.returning();
	if (added.length === 0) throw conflict('handoff.changed');
	if (said.state === 'withdrawn') await takeBack(tx, actor, handoffId, consentId);
	// No category: that somebody asked for help with their health is in no log.
	await appendEvent(tx, actor, {
		organizationId,
		subject: `participant:${participantId}`,
		kind: `handoff.${said.state}`,
		data: { handoffId, stepId: id, ...(outcome && { outcome }) }
	});
}

/** How to reach them goes at once, and so does the consent that was given for this alone. */
async function takeBack(tx: Tx, actor: Actor, handoffId: Id, consentId: Id | null) {
	await tx
		.delete(handoffReaches)
		.where(eq(handoffReaches.handoffId, handoffId))
		.returning({ id: handoffReaches.handoffId });
	if (consentId) await endConsent(tx, actor, await findConsent(tx, consentId));
}

/** @throws 409 handoff.changed when it no longer stands as the screen showed it */
export function refuseOutdated({ step }: FoundHandoff, stepId: Id) {
	if (step.id !== stepId) throw conflict('handoff.changed');
}
