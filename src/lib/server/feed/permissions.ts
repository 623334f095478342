/** Permissions: which consents let a recipient know a kind of information now. The one place that says so. */
import { and, eq, gte, lte, or, sql, type SQL } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read } from '../db/open.ts';
import { consents, recipients, recipientTerms, revocations } from '../db/schema/index.ts';
import { findProgram } from '../domain/organizations.ts';
import { dayIn } from '../domain/schedule.ts';
import type { Id } from '../ids.ts';
import { informationKinds, justiceInformation, type InformationKind } from '#lib/disclosures.ts';

/**
 * Consents that let out at least one of these kinds now: a condition on `consents`, for a join. Ask for it in the
 * transaction that tells and logs, never before it (security R20).
 * Signed, not expired, not revoked, lists the kind, and the recipient's terms still cover it.
 */
export async function permitted(read: Read, ...kinds: InformationKind[]): Promise<SQL> {
	const today = dayIn((await findProgram(read)).zone, now());
	return and(standing(today), or(...kinds.map(letsOut)))!;
}

/** Signed, not expired, not revoked, on a day where the program is. */
function standing(today: string): SQL {
	const taken = sql`exists (select 1 from ${revocations} where ${revocations.consentId} = ${consents.id})`;
	return and(lte(consents.signedOn, today), gte(consents.expiresOn, today), sql`not ${taken}`)!;
}

const lists = (list: SQL | typeof consents.information, kind: InformationKind) =>
	sql`${list} like ${`%"${kind}"%`}`;

/** The recipient's terms of today; where there never were any, those that the consent names. */
const termsNow = sql`coalesce((select ${recipientTerms.information} from ${recipientTerms}
	where ${recipientTerms.recipientId} = ${consents.recipientId}
	order by ${recipientTerms.version} desc limit 1), ${consents.information})`;

/** A court or probation is told attendance and completion at the most, and only with a referral's consent (2.35). */
function letsOut(kind: InformationKind): SQL {
	const ever = justiceInformation.includes(kind) ? undefined : eq(consents.kind, 'general');
	return and(lists(consents.information, kind), lists(termsNow, kind), ever)!;
}

export type Asked = {
	participantId: Id;
	organizationId?: Id;
	recipientId?: Id;
	kind?: InformationKind;
};

/**
 * What a participant lets recipients know now, newest consent first: each with the kinds that may be told today, not
 * only those that were signed.
 */
export async function permissionsOf(read: Read, { participantId, organizationId, recipientId, kind }: Asked) {
	const rows = await read
		.select({ consent: consents, recipient: recipients, ...signedKinds })
		.from(consents)
		.innerJoin(recipients, eq(recipients.id, consents.recipientId))
		.where(
			and(
				eq(consents.participantId, participantId),
				organizationId ? eq(consents.organizationId, organizationId) : undefined,
				recipientId ? eq(consents.recipientId, recipientId) : undefined,
				await permitted(read, ...(kind ? [kind] : informationKinds))
			)
		)
		.orderBy(sql`${consents.position} desc`);
	return rows.map(({ consent, recipient, ...signed }) => ({
		consentId: consent.id,
		participantId,
		organizationId: consent.organizationId,
		recipientId: recipient.id,
		recipient: recipient.name,
		recipientKind: recipient.kind,
		purpose: consent.purpose,
		expiresOn: consent.expiresOn,
		information: kindsTold(signed)
	}));
}
export type Permission = Awaited<ReturnType<typeof permissionsOf>>[number];

/** What a query selects of a consent to learn its kinds. */
export const signedKinds = {
	consentKind: consents.kind,
	information: consents.information,
	terms: termsNow.mapWith(String)
};

/** The kinds that may be told today under a consent that is in force. */
export function kindsTold(signed: { consentKind: string; information: InformationKind[]; terms: string }) {
	const ever = signed.consentKind === 'general' ? informationKinds : justiceInformation;
	return signed.information.filter((one) => ever.includes(one) && signed.terms.includes(`"${one}"`));
}
