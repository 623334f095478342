/** Policies: the program's own rules, one version after the other. A group keeps the one it began with unless it is moved. */
import { asc, desc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { v5 } from 'uuid';
import { now } from '../clock.ts';
import type { EditionOutline } from '../curriculum/outline.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { groups, policies } from '../db/schema/index.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { newestEdition } from './editions.ts';
import { appendEvent } from './events.ts';
import { findGroup } from './groups.ts';
import { outlineOf } from './lessons.ts';
import { settle } from './milestones.ts';
import { isNew } from './operations.ts';
import { referenceFaults, ruleFaults } from './policy-fits.ts';
import type { AdoptInput, MoveInput } from './policy-inputs.ts';
import { othersTurn } from './turns.ts';
import { policyFrom, type Policy } from '#lib/vocabulary.ts';

/** All versions, oldest first, for a caller who may read them. */
async function versionsOf(read: Read) {
	const rows = await read.select().from(policies).orderBy(asc(policies.version));
	return rows.map((row) => ({ ...row, data: policyFrom(row.data) }));
}
export type PolicyVersion = Awaited<ReturnType<typeof versionsOf>>[number];

/** All versions, newest first. @throws 403 */
export async function listPolicies(read: Read, actor: Actor): Promise<PolicyVersion[]> {
	allow(actor, 'policies.read');
	return (await versionsOf(read)).reverse();
}

/** @throws 404 */
export async function findPolicy(read: Read, policyId: Id): Promise<PolicyVersion> {
	const [row] = await read.select().from(policies).where(eq(policies.id, policyId));
	if (!row) throw notFound();
	return { ...row, data: policyFrom(row.data) };
}

/** What the program calls the milestones that it defined, by their ids: as the newest version that has one says. */
export async function definedNames(read: Read, language: string): Promise<Map<string, string>> {
	const defined = (await versionsOf(read)).flatMap(({ data }) => data.milestones);
	return new Map(defined.map(({ id, names }) => [id, language === 'es' ? names.es : names.en]));
}

/** Editions that are in use: of every group, and the newest one, which comes first. */
export async function editionsInUse(read: Read): Promise<EditionOutline[]> {
	const newest = await newestEdition(read);
	const rows = await read
		.selectDistinct({ id: groups.editionId })
		.from(groups)
		.orderBy(asc(groups.editionId));
	const ids = new Set([newest.id, ...rows.map(({ id }) => id)]);
	return Promise.all([...ids].map((id) => outlineOf(read, id)));
}

/** @throws 400 field by field: what nobody in a new group could meet, and what refers to nothing */
export async function refuseUnfit(read: Read, policy: Policy) {
	const editions = await editionsInUse(read);
	const faults = { ...ruleFaults(policy, editions[0]), ...referenceFaults(policy, editions) };
	const named = Object.entries(faults).map(([field, fault]) => [`policy.${field}`, fault]);
	if (named.length > 0) throw invalid(Object.fromEntries(named));
}

/**
 * Makes the next version, with which new groups begin, and moves the named groups to it, each in a transaction of its
 * own: whatever happens on the way, every group is wholly on one version, and the operation sent again goes on.
 * @throws 403; 400 with what does not fit; 409 policy.adopted-since, operation.reused
 */
export async function adoptPolicy(db: Db, actor: Actor, input: z.infer<typeof AdoptInput>) {
	const { operationId, groupIds } = input;
	const adopted = await db.write(async (tx) => {
		allow(actor, 'policies.adopt');
		if (!(await isNew(tx, actor, 'adoptPolicy', operationId, input))) return findPolicy(tx, operationId);
		return addVersion(tx, actor, input);
	});
	const moved: Id[] = [];
	for (const groupId of [...new Set(groupIds)]) {
		const isMoved = await db.write((tx) => moveOnce(tx, actor, adopted, operationId, groupId));
		if (isMoved) moved.push(groupId);
		await othersTurn();
	}
	return { version: adopted.version, policyId: adopted.id, moved };
}

async function addVersion(
	tx: Tx,
	actor: Actor,
	{ operationId, basedOn, policy, groupIds }: z.infer<typeof AdoptInput>
) {
	const [newest] = await tx.select().from(policies).orderBy(desc(policies.version)).limit(1);
	if (newest.version !== basedOn) throw conflict('policy.adopted-since', { version: newest.version });
	await refuseUnfit(tx, policy);
	for (const groupId of groupIds) await refuseUnmeetable(tx, await rowOf(tx, groupId), policy);
	const row = { id: operationId, version: newest.version + 1, data: policy, createdAt: now() };
	const [added] = await tx.insert(policies).values(row).returning();
	await appendEvent(tx, actor, {
		organizationId: null,
		subject: `policy:${added.id}`,
		kind: 'policy.adopted',
		data: { version: added.version, groups: groupIds.length }
	});
	return { ...added, data: policy };
}

/** One group of an adoption: once, however often it is sent. */
async function moveOnce(tx: Tx, actor: Actor, adopted: PolicyVersion, operationId: Id, groupId: Id) {
	const own = v5(groupId, operationId);
	if (!(await isNew(tx, actor, 'adoptPolicy.group', own, { operationId, groupId }))) return false;
	return moveRow(tx, actor, await rowOf(tx, groupId), adopted);
}

/**
 * Moves a group to a version; what its people reached is brought into step in the same transaction.
 * @throws 404, 403, 409 policy.unmeetable, operation.reused; 400 for a version that there is not
 */
export async function moveGroupToPolicy(db: Db, actor: Actor, groupId: Id, input: z.infer<typeof MoveInput>) {
	return db.write(async (tx) => {
		const group = await findGroup(tx, actor, groupId);
		allow(actor, 'policies.move', group);
		if (!(await isNew(tx, actor, 'moveGroupToPolicy', input.operationId, { groupId, ...input })))
			return false;
		const version = await findPolicy(tx, input.policyId).catch(() => {
			throw invalid({ policyId: { code: 'choice' } });
		});
		await refuseUnmeetable(tx, group, version.data);
		return moveRow(tx, actor, await rowOf(tx, groupId), version);
	});
}

type Row = typeof groups.$inferSelect;

async function rowOf(read: Read, groupId: Id): Promise<Row> {
	const [row] = await read.select().from(groups).where(eq(groups.id, groupId));
	if (!row) throw notFound();
	return row;
}

/** @throws 409 where nobody in the group could complete */
async function refuseUnmeetable(read: Read, group: Pick<Row, 'name' | 'editionId'>, policy: Policy) {
	const faults = ruleFaults(policy, await outlineOf(read, group.editionId));
	if (Object.keys(faults).length > 0) throw conflict('policy.unmeetable', { group: group.name });
}

async function moveRow(tx: Tx, actor: Actor, group: Row, { id, version }: PolicyVersion): Promise<boolean> {
	if (group.policyId === id) return false;
	const from = await findPolicy(tx, group.policyId);
	await tx.update(groups).set({ policyId: id }).where(eq(groups.id, group.id)).returning();
	await appendEvent(tx, actor, {
		organizationId: group.organizationId,
		subject: `group:${group.id}`,
		kind: 'group.policy-moved',
		data: { from: from.version, to: version }
	});
	await settle(tx, actor, group.id, undefined, { policyVersion: version });
	return true;
}
