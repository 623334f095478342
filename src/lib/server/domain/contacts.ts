/** Contacts: how a person wants to be reached, and whether it is safe to. */
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { contacts } from '../db/schema/index.ts';
import { conflict } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { acquaintanceOf } from './acquaintances.ts';
import { appendEvent } from './events.ts';
import { personName, uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { selfOf } from './own.ts';
import { organizationOf } from './renamings.ts';
import { contactSafeties, contactWays, type ContactSafety, type ContactWay } from '#lib/vocabulary.ts';

/** As people write a number: 7 to 15 digits, with what stands between them. */
export const phoneNumber = z
	.string()
	.trim()
	.max(30)
	.regex(/^\+?[\d ().-]+$/, 'contact.phone')
	.refine((text) => /^\d{7,15}$/.test(text.replace(/\D/g, '')), 'contact.phone');

export const Contact = z
	.strictObject({
		operationId: uuid,
		/** When what the form shows was said; null: nothing was yet. */
		shownAt: z.string().max(30).nullable().default(null),
		phone: phoneNumber.nullable().default(null),
		way: z.enum(contactWays),
		safe: z.enum(contactSafeties),
		askFor: personName.nullable().default(null),
		/** No message names the program. */
		neutral: z.boolean()
	})
	.refine(({ way, safe }) => isSafe(way, safe), { path: ['way'], message: 'contact.unsafe' })
	.refine(({ way, phone }) => way === 'in-person' || phone !== null, {
		path: ['phone'],
		message: 'contact.no-phone'
	});
export type Contact = z.input<typeof Contact>;

/** Nobody is called who said that it is not safe. */
const isSafe = (way: ContactWay, safe: ContactSafety): boolean =>
	way === 'in-person' || safe === 'yes' || (safe === 'text-only' && way === 'text');

/**
 * Notes what the person said about being reached.
 * @throws 404, 403; 409 contact.changed when it was noted anew since the form was shown
 */
export async function recordContact(db: Db, actor: Actor, participantId: Id, input: Contact) {
	await db.write(async (tx) => {
		const known = await acquaintanceOf(tx, actor, participantId);
		allow(actor, 'contacts.record', known);
		await record(tx, actor, known.organizationId, participantId, input);
	});
}

/** @throws 409 contact.changed */
export async function recordOwnContact(db: Db, actor: Actor, input: Contact) {
	await db.write(async (tx) => {
		const participantId = selfOf(actor);
		allow(actor, 'own.change', { participantId });
		await record(tx, actor, await organizationOf(tx, participantId), participantId, input);
	});
}

async function record(tx: Tx, actor: Actor, organizationId: Id, participantId: Id, input: Contact) {
	const { operationId, shownAt, ...said } = Contact.parse(input);
	const content = { participantId, shownAt, ...said };
	if (!(await isNew(tx, actor, 'recordContact', operationId, content))) return;
	const before = await contactIn(tx, participantId);
	if ((before?.shownAt ?? null) !== shownAt) throw conflict('contact.changed');
	const row = { ...said, updatedAt: now() };
	await tx
		.insert(contacts)
		.values({ participantId, ...row })
		.onConflictDoUpdate({ target: contacts.participantId, set: row })
		.returning();
	const subject = `participant:${participantId}`;
	await appendEvent(tx, actor, { organizationId, subject, kind: 'contact.recorded' });
}

async function contactIn(read: Read, participantId: Id) {
	const { phone, way, safe, askFor, neutral, updatedAt } = contacts;
	const [found] = await read
		.select({ phone, way, safe, askFor, neutral, shownAt: updatedAt })
		.from(contacts)
		.where(eq(contacts.participantId, participantId));
	return found ?? null;
}
export type ShownContact = NonNullable<Awaited<ReturnType<typeof contactIn>>>;

/**
 * Null: nobody has asked yet, and nobody is called.
 * @throws 404, 403
 */
export async function contactOf(read: Read, actor: Actor, participantId: Id) {
	allow(actor, 'contacts.read', await acquaintanceOf(read, actor, participantId));
	return contactIn(read, participantId);
}

export const ownContact = (read: Read, actor: Actor) => contactIn(read, selfOf(actor));
