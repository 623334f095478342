/** Lesson orders: which of a group's sessions hold which lessons, and the meetings that it takes for them. */
import { eq } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read, Tx } from '../db/open.ts';
import { sessions } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { nameOf, type Actor } from '../policy.ts';
import { boostersFollow, lastDayOf } from './boosters.ts';
import type { Group } from './groups.ts';
import { addSession, begunAmong, changed, sessionsOf, type ListedSession } from './sessions.ts';
import type { CancelReason } from '#lib/vocabulary.ts';

const notNeeded: CancelReason = 'not-needed';

/** The course's sessions that stay as they are, those whose lessons may still change, and meetings once given up. */
export async function orderOf(read: Read, groupId: Id, isAhead: (session: ListedSession) => boolean) {
	const all = (await sessionsOf(read, groupId))
		.filter(({ kind }) => kind === 'course')
		.sort((a, b) => a.startsAt.localeCompare(b.startsAt) || a.number - b.number);
	const standing = all.filter((session) => session.cancelledAt === null);
	const coming = standing.filter((session) => session.endedAt === null && isAhead(session));
	const begun = await begunAmong(
		read,
		coming.map(({ id }) => id)
	);
	const open = coming.filter(({ id }) => !begun.has(id));
	return {
		fixed: standing.filter((session) => !open.includes(session)),
		open,
		spare: all.filter((session) => session.cancelReason === notNeeded && isAhead(session))
	};
}

/** Not begun by the clock either. */
export const isToCome = ({ startsAt }: Pick<ListedSession, 'startsAt'>) => startsAt > now();

/** Gives the open sessions their lessons, in order: with more meetings at the end, or giving up what is left over. */
export async function layLessons(
	tx: Tx,
	actor: Actor,
	group: Group,
	{ open, spare }: { open: ListedSession[]; spare: ListedSession[] },
	plan: string[][]
) {
	const lastDay = lastDayOf(await sessionsOf(tx, group.id));
	const more = await meetings(tx, group, plan.length - open.length, spare);
	await lay(tx, actor, [...open, ...more], plan);
	await boostersFollow(tx, group.id, lastDay);
}

/** So many meetings more: those that were given up come back first. */
async function meetings(tx: Tx, group: Group, count: number, spare: ListedSession[]) {
	const more: { id: Id }[] = [];
	const back = { cancelledAt: null, cancelledBy: null, cancelReason: null };
	for (const { id } of spare.slice(0, Math.max(0, count))) {
		await tx
			.update(sessions)
			.set({ ...back, ...changed() })
			.where(eq(sessions.id, id))
			.returning();
		more.push({ id });
	}
	while (more.length < count) more.push(await addSession(tx, { ...group, groupId: group.id }));
	return more;
}

/** Gives the meetings their lessons, in order; one for which none is left is given up. */
async function lay(tx: Tx, actor: Actor, open: { id: Id }[], plan: string[][]) {
	const givenUp = { cancelledAt: now(), cancelledBy: nameOf(actor), cancelReason: notNeeded, lessonIds: [] };
	for (const [i, { id }] of open.entries()) {
		const set = plan[i] ? { lessonIds: plan[i] } : { ...givenUp, ...changed() };
		await tx.update(sessions).set(set).where(eq(sessions.id, id)).returning();
	}
}
