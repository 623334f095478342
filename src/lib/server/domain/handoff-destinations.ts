/** Destinations of a handoff: the case managers of a participant's organization, and recipients of the feed. */
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read, Tx } from '../db/open.ts';
import { enrollments, grants, organizations, recipients, recipientTerms, staff } from '../db/schema/index.ts';
import { newId, type Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import { addConsent, consentTextVersion } from './consents.ts';
import { isHeld } from './grants.ts';
import { dayIn } from './schedule.ts';
import { findProgram } from './organizations.ts';
import { termsOf } from './terms.ts';
import type { InformationKind } from '#lib/disclosures.ts';
import type { HandoffWay } from '#lib/handoffs.ts';

export type Destination = {
	/** As a form sends it back. */
	key: string;
	way: HandoffWay;
	/** Of an organization's case manager: the organization's; else the recipient's. */
	name: string;
	organizationId: Id;
	recipientId: Id | null;
};

/**
 * To whom a participant's handoff can go: the case managers of the organizations whose groups they are in (else of the one
 * that they were in last), and case management, which is told by the first of these.
 */
export async function destinationsOf(read: Read, participantId: Id): Promise<Destination[]> {
	const here = await organizationsAround(read, participantId);
	if (here.length === 0) return [];
	const ids = here.map(({ id }) => id);
	const served = new Set(await servedByCaseManager(read, ids));
	const inside = here
		.filter(({ id }) => served.has(id))
		.map(({ id, name }) => ({
			...{ key: `case-manager/${id}`, way: 'case-manager' as const, name },
			...{ organizationId: id, recipientId: null }
		}));
	const outside = (await caseManagements(read)).map(({ id, name }) => ({
		...{ key: `recipient/${id}`, way: 'recipient' as const, name },
		...{ organizationId: ids[0], recipientId: id }
	}));
	return [...inside, ...outside];
}

async function organizationsAround(read: Read, participantId: Id) {
	const rows = await read
		.select({ id: organizations.id, name: organizations.name, exitedAt: enrollments.exitedAt })
		.from(enrollments)
		.innerJoin(organizations, eq(organizations.id, enrollments.organizationId))
		.where(eq(enrollments.participantId, participantId))
		.orderBy(desc(enrollments.enrolledAt), desc(enrollments.id));
	const staying = rows.filter(({ exitedAt }) => exitedAt === null);
	const counted = staying.length > 0 ? staying : rows.slice(0, 1);
	return [...new Map(counted.map(({ id, name }) => [id, { id, name }])).values()];
}

async function servedByCaseManager(read: Read, organizationIds: Id[]) {
	const rows = await read
		.selectDistinct({ id: grants.organizationId })
		.from(grants)
		.innerJoin(staff, eq(staff.id, grants.staffId))
		.where(and(inArray(grants.organizationId, organizationIds), isHeld('case-manager')))
		.orderBy(asc(grants.organizationId));
	return rows.map(({ id }) => id!);
}

/** Recipients of the kind case management whose terms, if there are any, cover handoffs. */
async function caseManagements(read: Read) {
	const terms = sql<string | null>`(select ${recipientTerms.information} from ${recipientTerms}
		where ${recipientTerms.recipientId} = ${recipients.id}
		order by ${recipientTerms.version} desc limit 1)`;
	const rows = await read
		.select({ id: recipients.id, name: recipients.name, terms })
		.from(recipients)
		.where(eq(recipients.kind, 'case-management'))
		.orderBy(asc(recipients.name), asc(recipients.id));
	return rows.filter((one) => one.terms === null || one.terms.includes('"handoffs"'));
}

/** What case management is told of a handoff: it can't be reached without a name. */
const handoffInformation: InformationKind[] = ['name', 'handoffs'];

/** In the language in which it was agreed to on the phone. */
const purposes = {
	en: 'To put me in touch with help that I asked for',
	es: 'Ponerme en contacto con la ayuda que pedí'
};

/** The participant's consent to one recipient, for one handoff, until a day. */
export async function consentToHandoff(
	tx: Tx,
	actor: Actor,
	{ participantId, organizationId, recipientId, until, language }: Consented
): Promise<Id> {
	const terms = await termsOf(tx, recipientId);
	const { id } = await addConsent(tx, actor, {
		...{ id: newId(), participantId, organizationId, recipientId, information: handoffInformation },
		...{ purpose: purposes[language], signedOn: dayIn((await findProgram(tx)).zone, now()) },
		...{ expiresOn: until, signature: 'screen', textVersion: consentTextVersion, language },
		...{ termsVersion: terms?.version ?? null, revocableFrom: null }
	});
	return id;
}
type Consented = {
	participantId: Id;
	organizationId: Id;
	recipientId: Id;
	until: string;
	language: 'en' | 'es';
};
