/** Copies: a consent with all that was signed, as the participant gets it in their hand; and those that run out soon. */
import { and, asc, eq, gte, inArray, isNull, lte, sql } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read } from '../db/open.ts';
import {
	consents,
	consentSignatures,
	enrollments,
	organizations,
	participantNames,
	participants,
	recipients,
	revocations,
	staff
} from '../db/schema/index.ts';
import { notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { organizationsOf, type Actor } from '../policy.ts';
import { keepersOf } from './consents.ts';
import { plusDays } from './days.ts';
import { byName } from './names.ts';
import { findProgram } from './organizations.ts';
import { selfOf } from './own.ts';
import { dayIn } from './schedule.ts';

/** Days before its end from which a consent counts as running out. */
const soonDays = 30;

/** @throws 403, 404 */
export async function consentCopy(read: Read, actor: Actor, participantId: Id, consentId: Id) {
	const keepers = await keepersOf(read, actor, participantId);
	const copy = await copied(read, consentId);
	if (copy.participantId !== participantId || !keepers.includes(copy.organizationId)) throw notFound();
	return copy;
}

/** @throws 404 for one that is not their own */
export async function ownConsentCopy(read: Read, actor: Actor, consentId: Id) {
	const copy = await copied(read, consentId);
	if (copy.participantId !== selfOf(actor)) throw notFound();
	return copy;
}

async function copied(read: Read, consentId: Id) {
	const today = dayIn((await findProgram(read)).zone, now());
	const [row] = await read
		.select({
			consent: consents,
			recipient: { name: recipients.name, kind: recipients.kind },
			organization: organizations.name,
			number: participants.number,
			firstName: participantNames.firstName,
			lastName: participantNames.lastName,
			revokedAt: revocations.at,
			signedName: consentSignatures.name,
			way: consentSignatures.way,
			witness: staff.name
		})
		.from(consents)
		.innerJoin(recipients, eq(recipients.id, consents.recipientId))
		.innerJoin(organizations, eq(organizations.id, consents.organizationId))
		.innerJoin(participants, eq(participants.id, consents.participantId))
		.leftJoin(participantNames, eq(participantNames.participantId, consents.participantId))
		.leftJoin(revocations, eq(revocations.consentId, consents.id))
		.leftJoin(consentSignatures, eq(consentSignatures.consentId, consents.id))
		.leftJoin(staff, sql`${consentSignatures.witness} = 'staff:' || ${staff.id}`)
		.where(eq(consents.id, consentId));
	if (!row) throw notFound();
	const { consent, recipient, revokedAt, ...rest } = row;
	const { id, participantId, organizationId, recipientId, kind, information, purpose } = consent;
	const { signedOn, expiresOn, signature, textVersion, language, revocableFrom } = consent;
	return {
		...{ id, participantId, organizationId, recipientId, kind, information, purpose },
		...{ signedOn, expiresOn, signature, textVersion, language, revocableFrom },
		...rest,
		recipient: recipient.name,
		revokedAt,
		state: stateOn(today, expiresOn, revokedAt),
		mayRevoke: !revokedAt && expiresOn >= today && (!revocableFrom || revocableFrom <= today),
		/** It ends within 30 days. */
		endsSoon: !revokedAt && expiresOn >= today && expiresOn <= plusDays(today, soonDays)
	};
}

const stateOn = (today: string, expiresOn: string, revokedAt: string | null) =>
	revokedAt ? ('revoked' as const) : expiresOn < today ? ('expired' as const) : ('in-force' as const);

/**
 * Consents that run out within 30 days, of people who are still enrolled, in the organizations that the actor
 * coordinates: soonest first. One for each recipient: where a later one was signed, nothing is due.
 */
export async function expiringConsents(read: Read, actor: Actor) {
	const mine = organizationsOf(actor, 'coordinator');
	if (mine.length === 0) return [];
	const rows = await standing(read, inArray(consents.organizationId, mine));
	const here = await enrolledIn(read, mine);
	const today = dayIn((await findProgram(read)).zone, now());
	const last = new Map(
		rows.map((row) => [`${row.participantId}|${row.organizationId}|${row.recipientId}`, row])
	);
	return [...last.values()]
		.filter(({ expiresOn }) => expiresOn <= plusDays(today, soonDays))
		.filter(({ participantId, organizationId }) => here.has(`${participantId}|${organizationId}`))
		.sort((a, b) => a.expiresOn.localeCompare(b.expiresOn) || byName(a, b));
}

/** In force today, the one that lasts longest at the end. */
async function standing(read: Read, where: ReturnType<typeof inArray>) {
	const today = dayIn((await findProgram(read)).zone, now());
	return read
		.select({
			id: consents.id,
			participantId: consents.participantId,
			organizationId: consents.organizationId,
			recipientId: consents.recipientId,
			recipient: recipients.name,
			firstName: participantNames.firstName,
			lastName: participantNames.lastName,
			expiresOn: consents.expiresOn
		})
		.from(consents)
		.innerJoin(recipients, eq(recipients.id, consents.recipientId))
		.innerJoin(participantNames, eq(participantNames.participantId, consents.participantId))
		.leftJoin(revocations, eq(revocations.consentId, consents.id))
		.where(
			and(where, lte(consents.signedOn, today), gte(consents.expiresOn, today), isNull(revocations.consentId))
		)
		.orderBy(asc(consents.expiresOn), asc(consents.position));
}

async function enrolledIn(read: Read, organizationIds: Id[]): Promise<Set<string>> {
	const rows = await read
		.selectDistinct({
			participantId: enrollments.participantId,
			organizationId: enrollments.organizationId
		})
		.from(enrollments)
		.where(and(inArray(enrollments.organizationId, organizationIds), isNull(enrollments.exitedAt)))
		.orderBy(asc(enrollments.participantId));
	return new Set(rows.map((row) => `${row.participantId}|${row.organizationId}`));
}
