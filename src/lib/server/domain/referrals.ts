/** Referrals: somebody is sent to an organization, is found eligible or not, and it ends well or with a reason. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Tx } from '../db/open.ts';
import { groups, marks, referrals, referralSteps } from '../db/schema/index.ts';
import { conflict, invalid } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { upheldMarks } from './presence.ts';
import type { Group } from './groups.ts';
import { dayText, uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { findOrganization, findProgram, findSite } from './organizations.ts';
import { addParticipant, NewParticipant } from './newcomers.ts';
import { idOfNumber } from './people.ts';
import {
	appendStep,
	findReferral,
	openStates,
	referralsWith,
	stepsOf,
	type FoundReferral
} from './referral-steps.ts';
import { dayIn } from './schedule.ts';
import { dayParts, referralEnds, referralSources, type ReferralSource } from '#lib/vocabulary.ts';

const referral = {
	operationId: uuid,
	organizationId: uuid,
	source: z.enum(referralSources),
	referredOn: dayText,
	siteId: uuid.nullable().default(null),
	groupId: uuid.nullable().default(null),
	dayPart: z.enum(dayParts).nullable().default(null)
};
const { number, firstName, lastName, language } = NewParticipant.shape;

/** Somebody whom the program does not know yet. */
export const NewReferral = z.strictObject({ ...referral, number, firstName, lastName, language });
/** Somebody whom the program knows, by the program's number. */
export const KnownReferral = z.strictObject({ ...referral, number });
export type NewReferral = z.input<typeof NewReferral>;
export type KnownReferral = z.input<typeof KnownReferral>;
type Asked = z.output<typeof KnownReferral>;

export const Eligibility = z.strictObject({ operationId: uuid, eligible: z.enum(['yes', 'no']) });
export const ReferralClosing = z.strictObject({ operationId: uuid, end: z.enum(referralEnds) });

export const ReferralReopening = z.strictObject({ operationId: uuid });

/** Referred so long ago (days) that eligibility should be known. */
export const eligibilityDays = 7;

/**
 * Takes a new person into the program, as referred to an organization. They are in no group yet.
 * @throws 404, 403; 400 number `taken`, referredOn `future`, siteId and groupId `choice`
 */
export async function referNew(db: Db, actor: Actor, input: NewReferral): Promise<Id> {
	const asked = NewReferral.parse(input);
	return db.write(async (tx) => {
		await allowReferral(tx, actor, asked.organizationId);
		const { operationId, ...content } = asked;
		if (!(await isNew(tx, actor, 'referNew', operationId, content))) return operationId;
		const { firstName, lastName, language, ...rest } = asked;
		const person = { number: asked.number, firstName, lastName, language };
		const participantId = await addParticipant(tx, actor, asked.organizationId, person);
		return refer(tx, actor, rest, participantId);
	});
}

/**
 * The same for somebody whom the program knows.
 * @throws 400 number `unknown`; 409 referral.open when they are referred here already
 */
export async function referKnown(db: Db, actor: Actor, input: KnownReferral): Promise<Id> {
	const asked = KnownReferral.parse(input);
	return db.write(async (tx) => {
		await allowReferral(tx, actor, asked.organizationId);
		const { operationId, ...content } = asked;
		if (!(await isNew(tx, actor, 'referKnown', operationId, content))) return operationId;
		return refer(tx, actor, asked, await idOfNumber(tx, asked.number));
	});
}

async function allowReferral(tx: Tx, actor: Actor, organizationId: Id) {
	if (actor.kind !== 'system') await findOrganization(tx, actor, organizationId);
	allow(actor, 'referrals.record', { organizationId });
}

async function refer(tx: Tx, actor: Actor, asked: Asked, participantId: Id): Promise<Id> {
	const { operationId: id, number: _known, ...content } = asked;
	await refuseOpen(tx, asked.organizationId, participantId);
	await refuseMisfit(tx, actor, asked);
	const row = { ...content, id, participantId, by: nameOf(actor), at: now() };
	await tx.insert(referrals).values(row).returning();
	await appendStep(tx, actor, row, null, 'referred', {});
	return id;
}

/** Today, with a group that they wish for. Nothing is added for somebody who is referred to the organization already. */
export async function referTo(
	tx: Tx,
	actor: Actor,
	{ id: groupId, organizationId, zone }: Pick<Group, 'id' | 'organizationId' | 'zone'>,
	participantId: Id,
	source: ReferralSource
) {
	allow(actor, 'referrals.record', { organizationId });
	if (await isReferred(tx, organizationId, participantId)) return;
	const wish = { siteId: null, groupId, dayPart: null, referredOn: dayIn(zone, now()) };
	const row = { ...wish, id: newId(), organizationId, participantId, source, by: nameOf(actor), at: now() };
	await tx.insert(referrals).values(row).returning();
	await appendStep(tx, actor, row, null, 'referred', {});
}

async function isReferred(tx: Tx, organizationId: Id, participantId: Id): Promise<boolean> {
	const own = and(eq(referrals.organizationId, organizationId), eq(referrals.participantId, participantId));
	const open = await referralsWith(tx, and(own, inArray(referralSteps.state, openStates)));
	return open.length > 0;
}

/** One referral of a person to an organization at a time. */
async function refuseOpen(tx: Tx, organizationId: Id, participantId: Id) {
	if (await isReferred(tx, organizationId, participantId)) throw conflict('referral.open');
}

/** What is wished for is the organization's own, and nobody is referred tomorrow. */
async function refuseMisfit(tx: Tx, actor: Actor, { organizationId, referredOn, siteId, groupId }: Asked) {
	const { zone } = await findProgram(tx);
	if (referredOn > dayIn(zone, now())) throw invalid({ referredOn: { code: 'future' } });
	if (siteId !== null) {
		const site = await findSite(tx, actor, siteId).catch(() => null);
		if (site?.organizationId !== organizationId) throw invalid({ siteId: { code: 'choice' } });
	}
	if (groupId !== null) await refuseOtherGroup(tx, organizationId, groupId);
}

/** @throws 400 groupId `choice` for a group of another organization */
export async function refuseOtherGroup(tx: Tx, organizationId: Id, groupId: Id) {
	const here = and(eq(groups.id, groupId), eq(groups.organizationId, organizationId));
	const found = await tx.select({ id: groups.id }).from(groups).where(here);
	if (found.length === 0) throw invalid({ groupId: { code: 'choice' } });
}

/** Finds what is to be decided about. @throws 404, 403 */
export async function findToDecide(tx: Tx, actor: Actor, referralId: Id): Promise<FoundReferral> {
	const found = await findReferral(tx, actor, referralId);
	allow(actor, 'referrals.decide', found.referral);
	return found;
}

/**
 * Says whether the person is eligible: yes or no, and nothing about why.
 * @throws 404, 403, 409 referral.changed when it was said already
 */
export async function confirmEligibility(
	db: Db,
	actor: Actor,
	referralId: Id,
	{ operationId, eligible }: z.infer<typeof Eligibility>
) {
	await db.write(async (tx) => {
		const { referral, step } = await findToDecide(tx, actor, referralId);
		if (!(await isNew(tx, actor, 'confirmEligibility', operationId, { referralId, eligible }))) return;
		if (step.state !== 'referred') throw conflict('referral.changed');
		if (eligible === 'yes') await appendStep(tx, actor, referral, step, 'eligible');
		else await appendStep(tx, actor, referral, step, 'closed', { end: 'not-eligible' });
	});
}

/**
 * Ends a referral with its reason. A place that was offered is free again.
 * @throws 404, 403, 409 referral.changed when it is over, referral.started when they came; 400 end `choice`
 */
export async function closeReferral(
	db: Db,
	actor: Actor,
	referralId: Id,
	{ operationId, end }: z.infer<typeof ReferralClosing>
) {
	await db.write(async (tx) => {
		const { referral, step } = await findToDecide(tx, actor, referralId);
		if (!(await isNew(tx, actor, 'closeReferral', operationId, { referralId, end }))) return;
		if (step.state === 'closed') throw conflict('referral.changed');
		const isIn = step.state === 'accepted';
		if (isIn !== (end === 'never-started')) throw isIn ? conflict('referral.changed') : noEnd();
		if (isIn) await refuseStarted(tx, step.enrollmentId!);
		const { groupId, offeredGroupId, enrollmentId } = step;
		await appendStep(tx, actor, referral, step, 'closed', { groupId, offeredGroupId, enrollmentId, end });
	});
}

/**
 * Takes the end of a referral back: it stands as far as it had come before a place was offered.
 * @throws 404, 403, 409 referral.changed when it is not closed, referral.open when the person was referred anew
 */
export async function reopenReferral(
	db: Db,
	actor: Actor,
	referralId: Id,
	{ operationId }: z.infer<typeof ReferralReopening>
) {
	await db.write(async (tx) => {
		const { referral, step } = await findToDecide(tx, actor, referralId);
		if (!(await isNew(tx, actor, 'reopenReferral', operationId, { referralId }))) return;
		if (step.state !== 'closed') throw conflict('referral.changed');
		await refuseOpen(tx, referral.organizationId, referral.participantId);
		const steps = await stepsOf(tx, referralId);
		const isEligible = step.end !== 'not-eligible' && steps.some(({ state }) => state === 'eligible');
		await appendStep(tx, actor, referral, step, isEligible ? 'eligible' : 'referred');
	});
}

const noEnd = () => invalid({ end: { code: 'choice' } });

/** Who came once has started. */
async function refuseStarted(tx: Tx, enrollmentId: Id) {
	const all = await tx
		.select()
		.from(marks)
		.where(eq(marks.enrollmentId, enrollmentId))
		.orderBy(asc(marks.at), asc(marks.id));
	const sessions = Map.groupBy(all, ({ sessionId }) => sessionId);
	const came = [...sessions.values()]
		.flatMap(upheldMarks)
		.some(({ status }) => status === 'present' || status === 'partial');
	if (came) throw conflict('referral.started');
}
