/** The program and the organizations that deliver it, with their sites and closures. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { closures, organizations, policies, programs, sites } from '../db/schema/index.ts';
import { notFound } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { allow, can, organizationsOf, type Actor } from '../policy.ts';
import { plusDays } from './days.ts';
import { appendEvent } from './events.ts';
import { isHolidayCode } from './holidays.ts';
import { dayText, line, uuid, zoneName } from './inputs.ts';
import { isNew } from './operations.ts';
import { addUsualSectors } from './sectors.ts';
import { defaultPolicy, policyFrom, type Policy } from '#lib/vocabulary.ts';

export const NewProgram = z.strictObject({
	name: line(120),
	zone: zoneName,
	holidays: line(12).refine(isHolidayCode, 'choice')
});
/** Sent by a screen: the same operation sent twice makes one of it. */
const operationId = uuid.optional();
export const NewOrganization = z.strictObject({ operationId, name: line(120) });
export const NewSite = z.strictObject({ operationId, name: line(120), zone: zoneName });
export const NewClosure = z.strictObject({ operationId, date: dayText, reason: line(120) });

/** Makes the deployment's program with the default policy. Does nothing where there is one. */
export async function establishProgram(db: Db, actor: Actor, input: z.infer<typeof NewProgram>) {
	return db.write(async (tx) => {
		allow(actor, 'organizations.manage');
		const [existing] = await tx.select().from(programs);
		if (existing) return existing;
		const [program] = await tx
			.insert(programs)
			.values({ id: newId(), ...input, createdAt: now() })
			.returning();
		await tx
			.insert(policies)
			.values({ id: newId(), version: 1, data: defaultPolicy, createdAt: now() })
			.returning();
		await addUsualSectors(tx);
		await appendEvent(tx, actor, {
			organizationId: null,
			subject: `program:${program.id}`,
			kind: 'program.established'
		});
		return program;
	});
}

/** @throws 404 before `establishProgram` */
export async function findProgram(read: Read) {
	const [program] = await read.select().from(programs);
	if (!program) throw notFound();
	return program;
}

/** The newest policy: new groups begin with it. */
export async function newestPolicy(read: Read): Promise<{ id: Id; version: number; data: Policy }> {
	const versions = await read.select().from(policies).orderBy(asc(policies.version));
	const newest = versions.at(-1);
	if (!newest) throw notFound();
	return { ...newest, data: policyFrom(newest.data) };
}

export async function createOrganization(db: Db, actor: Actor, input: z.infer<typeof NewOrganization>) {
	return db.write(async (tx) => {
		allow(actor, 'organizations.manage');
		const { operationId: id = newId(), name } = input;
		if (input.operationId && !(await isNew(tx, actor, 'createOrganization', id, input)))
			return findOrganization(tx, actor, id);
		const row = { id, name, createdAt: now() };
		const [organization] = await tx.insert(organizations).values(row).returning();
		await appendEvent(tx, actor, {
			organizationId: organization.id,
			subject: `organization:${organization.id}`,
			kind: 'organization.created'
		});
		return organization;
	});
}

/** Organizations that the actor may know of, by name. */
export async function listOrganizations(read: Read, actor: Actor) {
	const everything = can(actor, 'organizations.manage') || can(actor, 'program.counts');
	const own = organizationsOf(actor, 'coordinator', 'facilitator');
	const found = read.select().from(organizations);
	const rows = await (everything ? found : found.where(inArray(organizations.id, own))).orderBy(
		asc(organizations.name)
	);
	return rows;
}

/** @throws 404 for an organization that the actor may not know of */
export async function findOrganization(read: Read, actor: Actor, id: Id) {
	const visible = await listOrganizations(read, actor);
	const organization = visible.find((one) => one.id === id);
	if (!organization) throw notFound();
	return organization;
}

export async function createSite(db: Db, actor: Actor, organizationId: Id, input: z.infer<typeof NewSite>) {
	return db.write(async (tx) => {
		await findOrganization(tx, actor, organizationId);
		allow(actor, 'sites.manage', { organizationId });
		const { operationId: id = newId(), ...row } = input;
		if (input.operationId && !(await isNew(tx, actor, 'createSite', id, { organizationId, ...input })))
			return findSite(tx, actor, id);
		const [site] = await tx
			.insert(sites)
			.values({ id, organizationId, ...row })
			.returning();
		await appendEvent(tx, actor, { organizationId, subject: `site:${site.id}`, kind: 'site.created' });
		return site;
	});
}

/** Sites of the organizations in which the actor works. */
export async function listSites(read: Read, actor: Actor) {
	const organizationIds = (await listOrganizations(read, actor)).map((organization) => organization.id);
	return read
		.select()
		.from(sites)
		.where(inArray(sites.organizationId, organizationIds))
		.orderBy(asc(sites.name));
}

/** @throws 404 for a site of an organization that the actor does not work in */
export async function findSite(read: Read, actor: Actor, siteId: Id) {
	const site = (await listSites(read, actor)).find((one) => one.id === siteId);
	if (!site) throw notFound();
	return site;
}

/** Says that a site holds no sessions on a day. Sessions generated from then on skip it. */
export async function addClosure(db: Db, actor: Actor, siteId: Id, input: z.infer<typeof NewClosure>) {
	return db.write(async (tx) => {
		const { organizationId } = await findSite(tx, actor, siteId);
		allow(actor, 'sites.manage', { organizationId });
		const { operationId: id = newId(), ...row } = input;
		if (input.operationId && !(await isNew(tx, actor, 'addClosure', id, { siteId, ...input }))) return;
		await tx
			.insert(closures)
			.values({ id, organizationId, siteId, ...row })
			.returning();
		await appendEvent(tx, actor, {
			organizationId,
			subject: `site:${siteId}`,
			kind: 'site.closed',
			data: { date: input.date }
		});
	});
}

/** Closes a site on each of some days that it is not closed on yet. The reason is a word of ours. */
export async function closeDays(
	tx: Tx,
	actor: Actor,
	siteId: Id,
	{ firstDay, lastDay, reason }: { firstDay: string; lastDay: string; reason: string }
) {
	const site = await findSite(tx, actor, siteId);
	allow(actor, 'sites.manage', site);
	const { organizationId } = site;
	const closed = await closedDays(tx, site);
	for (let date = firstDay; date <= lastDay; date = plusDays(date, 1)) {
		if (closed.has(date)) continue;
		const row = { id: newId(), organizationId, siteId, date, reason };
		await tx.insert(closures).values(row).returning();
	}
	const data = { firstDay, lastDay };
	await appendEvent(tx, actor, { organizationId, subject: `site:${siteId}`, kind: 'site.closed', data });
}

/** Takes a closure back. Sessions that were planned around it stay where they are. */
export async function removeClosure(db: Db, actor: Actor, siteId: Id, closureId: Id) {
	await db.write(async (tx) => {
		const { organizationId } = await findSite(tx, actor, siteId);
		allow(actor, 'sites.manage', { organizationId });
		const there = and(eq(closures.id, closureId), eq(closures.siteId, siteId));
		const [gone] = await tx.delete(closures).where(there).returning();
		if (!gone) throw notFound();
		await appendEvent(tx, actor, {
			organizationId,
			subject: `site:${siteId}`,
			kind: 'site.reopened',
			data: { date: gone.date }
		});
	});
}

/** A site's closures by day. */
export async function closuresOf(read: Read, actor: Actor, siteId: Id) {
	await findSite(read, actor, siteId);
	const { id, date, reason } = closures;
	return read
		.select({ id, date, reason })
		.from(closures)
		.where(eq(closures.siteId, siteId))
		.orderBy(asc(date), asc(id));
}

/** Days on which the site is closed. */
export async function closedDays(read: Read, site: { id: Id; organizationId: Id }): Promise<Set<string>> {
	const mine = and(eq(closures.siteId, site.id), eq(closures.organizationId, site.organizationId));
	const rows = await read
		.select({ date: closures.date })
		.from(closures)
		.where(mine)
		.orderBy(asc(closures.date));
	return new Set(rows.map((row) => row.date));
}
