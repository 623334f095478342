/** Self-reports: how a session was delivered, from what was ticked in it, and three choices by those who held it. */
import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import { lessonIn } from '../curriculum/outline.ts';
import type { Db, Read } from '../db/open.ts';
import { coachingGoals, groups, observations, selfReports, sessions } from '../db/schema/index.ts';
import { conflict } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, can, nameOf, type Actor } from '../policy.ts';
import { authorsOf } from './authors.ts';
import { appendEvent } from './events.ts';
import { isHead } from './heads.ts';
import { uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { planOf, type PlannedLesson } from './plans.ts';
import { practicesIn, type PracticeEntry } from './practices.ts';
import { rollOfSession, type RollEntry } from './rolls.ts';
import { findSession } from './sessions.ts';
import { sizeOf } from './stages.ts';
import { obstacles, readinesses } from '#lib/vocabulary.ts';

export const NewSelfReport = z.strictObject({
	operationId: uuid,
	readiness: z.enum(readinesses).nullable().default(null),
	obstacles: z.array(z.enum(obstacles)).max(obstacles.length).default([]),
	/** Would support help? */
	support: z.enum(['yes', 'no']).nullable().default(null)
});
export type NewSelfReport = z.input<typeof NewSelfReport>;

/**
 * Says how the session went for whoever held it; said again, it replaces their own.
 * @throws 404, 403, 409 session.open, session.cancelled, operation.reused
 */
export async function reportSession(db: Db, actor: Actor, sessionId: Id, input: NewSelfReport) {
	const { operationId: id, readiness, obstacles: inTheWay, support } = NewSelfReport.parse(input);
	const said = { readiness, obstacles: [...new Set(inTheWay)].sort(), support };
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'self-reports.record', session);
		if (!(await isNew(tx, actor, 'reportSession', id, { sessionId, ...said }))) return;
		if (session.cancelledAt) throw conflict('session.cancelled');
		if (!session.endedAt) throw conflict('session.open');
		const by = nameOf(actor);
		const [last] = await tx
			.select({ id: selfReports.id })
			.from(selfReports)
			.where(and(eq(selfReports.sessionId, sessionId), eq(selfReports.by, by)))
			.orderBy(desc(selfReports.at), desc(selfReports.id))
			.limit(1);
		const { organizationId } = session;
		const about = { id, organizationId, sessionId, staffId: 'id' in actor ? actor.id : '' };
		const yes = support === null ? null : support === 'yes';
		const row = { ...about, ...said, support: yes, replaces: last?.id ?? null, by, at: now() };
		await tx.insert(selfReports).values(row).returning();
		await appendEvent(tx, actor, {
			organizationId,
			subject: `session:${sessionId}`,
			kind: 'self-report.recorded',
			data: { reportId: id, replaces: row.replaces }
		});
	});
}

/**
 * A session as it was delivered.
 * @throws 404, 403
 */
export async function deliveredOf(read: Read, actor: Actor, sessionId: Id, locale: string) {
	const session = await findSession(read, actor, sessionId);
	allow(actor, 'sessions.read', session);
	const plan = await planOf(read, session);
	const roll = await rollOfSession(read, session);
	const practices = await practicesIn(read, sessionId);
	const reports = await reportsOf(read, sessionId);
	const here = roll.filter(isHere).length;
	const { id, group, groupId, number, date, zone, endedAt, cancelledAt } = session;
	const own = 'id' in actor ? reports.find(({ staffId }) => staffId === actor.id) : undefined;
	return {
		session: { id, group, groupId, number, date, zone, endedAt, cancelled: cancelledAt !== null },
		lessons: plan.map((planned) => ({
			...lessonDelivered(planned, locale),
			practice: planned.lesson.skill ? practiceOf(planned.lesson.id, roll, practices) : null
		})),
		size: { here, people: roll.length, is: sizeOf(here) },
		reports: reports.map(({ staffId: _, ...report }) => report),
		own: own ?? null,
		can: { report: can(actor, 'self-reports.record', session) }
	};
}
export type Delivered = Awaited<ReturnType<typeof deliveredOf>>;

const isHere = ({ status }: { status: string }) => status === 'present' || status === 'partial';

function lessonDelivered({ lesson, carried, activities }: PlannedLesson, locale: string) {
	const { number, title, activities: titled } = lessonIn(lesson, locale);
	const titles = new Map(titled.map((one) => [one.key, one.title]));
	return {
		...{ id: lesson.id, number, title, carried },
		activities: activities.map(({ key, title, minutes, state, delivered, reason }) => ({
			...{ key, title: titles.get(key) ?? title, minutes, state, delivered, reason }
		})),
		planned: activities.reduce((sum, { minutes }) => sum + minutes, 0),
		delivered: activities.reduce((sum, { delivered }) => sum + delivered, 0)
	};
}

/** Of those who were there: how many used the skill, and how many of them had their steps seen. */
function practiceOf(lessonId: string, roll: RollEntry[], practices: PracticeEntry[]) {
	const here = new Set(roll.filter(isHere).map(({ enrollmentId }) => enrollmentId));
	const own = practices.filter(
		(one) => one.lessonId === lessonId && one.role === 'actor' && here.has(one.enrollmentId)
	);
	return { here: here.size, tried: own.length, seen: own.filter(({ shown }) => shown).length };
}

/** The last of each person who reported, by when they did. */
async function reportsOf(read: Read, sessionId: Id) {
	const rows = await read
		.select()
		.from(selfReports)
		.where(eq(selfReports.sessionId, sessionId))
		.orderBy(asc(selfReports.at), asc(selfReports.id));
	const replaced = new Set(rows.map((row) => row.replaces));
	const standing = rows.filter((row) => !replaced.has(row.id));
	const names = await authorsOf(
		read,
		standing.map(({ by }) => by)
	);
	return standing.map(({ id, staffId, readiness, obstacles, support, by, at }) => ({
		...{ id, staffId, readiness, obstacles, support, by: names(by), at }
	}));
}

/** Days for which somebody who would like support is told to their coordinators. */
const supportDays = 30;

/**
 * Who would like support, by their last word on a session: until a goal was set with them or an observation asked for
 * since. The caller has allowed it.
 */
export async function supportWanted(read: Read, organizationIds: Id[], at: string) {
	const since = new Date(Date.parse(at) - supportDays * 86_400_000).toISOString();
	const rows = await read
		.select({ report: selfReports, group: groups.name, number: sessions.number, date: sessions.date })
		.from(selfReports)
		.innerJoin(sessions, eq(sessions.id, selfReports.sessionId))
		.innerJoin(groups, eq(groups.id, sessions.groupId))
		.where(
			and(
				inArray(selfReports.organizationId, organizationIds),
				gt(selfReports.at, since),
				eq(selfReports.support, true),
				isHead(selfReports),
				sql`not exists (select 1 from ${coachingGoals} where ${coachingGoals.staffId} = ${selfReports.staffId}
					and ${coachingGoals.at} > ${selfReports.at})`,
				sql`not exists (select 1 from ${observations} where ${observations.staffId} = ${selfReports.staffId}
					and ${observations.at} > ${selfReports.at})`
			)
		)
		.orderBy(asc(selfReports.at), asc(selfReports.id));
	const names = await authorsOf(
		read,
		rows.map(({ report }) => report.by)
	);
	return rows.map(({ report: { id, organizationId, staffId, by }, ...session }) => ({
		...{ id, organizationId, staffId, name: names(by) ?? '' },
		...session
	}));
}
