/** Credentials: what facilitators and observers were trained on, and until when it holds. A note, never a stop. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { credentials } from '../db/schema/index.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { plusDays } from './days.ts';
import { appendEvent } from './events.ts';
import { facilitatorsIn } from './facilitators.ts';
import { dayText, uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { findProgram } from './organizations.ts';
import { dayIn } from './schedule.ts';
import { credentialKinds } from '#lib/vocabulary.ts';

export const NewCredential = z
	.strictObject({
		operationId: uuid,
		kind: z.enum(credentialKinds),
		trainedOn: dayText,
		/** Its last day; null: it does not expire. */
		expiresOn: dayText.nullable().default(null)
	})
	.refine(({ trainedOn, expiresOn }) => expiresOn === null || expiresOn >= trainedOn, {
		path: ['expiresOn'],
		message: 'days-order'
	});
export type NewCredential = z.input<typeof NewCredential>;
export const TakenBackCredential = z.strictObject({ operationId: uuid, credentialId: uuid });

/** Days before its last on which a credential is about to expire. */
const expiringDays = 30;
export type CredentialStanding = 'valid' | 'expiring' | 'expired';

/** @throws 404 for somebody who does not facilitate in an organization that the actor coordinates */
export async function findFacilitator(read: Read, actor: Actor, organizationId: Id, staffId: Id) {
	allow(actor, 'credentials.record', { organizationId });
	const found = (await facilitatorsIn(read, organizationId)).find(({ id }) => id === staffId);
	if (!found) throw notFound();
	return found;
}

export const programDay = async (read: Read) => dayIn((await findProgram(read)).zone, now());

/**
 * Notes a training. Sent twice under the same id, it changes nothing.
 * @throws 404, 403, 400 for one that is yet to come, 409 operation.reused
 */
export async function recordCredential(
	db: Db,
	actor: Actor,
	organizationId: Id,
	staffId: Id,
	input: NewCredential
) {
	const { operationId: id, ...said } = NewCredential.parse(input);
	await db.write(async (tx) => {
		await findFacilitator(tx, actor, organizationId, staffId);
		if (!(await isNew(tx, actor, 'recordCredential', id, { organizationId, staffId, ...said }))) return;
		if (said.trainedOn > (await programDay(tx))) throw invalid({ trainedOn: { code: 'future' } });
		await append(tx, actor, { id, organizationId, staffId, ...said, replaces: null, withdrawn: false });
	});
}

/**
 * Takes back what was noted in error.
 * @throws 404, 403, 409 credential.taken-back, operation.reused
 */
export async function takeBackCredential(
	db: Db,
	actor: Actor,
	organizationId: Id,
	staffId: Id,
	{ operationId: id, credentialId }: z.infer<typeof TakenBackCredential>
) {
	await db.write(async (tx) => {
		await findFacilitator(tx, actor, organizationId, staffId);
		if (!(await isNew(tx, actor, 'takeBackCredential', id, { credentialId }))) return;
		const [found] = await tx
			.select()
			.from(credentials)
			.where(
				and(
					eq(credentials.id, credentialId),
					eq(credentials.organizationId, organizationId),
					eq(credentials.staffId, staffId),
					eq(credentials.withdrawn, false)
				)
			);
		if (!found) throw notFound();
		await append(tx, actor, { ...found, id, replaces: credentialId, withdrawn: true });
	});
}

type NewRow = Omit<typeof credentials.$inferSelect, 'by' | 'at'>;

async function append(tx: Tx, actor: Actor, row: NewRow) {
	const added = await tx
		.insert(credentials)
		.values({ ...row, by: nameOf(actor), at: now() })
		.onConflictDoNothing({ target: credentials.replaces })
		.returning();
	if (added.length === 0) throw conflict('credential.taken-back');
	await appendEvent(tx, actor, {
		organizationId: row.organizationId,
		subject: `staff:${row.staffId}`,
		kind: row.withdrawn ? 'credential.taken-back' : 'credential.recorded',
		data: { credentialId: row.id, kind: row.kind, replaces: row.replaces }
	});
}

/** What stands of some people in some organizations, the newest training first. The caller has allowed it. */
export async function credentialsIn(read: Read, organizationIds: Id[], today: string) {
	const rows = await read
		.select()
		.from(credentials)
		.where(inArray(credentials.organizationId, organizationIds))
		.orderBy(asc(credentials.at), asc(credentials.id));
	const takenBack = new Set(rows.map(({ replaces }) => replaces));
	return rows
		.filter(({ id, withdrawn }) => !withdrawn && !takenBack.has(id))
		.map(({ id, organizationId, staffId, kind, trainedOn, expiresOn }) => ({
			...{ id, organizationId, staffId, kind, trainedOn, expiresOn },
			standing: standingOf(expiresOn, today)
		}))
		.sort((a, b) => b.trainedOn.localeCompare(a.trainedOn));
}
export type Credential = Awaited<ReturnType<typeof credentialsIn>>[number];

function standingOf(expiresOn: string | null, today: string): CredentialStanding {
	if (expiresOn === null) return 'valid';
	if (expiresOn < today) return 'expired';
	return expiresOn <= plusDays(today, expiringDays) ? 'expiring' : 'valid';
}

const never = '9999-12-31';
const until = ({ expiresOn }: Credential) => expiresOn ?? never;

/** Of each kind the one that holds longest. */
export function bestOf(all: Credential[]): Credential[] {
	return credentialKinds.flatMap((kind) => {
		const own = all.filter((one) => one.kind === kind);
		return own.sort((a, b) => until(b).localeCompare(until(a))).slice(0, 1);
	});
}

/** Trained on the curriculum, and still. */
export const isTrained = (all: Credential[]) =>
	all.some(({ kind, standing }) => kind === 'curriculum' && standing !== 'expired');

/** Ids of an organization's facilitators without a valid training on the curriculum. For its coordinators alone. */
export async function untrainedIn(read: Read, actor: Actor, organizationId: Id): Promise<Set<Id>> {
	allow(actor, 'facilitators.read', { organizationId });
	const all = Map.groupBy(
		await credentialsIn(read, [organizationId], await programDay(read)),
		({ staffId }) => staffId
	);
	const people = await facilitatorsIn(read, organizationId);
	return new Set(people.filter(({ id }) => !isTrained(all.get(id) ?? [])).map(({ id }) => id));
}
