/** Observances: whose public holidays the program, an organization and a site keep, and on which days a site is closed. */
import { and, asc, eq, gte } from 'drizzle-orm';
import { z } from 'zod';
import type { Db, Read } from '../db/open.ts';
import { closures, organizations, programs, sites } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { appendEvent } from './events.ts';
import { holidaysFrom, holidaysOf, isHolidayCode } from './holidays.ts';
import { line, uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import {
	closedDays,
	findOrganization,
	findProgram,
	findSite,
	listOrganizations,
	listSites
} from './organizations.ts';

const code = line(12).refine(isHolidayCode, 'choice');
export const ProgramHolidays = z.strictObject({ operationId: uuid, holidays: code });
/** Null: as what is above it. */
export const OwnHolidays = z.strictObject({ operationId: uuid, holidays: code.nullable() });

/** Says whose public holidays the program keeps. Sessions that are planned from then on skip them. */
export async function setProgramHolidays(db: Db, actor: Actor, input: z.infer<typeof ProgramHolidays>) {
	await db.write(async (tx) => {
		allow(actor, 'organizations.manage');
		const { operationId, holidays } = input;
		if (!(await isNew(tx, actor, 'setProgramHolidays', operationId, { holidays }))) return;
		const { id } = await findProgram(tx);
		await tx.update(programs).set({ holidays }).where(eq(programs.id, id)).returning();
		const event = { subject: `program:${id}`, kind: 'program.holidays', data: { holidays } };
		await appendEvent(tx, actor, { organizationId: null, ...event });
	});
}

/** Where an organization's sites keep other holidays than the program. */
export async function setOrganizationHolidays(
	db: Db,
	actor: Actor,
	organizationId: Id,
	input: z.infer<typeof OwnHolidays>
) {
	await db.write(async (tx) => {
		await findOrganization(tx, actor, organizationId);
		allow(actor, 'sites.manage', { organizationId });
		const { operationId, holidays } = input;
		const content = { organizationId, holidays };
		if (!(await isNew(tx, actor, 'setOrganizationHolidays', operationId, content))) return;
		await tx.update(organizations).set({ holidays }).where(eq(organizations.id, organizationId)).returning();
		const subject = `organization:${organizationId}`;
		const kind = 'organization.holidays';
		await appendEvent(tx, actor, { organizationId, subject, kind, data: { holidays } });
	});
}

/** Where a site keeps other holidays than its organization. */
export async function setHolidays(db: Db, actor: Actor, siteId: Id, input: z.infer<typeof OwnHolidays>) {
	await db.write(async (tx) => {
		const { organizationId } = await findSite(tx, actor, siteId);
		allow(actor, 'sites.manage', { organizationId });
		const { operationId, holidays } = input;
		if (!(await isNew(tx, actor, 'setHolidays', operationId, { siteId, holidays }))) return;
		await tx.update(sites).set({ holidays }).where(eq(sites.id, siteId)).returning();
		const subject = `site:${siteId}`;
		await appendEvent(tx, actor, { organizationId, subject, kind: 'site.holidays', data: { holidays } });
	});
}

/** Whose holidays a site keeps: its own, or else its organization's, or else the program's. */
export async function observedAt(read: Read, siteId: Id): Promise<string | null> {
	const [own] = await read
		.select({ site: sites.holidays, organization: organizations.holidays })
		.from(sites)
		.innerJoin(organizations, eq(organizations.id, sites.organizationId))
		.where(eq(sites.id, siteId));
	const [program] = await read.select({ holidays: programs.holidays }).from(programs);
	return own?.site ?? own?.organization ?? program?.holidays ?? null;
}

/** Organizations and sites that keep others than what is above them, by name. */
export async function ownHolidays(read: Read, actor: Actor) {
	allow(actor, 'organizations.manage');
	const all = await listOrganizations(read, actor);
	const own = [...all.map((one) => ({ ...one, organizationId: one.id })), ...(await listSites(read, actor))];
	return own.flatMap(({ id, organizationId, name, holidays }) =>
		holidays ? [{ id, organizationId, name, holidays }] : []
	);
}

/** Days from one on, a year long, on which the site is closed: each with its closure's reason, or the holiday's name. */
export async function closedDaysFrom(
	read: Read,
	siteId: Id,
	from: string,
	language: string
): Promise<Map<string, string>> {
	const kept = await observedAt(read, siteId);
	const rows = await read
		.select({ date: closures.date, reason: closures.reason })
		.from(closures)
		.where(and(eq(closures.siteId, siteId), gte(closures.date, from)))
		.orderBy(asc(closures.date), asc(closures.id));
	const holidays = kept ? holidaysFrom(kept, from, language) : [];
	return new Map([
		...holidays.map(({ date, name }): [string, string] => [date, name]),
		...rows.map(({ date, reason }): [string, string] => [date, reason])
	]);
}

/** Is the site closed on a day, or is it a public holiday that the site keeps? */
export async function closedOn(
	read: Read,
	site: { id: Id; organizationId: Id }
): Promise<(day: string) => boolean> {
	const closed = await closedDays(read, site);
	const kept = await observedAt(read, site.id);
	const isHoliday = kept ? holidaysOf(kept) : () => false;
	return (day) => closed.has(day) || isHoliday(day);
}
