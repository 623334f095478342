/** Rows of exports, read in parts: a long file holds nobody up. */
import { and, asc, eq, gt, gte, inArray, isNull, lt, lte, not, sql, type SQL } from 'drizzle-orm';
import type { Read } from '../db/open.ts';
import {
	enrollments,
	groups,
	marks,
	milestones,
	organizations,
	participantNames,
	participants,
	sessions,
	standings
} from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, organizationsOf, type Actor } from '../policy.ts';
import { plusDays } from './days.ts';
import { targetHours } from './dosage-targets.ts';
import type { Asked } from './exports.ts';
import { findProgram } from './organizations.ts';
import { entryOf } from './rolls.ts';
import { dayIn } from './schedule.ts';
import { isVoided } from './voids.ts';
import { countedMinutes } from '#lib/dosage.ts';
import type { MilestoneKind } from '#lib/vocabulary.ts';

/** Rows that are read at once. */
const atOnce = 1000;
const sessionsAtOnce = 40;

const person = {
	...{ enrollmentId: enrollments.id, participantId: participants.id, organizationId: organizations.id },
	number: participants.number,
	firstName: participantNames.firstName,
	lastName: participantNames.lastName,
	group: groups.name,
	organization: organizations.name
};

const scope = (actor: Actor, group: string | undefined) =>
	and(
		inArray(enrollments.organizationId, organizationsOf(actor, 'coordinator')),
		group ? eq(enrollments.groupId, group) : undefined
	);

const people = (read: Read, where: SQL | undefined) =>
	read
		.select(person)
		.from(enrollments)
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.innerJoin(organizations, eq(organizations.id, enrollments.organizationId))
		.innerJoin(participants, eq(participants.id, enrollments.participantId))
		.leftJoin(participantNames, eq(participantNames.participantId, participants.id))
		.where(where)
		.orderBy(asc(participants.number), asc(enrollments.id));

/** Attendance by day: each person on a session's roll of whom something was said, as the roll shows it now. */
export async function* attendanceRows(read: Read, actor: Actor, { group, from, to }: Asked) {
	allow(actor, 'people.list');
	let after = { startsAt: '', id: '' };
	while (true) {
		const held = await sessionsAfter(read, and(scopeOfSessions(actor, group), within(from, to)), after);
		if (held.length === 0) return;
		yield await rowsOfSessions(read, held);
		after = held[held.length - 1];
	}
}
export type AttendanceRow = Awaited<ReturnType<typeof rowsOfSessions>>[number];

const scopeOfSessions = (actor: Actor, group: string | undefined) =>
	and(
		inArray(sessions.organizationId, organizationsOf(actor, 'coordinator')),
		group ? eq(sessions.groupId, group) : undefined
	);
const within = (from: string, to: string) => and(gte(sessions.date, from), lte(sessions.date, to));

const sessionsAfter = (read: Read, where: SQL | undefined, after: { startsAt: string; id: string }) =>
	read
		.select({
			...{ id: sessions.id, startsAt: sessions.startsAt, date: sessions.date },
			...{ session: sessions.number, of: sessions.minutes }
		})
		.from(sessions)
		.where(and(where, sql`(${sessions.startsAt}, ${sessions.id}) > (${after.startsAt}, ${after.id})`))
		.orderBy(asc(sessions.startsAt), asc(sessions.id))
		.limit(sessionsAtOnce);

async function rowsOfSessions(read: Read, held: Awaited<ReturnType<typeof sessionsAfter>>) {
	const ids = held.map(({ id }) => id);
	const said = await read
		.select()
		.from(marks)
		.where(inArray(marks.sessionId, ids))
		.orderBy(asc(marks.at), asc(marks.id));
	const wanted = [...new Set(said.map(({ enrollmentId }) => enrollmentId))];
	const known = await people(read, inArray(enrollments.id, wanted));
	return held.flatMap(({ id, date, session, of }) => {
		const own = Map.groupBy(
			said.filter(({ sessionId }) => sessionId === id),
			({ enrollmentId }) => enrollmentId
		);
		return known
			.filter(({ enrollmentId }) => own.has(enrollmentId))
			.map((one) => ({ ...one, date, session, of, ...stateOf(own.get(one.enrollmentId)!, of) }));
	});
}

function stateOf(said: (typeof marks.$inferSelect)[], of: number) {
	const { status, cameAt, leftAt, reason, review } = entryOf(said);
	const minutes = { present: of, partial: (leftAt ?? of) - (cameAt ?? 0) };
	const there = status === 'present' || status === 'partial';
	return { status, reason, minutes: there ? minutes[status] : 0, review: review.length > 0 };
}

/** Milestones that stand, in the order in which they were earned. */
export async function* milestoneRows(read: Read, actor: Actor, { group, from, to }: Asked) {
	allow(actor, 'people.list');
	const { zone } = await findProgram(read);
	let after = 0;
	while (true) {
		const found = await milestonesAfter(read, and(scope(actor, group), around(from, to)), after);
		if (found.length === 0) return;
		const rows = await withPeople(read, found);
		yield rows
			.map(({ at, ...row }) => ({ ...row, date: dayIn(zone, at) }))
			.filter(({ date }) => date >= from && date <= to);
		after = found[found.length - 1].position;
	}
}
export type MilestoneRow = Awaited<ReturnType<typeof withPeople>>[number] extends infer R
	? Omit<R, 'at'> & { date: string }
	: never;

/** Days are the program's: a day more at each end of the log's. */
const around = (from: string, to: string) =>
	and(gte(milestones.at, plusDays(from, -1)), lt(milestones.at, plusDays(to, 2)));
const standing = and(isNull(milestones.voids), not(isVoided(milestones.id)));

const milestonesAfter = (read: Read, where: SQL | undefined, after: number) =>
	read
		.select({
			...{ enrollmentId: milestones.enrollmentId, position: milestones.position, at: milestones.at },
			...{ kind: milestones.kind, detail: milestones.moduleId }
		})
		.from(milestones)
		.innerJoin(enrollments, eq(enrollments.id, milestones.enrollmentId))
		.where(and(where, standing, gt(milestones.position, after)))
		.orderBy(asc(milestones.position))
		.limit(atOnce);

async function withPeople(read: Read, found: Awaited<ReturnType<typeof milestonesAfter>>) {
	const ids = [...new Set(found.map(({ enrollmentId }) => enrollmentId))];
	const known = new Map(
		(await people(read, inArray(enrollments.id, ids))).map((one) => [one.enrollmentId, one])
	);
	return found.map(({ enrollmentId, kind, detail, at }) => ({
		...{ ...known.get(enrollmentId)!, kind: kind as MilestoneKind },
		...{ detail: detail || null, at }
	}));
}

/** Minutes of each person, beside their target hours. */
export async function* dosageRows(read: Read, actor: Actor, { group }: Pick<Asked, 'group'>) {
	allow(actor, 'people.list');
	let after = '';
	while (true) {
		const found = await standingsAfter(read, scope(actor, group), after);
		if (found.length === 0) return;
		yield await withTargets(read, found);
		after = found[found.length - 1].enrollmentId;
	}
}
export type DosageRow = Awaited<ReturnType<typeof withTargets>>[number];

const standingsAfter = (read: Read, where: SQL | undefined, after: Id) =>
	read
		.select({ enrollmentId: standings.enrollmentId, minutes: standings.minutes, dosage: standings.dosage })
		.from(standings)
		.innerJoin(enrollments, eq(enrollments.id, standings.enrollmentId))
		.where(and(where, gt(standings.enrollmentId, after)))
		.orderBy(asc(standings.enrollmentId))
		.limit(atOnce);

async function withTargets(read: Read, found: Awaited<ReturnType<typeof standingsAfter>>) {
	const byId = new Map(found.map((one) => [one.enrollmentId, one]));
	const known = await people(read, inArray(enrollments.id, [...byId.keys()]));
	const targets = await targetsBy(read, known);
	return known.map((one) => {
		const { minutes, dosage } = byId.get(one.enrollmentId)!;
		const target = targets.get(`${one.organizationId} ${one.participantId}`) ?? null;
		return { ...one, minutes, dosage: dosage ? countedMinutes(dosage) : null, target };
	});
}

async function targetsBy(read: Read, known: { organizationId: Id; participantId: Id }[]) {
	const targets = new Map<string, number>();
	for (const [organizationId, own] of Map.groupBy(known, (one) => one.organizationId)) {
		const ids = own.map(({ participantId }) => participantId);
		for (const [id, hours] of await targetHours(read, organizationId, ids))
			targets.set(`${organizationId} ${id}`, hours);
	}
	return targets;
}
