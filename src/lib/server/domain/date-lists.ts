/** Date lists: the sessions to come of a group on given dates, instead of weekly times. */
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import { groups } from '../db/schema/index.ts';
import { conflict, invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, type Actor } from '../policy.ts';
import { boostersFollow, lastDayOf } from './boosters.ts';
import type { Clash } from './clashes.ts';
import { appendEvent } from './events.ts';
import { findGroup, NewGroup, type Group } from './groups.ts';
import { uuid } from './inputs.ts';
import { isToCome, orderOf } from './lesson-orders.ts';
import { settle } from './milestones.ts';
import { closedOn } from './observances.ts';
import { isNew } from './operations.ts';
import { inTheWay, relocate, type Moved } from './relocations.ts';
import { meetingsOn, oddMeeting } from './schedule.ts';
import { keepChange } from './schedule-changes.ts';
import { sessionsOf, type ListedSession } from './sessions.ts';
import { overrideReasons } from '#lib/vocabulary.ts';

export const NewDateList = z.strictObject({
	operationId: uuid,
	/** One for each session to come. */
	dates: NewGroup.shape.dates,
	/** The sessions as the screen showed them: somebody else may have moved one since. */
	seen: z.string().max(8000).default(''),
	/** Why, although something is in the way. */
	override: z.enum(overrideReasons).nullable().default(null)
});
export type NewDateList = z.input<typeof NewDateList>;

const seenOf = (open: ListedSession[]) => open.map(({ startsAt }) => startsAt).join(' ');

/** The sessions to come, which may be given other dates. The caller has found the group. */
export async function openDatesOf(read: Read, groupId: Id) {
	const { open } = await orderOf(read, groupId, isToCome);
	return {
		dates: open.map(({ date, time, minutes }) => ({ date, time, minutes })),
		seen: seenOf(open)
	};
}

type Plan = { moved: Moved[]; clashes: Clash[]; isClosed: (day: string) => boolean };

/**
 * What the dates would change, and what is in their way.
 * @throws 404, 403, 409 plan.changed; 400 for past days, and for more or fewer than there are sessions to come
 */
export async function planDates(read: Read, actor: Actor, groupId: Id, input: NewDateList) {
	const group = await findGroup(read, actor, groupId);
	allow(actor, 'sessions.move', group);
	const { moved, clashes } = await planOf(read, actor, group, input);
	const asked = { slots: [], dates: input.dates ?? [] };
	return {
		clashes,
		moved: moved.map((one) => ({ ...one, odd: oddMeeting({ ...one.to, zone: group.zone }, asked) }))
	};
}

async function planOf(read: Read, actor: Actor, group: Group, input: NewDateList): Promise<Plan> {
	const { open } = await orderOf(read, group.id, isToCome);
	const dates = input.dates ?? [];
	if (input.seen !== seenOf(open)) throw conflict('plan.changed');
	if (open.length === 0 || dates.length !== open.length) {
		const params = { given: dates.length, wanted: open.length };
		throw invalid({ dates: { code: 'dates-count', params } });
	}
	const meetings = meetingsOn(dates, group.zone);
	if (meetings[0].startsAt <= now()) throw invalid({ dates: { code: 'past' } });
	const isClosed = await closedOn(read, { id: group.siteId, organizationId: group.organizationId });
	const moved = open.map((session, i) => ({ session, to: { ...meetings[i], room: session.room } }));
	const place = { ...group, groupId: group.id };
	return { moved, isClosed, clashes: await inTheWay(read, actor, place, moved, isClosed) };
}

/**
 * From now on the group meets on these dates. Sent twice under the same id, it changes nothing.
 * @throws as `planDates`; 409 schedule.clash where something is in the way and no reason is given
 */
export async function giveDates(db: Db, actor: Actor, groupId: Id, input: NewDateList) {
	const touched = await db.write(async (tx) => {
		const group = await findGroup(tx, actor, groupId);
		allow(actor, 'sessions.move', group);
		const { operationId, dates = [], override = null } = input;
		if (!(await isNew(tx, actor, 'giveDates', operationId, { groupId, dates, override }))) return [];
		const { moved, clashes, isClosed } = await planOf(tx, actor, group, input);
		if (clashes.length > 0 && !override) throw conflict('schedule.clash');

		const before = await sessionsOf(tx, groupId);
		const others = moved.filter(({ session, to }) => !isSame(session, to) || isClosed(to.date));
		await relocate(tx, groupId, others, isClosed);
		await boostersFollow(tx, groupId, lastDayOf(before));
		await tx.update(groups).set({ slots: [] }).where(eq(groups.id, groupId)).returning();
		const kept = { kind: 'dates' as const, reason: override, before, slotsBefore: group.slots };
		const touched = await keepChange(tx, actor, group, kept);
		await appendEvent(tx, actor, {
			organizationId: group.organizationId,
			subject: `group:${groupId}`,
			kind: 'schedule.dates',
			data: { from: moved[0].to.date, sessions: others.length, override }
		});
		await settle(tx, actor, groupId);
		return touched;
	});
	touched.forEach(announce);
}

const isSame = (session: ListedSession, to: Moved['to']) =>
	session.startsAt === to.startsAt && session.minutes === to.minutes;
