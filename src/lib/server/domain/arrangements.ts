/** Arrangements: make-ups as pages show them, of one person and of a group. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { lessonIn } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import {
	enrollments,
	groups,
	makeUps,
	participantNames,
	participants,
	sessions,
	sites
} from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, can, type Actor } from '../policy.ts';
import { authorsOf } from './authors.ts';
import { facilitatorIdsOf } from './facilitators.ts';
import { findGroup, groupScope } from './groups.ts';
import { isHead } from './heads.ts';
import { findLessonEver } from './lessons.ts';
import { byName } from './names.ts';
import { ledgerOf, makeUpHeads, openingsOf, type MakeUpRow } from './openings.ts';
import { findEnrollment } from './people.ts';

/**
 * One person's make-ups: what is missing and how it can be had, and what was arranged so far.
 * @throws 404, 403
 */
export async function makeUpsOf(read: Read, actor: Actor, enrollmentId: Id, language: string) {
	const enrollment = await findEnrollment(read, actor, enrollmentId);
	const facilitatorIds = await facilitatorIdsOf(read, enrollment.groupId);
	const subject = { organizationId: enrollment.organizationId, facilitatorIds };
	allow(actor, 'people.read', subject);
	const ledger = await ledgerOf(read, enrollment);
	const author = await authorsOf(
		read,
		ledger.heads.map(({ by }) => by)
	);
	const hosts = await sessionsNamed(read, ledger.heads);
	return {
		enrollment,
		policy: ledger.policy.makeUps,
		today: ledger.today,
		openings: enrollment.exitedAt ? [] : await openingsOf(read, enrollment, ledger, language),
		arranged: await Promise.all(
			ledger.heads.map(async (head) => ({
				...shown(head, hosts),
				lesson: await titleOf(read, enrollment.groupId, head.lessonId, language),
				by: author(head.by)
			}))
		),
		can: {
			plan: can(actor, 'make-ups.plan', subject),
			approve: can(actor, 'make-ups.approve', subject),
			except: can(actor, 'make-ups.except', subject),
			hold: can(actor, 'make-ups.hold', subject)
		}
	};
}

function shown(row: MakeUpRow, hosts: Awaited<ReturnType<typeof sessionsNamed>>) {
	const { makeUpId, enrollmentId, lessonId, state, way, day, minutes, exception, reason, at } = row;
	const host = row.sessionId === null ? null : (hosts.get(row.sessionId) ?? null);
	return {
		...{ makeUpId, enrollmentId, lessonId, state, way, minutes, exception, reason, at },
		/** A session that was moved takes its make-ups along. */
		day: host && state !== 'held' ? host.date : day,
		host
	};
}

async function sessionsNamed(read: Read, rows: { sessionId: Id | null }[]) {
	const ids = rows.flatMap(({ sessionId }) => sessionId ?? []);
	if (ids.length === 0) return new Map<Id, never>();
	const found = await read
		.select({
			id: sessions.id,
			date: sessions.date,
			time: sessions.time,
			group: groups.name,
			cancelled: sql<boolean>`${sessions.cancelledAt} is not null`
		})
		.from(sessions)
		.innerJoin(groups, eq(groups.id, sessions.groupId))
		.where(inArray(sessions.id, ids))
		.orderBy(asc(sessions.id));
	return new Map(found.map(({ id, cancelled, ...session }) => [id, { ...session, cancelled: !!cancelled }]));
}

const named = {
	participantId: participants.id,
	firstName: participantNames.firstName,
	lastName: participantNames.lastName
};
const open = inArray(makeUps.state, ['proposed', 'approved']);

/** Open make-ups in the groups that the actor may know of (or in one of them), soonest first. */
export async function openMakeUps(read: Read, actor: Actor, language: string, groupId?: Id) {
	allow(actor, 'groups.list');
	const rows = await read
		.select({ makeUp: makeUps, ...named, group: groups.name, groupId: groups.id, zone: sites.zone })
		.from(makeUps)
		.innerJoin(enrollments, eq(enrollments.id, makeUps.enrollmentId))
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.innerJoin(sites, eq(sites.id, groups.siteId))
		.innerJoin(participants, eq(participants.id, enrollments.participantId))
		.innerJoin(participantNames, eq(participantNames.participantId, participants.id))
		.where(and(groupScope(actor), groupId ? eq(groups.id, groupId) : undefined, open, isHead(makeUps)))
		.orderBy(asc(makeUps.day), asc(makeUps.id));
	const hosts = await sessionsNamed(
		read,
		rows.map(({ makeUp }) => makeUp)
	);
	const all = [];
	for (const { makeUp, groupId: from, ...person } of rows) {
		const lesson = await titleOf(read, from, makeUp.lessonId, language);
		all.push({ ...shown(makeUp, hosts), ...person, lesson });
	}
	return all.sort((a, b) => a.day.localeCompare(b.day) || byName(a, b));
}

/** People of other groups who are to make up a lesson in this group's coming sessions. */
export async function guestsOf(read: Read, actor: Actor, groupId: Id, language: string) {
	const group = await findGroup(read, actor, groupId);
	allow(actor, 'groups.read', group);
	const rows = await read
		.select({ makeUpId: makeUps.makeUpId, lessonId: makeUps.lessonId, date: sessions.date, ...named })
		.from(makeUps)
		.innerJoin(sessions, eq(sessions.id, makeUps.sessionId))
		.innerJoin(enrollments, eq(enrollments.id, makeUps.enrollmentId))
		.innerJoin(participants, eq(participants.id, enrollments.participantId))
		.innerJoin(participantNames, eq(participantNames.participantId, participants.id))
		.where(and(eq(sessions.groupId, groupId), eq(makeUps.state, 'approved'), isHead(makeUps)))
		.orderBy(asc(sessions.startsAt), asc(makeUps.id));
	return Promise.all(
		rows.map(async ({ lessonId, participantId: _, ...guest }) => ({
			...guest,
			lesson: await titleOf(read, groupId, lessonId, language)
		}))
	);
}

async function titleOf(read: Read, groupId: Id, lessonId: string, language: string): Promise<string> {
	const [group] = await read
		.select({ editionId: groups.editionId })
		.from(groups)
		.where(eq(groups.id, groupId));
	return lessonIn(await findLessonEver(read, groupId, group.editionId, lessonId), language).title;
}

/** What was arranged for a person's open lessons, by lesson. The caller has found the enrollment. */
export async function arrangedFor(read: Read, enrollmentId: Id) {
	const heads = (await makeUpHeads(read, [enrollmentId])).filter(({ state }) => state === 'approved');
	const hosts = await sessionsNamed(read, heads);
	return new Map(heads.map((head) => [head.lessonId, shown(head, hosts)]));
}
