/** Terms: what a recipient may ask for at the most, for what, and for how long; each change is a version of its own. */
import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { recipients, recipientTerms } from '../db/schema/index.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { appendEvent } from './events.ts';
import { line, uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import {
	informationKinds,
	justiceInformation,
	recipientInformation,
	type RecipientKind
} from '#lib/disclosures.ts';

/** Days that a consent may last at the most: three years. */
export const longestConsent = 1096;

export const Terms = z.strictObject({
	/** Empty: nothing may be asked for. */
	information: z.array(z.enum(informationKinds)),
	purposeEn: line(200),
	purposeEs: line(200),
	expiryDays: z.number().int().min(1).max(longestConsent),
	agreement: z.string().trim().max(120).default(''),
	listed: z.boolean().default(false)
});
export type Terms = z.infer<typeof Terms>;
export const ChangedTerms = Terms.extend({
	operationId: uuid,
	/** The version that was on the screen; 0: there were none. */
	version: z.number().int().min(0)
});

type Purpose = Pick<Terms, 'purposeEn' | 'purposeEs' | 'expiryDays'>;
const usual: Record<RecipientKind, Purpose> = {
	program: {
		purposeEn: 'Run the program and report on it',
		purposeEs: 'Dirigir el programa e informar sobre él',
		expiryDays: 365
	},
	'case-management': {
		purposeEn: 'Plan services together',
		purposeEs: 'Planear juntos los servicios',
		expiryDays: 365
	},
	evaluator: {
		purposeEn: 'Learn how well the program works',
		purposeEs: 'Saber qué tan bien funciona el programa',
		expiryDays: 365
	},
	incentives: {
		purposeEn: 'Pay incentives for milestones',
		purposeEs: 'Pagar incentivos por los logros',
		expiryDays: 180
	},
	justice: {
		purposeEn: 'Confirm to the court that the program is being followed',
		purposeEs: 'Confirmar a la corte que se sigue el programa',
		expiryDays: 90
	}
};

/** What holds for a new recipient of this kind until an administrator says otherwise: a court may ask for nothing. */
export const usualTerms = (kind: RecipientKind): Terms => ({
	...usual[kind],
	information: recipientInformation[kind],
	agreement: '',
	listed: kind !== 'justice'
});

/** The first version, of a new recipient. */
export const beginTerms = (tx: Tx, actor: Actor, recipientId: Id, kind: RecipientKind) =>
	add(tx, actor, recipientId, 1, usualTerms(kind));

/**
 * From now on these hold, for what is signed and for what is told.
 * @throws 400 beyond what a court may ever be told; 404; 409 terms.changed when somebody else was faster
 */
export async function changeTerms(
	db: Db,
	actor: Actor,
	recipientId: Id,
	input: z.infer<typeof ChangedTerms>
) {
	return db.write(async (tx) => {
		allow(actor, 'recipients.manage');
		const recipient = await findRecipient(tx, recipientId);
		const { operationId, version, ...terms } = input;
		if (!(await isNew(tx, actor, 'changeTerms', operationId, { recipientId, ...input }))) return;
		refuseForJustice(recipient.kind, terms);
		const before = await termsOf(tx, recipientId);
		if ((before?.version ?? 0) !== version) throw conflict('terms.changed');
		await add(tx, actor, recipientId, version + 1, terms);
	});
}

function refuseForJustice(kind: RecipientKind, { information, listed }: Terms) {
	if (kind !== 'justice') return;
	if (!information.every((one) => justiceInformation.includes(one))) {
		throw invalid({ information: { code: 'terms.justice' } });
	}
	if (listed) throw invalid({ listed: { code: 'terms.justice-listed' } });
}

async function add(tx: Tx, actor: Actor, recipientId: Id, version: number, terms: Terms) {
	const row = { recipientId, version, ...terms, by: nameOf(actor), at: now() };
	await tx.insert(recipientTerms).values(row).returning();
	const { information, expiryDays, listed } = terms;
	await appendEvent(tx, actor, {
		organizationId: null,
		subject: `recipient:${recipientId}`,
		kind: 'recipient.terms',
		data: { version, information, expiryDays, listed }
	});
}

/** @throws 404 */
export async function findRecipient(read: Read, recipientId: Id) {
	const [recipient] = await read.select().from(recipients).where(eq(recipients.id, recipientId));
	if (!recipient) throw notFound();
	return recipient;
}

/** The terms that hold now; null where there never were any. */
export async function termsOf(read: Read, recipientId: Id) {
	const [terms] = await read
		.select()
		.from(recipientTerms)
		.where(eq(recipientTerms.recipientId, recipientId))
		.orderBy(desc(recipientTerms.version))
		.limit(1);
	return terms ?? null;
}

/** Recipients by name, each with the terms that hold now. */
export async function recipientsWithTerms(read: Read, ids?: Id[]) {
	const rows = await read
		.select({ recipient: recipients, terms: recipientTerms })
		.from(recipients)
		.leftJoin(recipientTerms, eq(recipientTerms.recipientId, recipients.id))
		.where(and(ids ? inArray(recipients.id, ids) : undefined))
		.orderBy(asc(recipients.name), asc(recipients.id), asc(recipientTerms.version));
	const byId = new Map(rows.map(({ recipient, terms }) => [recipient.id, { ...recipient, terms }]));
	return [...byId.values()];
}
export type RecipientWithTerms = Awaited<ReturnType<typeof recipientsWithTerms>>[number];
