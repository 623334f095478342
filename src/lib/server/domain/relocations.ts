/** Relocations: sessions at another time or place. What is in the way of them, and putting them there. */
import { eq } from 'drizzle-orm';
import type { Read, Tx } from '../db/open.ts';
import { groups, sessions } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import { clashesOf, isCovered, type Clash, type Wish } from './clashes.ts';
import { coversIn } from './covers.ts';
import { changed, sessionsOf, type ListedSession } from './sessions.ts';

/** One session, and how it would be. */
export type Moved = { session: ListedSession; to: Wish };
/** The group whose sessions they are. */
type Place = { groupId: Id; siteId: Id; facilitatorIds: Id[] };
type IsClosed = (day: string) => boolean;

/** Closed days, an order that would change, rooms that are taken, and whoever would be in two places. */
export async function inTheWay(
	read: Read,
	actor: Actor,
	{ groupId, siteId, facilitatorIds }: Place,
	moved: Moved[],
	isClosed: IsClosed
): Promise<Clash[]> {
	const sessionIds = moved.map((one) => one.session.id);
	const covers = await coversIn(read, groupId);
	const wishes = moved.map(({ session: { id }, to }) => ({
		...to,
		coverIds: covers
			.filter((cover) => isCovered(cover, { id, groupId, date: to.date }))
			.map(({ staffId }) => staffId)
	}));
	const setting = { groupId, siteId, facilitatorIds, sessionIds };
	return [
		...closedAmong(wishes, isClosed),
		...(await outOfOrder(read, groupId, moved)).map((wish) => plainClash('order', wish)),
		...(await clashesOf(read, actor, setting, wishes))
	];
}

const plainClash = (kind: 'closed' | 'order', { date, time }: Wish): Clash => ({
	...{ kind, date, time },
	...{ person: null, group: null, at: null }
});

/** Meetings on days on which their site is closed. */
export const closedAmong = (wishes: Wish[], isClosed: IsClosed): Clash[] =>
	wishes.filter(({ date }) => isClosed(date)).map((wish) => plainClash('closed', wish));

/** Meetings that would change places with another of the same group: its lessons build on each other. */
async function outOfOrder(read: Read, groupId: Id, moved: Moved[]): Promise<Wish[]> {
	const to = new Map(moved.map((one) => [one.session.id, one.to]));
	const all = (await sessionsOf(read, groupId)).filter(({ cancelledAt }) => !cancelledAt);
	const late = moved.filter(({ session: own, to: wish }) =>
		all.some((other) => {
			if (other.kind !== own.kind) return false;
			const at = to.get(other.id)?.startsAt ?? other.startsAt;
			return other.startsAt < own.startsAt
				? at > wish.startsAt
				: other.startsAt > own.startsAt && at < wish.startsAt;
		})
	);
	return late.map(({ to: wish }) => wish);
}

/** Puts them there. One on a closed day is held all the same: somebody said why. */
export async function relocate(tx: Tx, groupId: Id, moved: Moved[], isClosed: IsClosed) {
	const [group] = await tx.select().from(groups).where(eq(groups.id, groupId));
	for (const { session, to } of moved) {
		const { date, time, startsAt, minutes, room } = to;
		const heldOn = isClosed(date) ? date : null;
		const where = { room: room === group.room ? null : room, heldOn };
		await tx
			.update(sessions)
			.set({ date, time, startsAt, minutes, ...where, ...changed() })
			.where(eq(sessions.id, session.id))
			.returning();
	}
}
