/** What the end-to-end tests have beside the demo: groups that meet right now, with people whose names they know. */
import { eq, type SQL } from 'drizzle-orm';
import { beganBefore } from '../../src/demo/groups.ts';
import { card, emailOf } from '../../src/demo/sign-ins.ts';
import type { Db } from '../../src/lib/server/db/open.ts';
import {
	cards,
	enrollments,
	groups as groupRows,
	logins,
	makeUps,
	participantNames,
	sessions,
	staff
} from '../../src/lib/server/db/schema/index.ts';
import { now } from '../../src/lib/server/clock.ts';
import { appendSteps } from '../../src/lib/server/domain/incentive-steps.ts';
import { enrollNewParticipant } from '../../src/lib/server/domain/newcomers.ts';
import { sessionsOf } from '../../src/lib/server/domain/sessions.ts';
import { indexOf } from '../../src/lib/server/identity/cards.ts';
import { hashToken } from '../../src/lib/server/identity/tokens.ts';
import { newId } from '../../src/lib/server/ids.ts';
import { system } from '../../src/lib/server/policy.ts';
import { crowd, enrollAll, groupNow } from '../support/crowd.ts';
import { approvedFor, earnedFor } from '../support/paid.ts';
import { approved, crowds, earner, groups, lockedToken, people, tenth } from './cast.ts';

export async function setStage(db: Db): Promise<void> {
	const began = beganBefore(new Date());
	for (const [i, name] of Object.values(groups).entries()) {
		const group = await groupNow(db, name, began, name === groups.returned ? 1 : 0);
		if (name === groups.last) await endOthers(db, group.id);
		if (name === groups.locked) await leaveLocked(db, group.id);
		const there = name === groups.paper ? [...people, ...tenth] : people;
		for (const [j, { firstName, lastName }] of there.entries()) {
			const number = `E-${i + 1}${String(j + 1).padStart(2, '0')}`;
			const person = { operationId: newId(), number, firstName, lastName, language: 'en' as const };
			await enrollNewParticipant(db, system, group.id, { ...person, override: 'next-cycle' });
		}
	}
	await invite(db, tenth[0].lastName, groups.visits);
	await payOut(db);
	for (const [name, letter, size] of [
		[crowds.twelve, 'F', 12],
		[crowds.other, 'G', 12],
		[crowds.forty, 'H', 40]
	] as const) {
		await enrollAll(db, (await groupNow(db, name, began)).id, letter, crowd(size));
	}
}

/** One incentive waits to be approved, one to be issued; whoever has the demo's card has one that is not signed for. */
async function payOut(db: Db) {
	await earnedFor(db, await enrollmentOf(db, eq(participantNames.lastName, earner.lastName)));
	await approvedFor(db, await enrollmentOf(db, eq(participantNames.lastName, approved.lastName)));
	const own = eq(cards.codeIndex, indexOf('code', card.code.replaceAll('-', '')));
	const incentive = await earnedFor(db, await enrollmentOf(db, own));
	const said = { step: 'issued', stage: 'issued', form: 'gift-card', day: now().slice(0, 10) } as const;
	await db.write((tx) => appendSteps(tx, system, [{ of: { incentive, step: null }, said }]));
}

async function enrollmentOf(db: Db, whose: SQL) {
	const { participantId } = enrollments;
	const [found] = await db.read
		.select({ enrollment: enrollments })
		.from(enrollments)
		.innerJoin(participantNames, eq(participantNames.participantId, participantId))
		.leftJoin(cards, eq(cards.participantId, participantId))
		.where(whose);
	return found.enrollment;
}

/** Leaves a group with the one session that runs now: no other takes over what it leaves open. */
async function endOthers(db: Db, groupId: string) {
	const [, ...others] = await sessionsOf(db.read, groupId);
	for (const { id, startsAt } of others) {
		const over = { endedAt: startsAt, endedBy: system.kind };
		await db.write((tx) => tx.update(sessions).set(over).where(eq(sessions.id, id)).returning());
	}
}

/** Somebody of another group is to make up the lesson of the session that runs now. */
async function invite(db: Db, lastName: string, group: string) {
	const { participantId } = participantNames;
	const [visitor] = await db.read
		.select({ enrollmentId: enrollments.id, organizationId: enrollments.organizationId })
		.from(enrollments)
		.innerJoin(participantNames, eq(participantId, enrollments.participantId))
		.where(eq(participantNames.lastName, lastName));
	const [{ id: groupId }] = await db.read.select().from(groupRows).where(eq(groupRows.name, group));
	const [{ id: sessionId, date: day, minutes, lessonIds }] = await sessionsOf(db.read, groupId);
	const id = newId();
	const plan = { lessonId: lessonIds[0], state: 'approved' as const, way: 'session' as const, minutes };
	const row = { id, makeUpId: id, ...visitor, ...plan, day, sessionId, by: 'system', at: now() };
	await db.write((tx) => tx.insert(makeUps).values(row).returning());
}

/** A device that the demo's facilitator left an hour ago, with the group's session open on it. */
async function leaveLocked(db: Db, groupId: string) {
	const [{ id: userId }] = await db.read
		.select()
		.from(staff)
		.where(eq(staff.email, emailOf('facilitator')));
	const [session] = await sessionsOf(db.read, groupId);
	const left = new Date(Date.now() - 3_600_000);
	const seen = { verifiedAt: left.toISOString(), lastSeenAt: left.toISOString(), sessionId: session.id };
	const life = { createdAt: left, updatedAt: left, expiresAt: new Date(left.getTime() + 12 * 3_600_000) };
	const row = { id: newId(), token: hashToken(lockedToken), userId, ...life, ...seen };
	await db.write((tx) => tx.insert(logins).values(row).returning());
}
