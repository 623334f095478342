/** A group as large as none should be, whose session runs right now: for what has to stay fast, and in few actions. */
import { eq } from 'drizzle-orm';
import { beganBefore, instantAt } from '../../src/demo/groups.ts';
import { zone } from '../../src/demo/program.ts';
import { emailOf } from '../../src/demo/sign-ins.ts';
import type { Db } from '../../src/lib/server/db/open.ts';
import { grants, sessions, sites, staff } from '../../src/lib/server/db/schema/index.ts';
import { plusDays } from '../../src/lib/server/domain/days.ts';
import { listEditions } from '../../src/lib/server/domain/editions.ts';
import { createGroup } from '../../src/lib/server/domain/groups.ts';
import { enrollNewParticipant } from '../../src/lib/server/domain/newcomers.ts';
import { sessionsOf } from '../../src/lib/server/domain/sessions.ts';
import { newId } from '../../src/lib/server/ids.ts';
import { system } from '../../src/lib/server/policy.ts';

type Name = { firstName: string; lastName: string };

/**
 * A group of the demo's facilitator whose first session began some minutes ago, even on a holiday; or the one after
 * `held` sessions, a week apart, that are over.
 */
export async function groupNow(db: Db, name: string, { date, time } = beganBefore(new Date()), held = 0) {
	const [{ id: facilitatorId, organizationId }] = await db.read
		.select({ id: staff.id, organizationId: grants.organizationId })
		.from(staff)
		.innerJoin(grants, eq(grants.staffId, staff.id))
		.where(eq(staff.email, emailOf('facilitator')))
		.orderBy(staff.id);
	const [site] = await db.read
		.select({ id: sites.id })
		.from(sites)
		.where(eq(sites.organizationId, organizationId!))
		.orderBy(sites.name);
	const [edition] = await listEditions(db.read);
	const weekday = new Date(`${date}T12:00:00Z`).getUTCDay() || 7;
	const group = await createGroup(db, system, {
		name,
		siteId: site.id,
		room: 'Room 3',
		editionId: edition.id,
		facilitatorIds: [facilitatorId],
		startsOn: plusDays(date, -7 * held),
		slots: [{ weekday, time, minutes: 90 }]
	});
	const all = await sessionsOf(db.read, group.id);
	const today = { date, time, zone, startsAt: instantAt(date, time).toISOString() };
	await db.write((tx) => tx.update(sessions).set(today).where(eq(sessions.id, all[held].id)).returning());
	for (const { id, startsAt } of all.slice(0, held)) {
		const over = { endedAt: startsAt, endedBy: system.kind };
		await db.write((tx) => tx.update(sessions).set(over).where(eq(sessions.id, id)).returning());
	}
	return { ...group, sessionId: all[held].id };
}

/** Numbers begin with `letter`, which no other group of the database has. */
export async function enrollAll(db: Db, groupId: string, letter: string, names: readonly Name[]) {
	for (const [i, { firstName, lastName }] of names.entries()) {
		const number = `${letter}-${String(i + 1).padStart(3, '0')}`;
		const person = { operationId: newId(), number, firstName, lastName, language: 'en' as const };
		const beyond = i < 12 ? null : ('agreed' as const);
		await enrollNewParticipant(db, system, groupId, { ...person, override: beyond });
	}
}

const first = ['Alma', 'Bruno', 'Carmen', 'Dario', 'Elena', 'Felix', 'Gloria', 'Hector', 'Irma', 'Jonas'];
const last = ['Acosta', 'Bell', 'Cruz', 'Dunn', 'Ellis', 'Franco'];

/** Up to 60 names that nobody shares, in the order of the roll. */
export const crowd = (count: number): Name[] =>
	first
		.flatMap((firstName) => last.map((lastName) => ({ firstName, lastName })))
		.slice(0, count)
		.sort((a, b) => a.firstName.localeCompare(b.firstName));
