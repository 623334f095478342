import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { dayOf } from '#lib/format.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { now } from '#lib/server/clock.ts';
import { isCovered } from '#lib/server/domain/clashes.ts';
import { closedSessionsOf, ClosedStep, settleClosed } from '#lib/server/domain/closed-sessions.ts';
import {
	addCover,
	coverClashes,
	coversIn,
	coversOf,
	EndedCover,
	endCover,
	NewCover,
	type NewCover as NewCoverInput,
	possibleCovers
} from '#lib/server/domain/covers.ts';
import { doubleBookingsIn } from '#lib/server/domain/double-bookings.ts';
import { findGroup } from '#lib/server/domain/groups.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { changesOf, Undo, undoChange } from '#lib/server/domain/schedule-changes.ts';
import { sessionsOf } from '#lib/server/domain/sessions.ts';
import { submit, type Refusal } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';

/** The screen asks for one session by its id, and for several days by "days". */
const Cover = z
	.strictObject({
		...NewCover.shape,
		sessionId: z.union([z.uuid(), z.literal('days')]),
		operationId: z.uuid()
	})
	.transform(({ sessionId, ...rest }): NewCoverInput =>
		sessionId === 'days'
			? { ...rest, sessionId: null }
			: { ...rest, sessionId, firstDay: null, lastDay: null }
	)
	.pipe(NewCover);

export const load = async ({ locals: { db, actor }, params, url }) => {
	const group = await findGroup(db.read, actor, params.group);
	allow(actor, 'sessions.move', group);
	const today = dayIn(group.zone, now());
	const covers = await coversOf(db.read, group);
	const covering = await coversIn(db.read, group.id);
	const closed = await closedSessionsOf(db.read, actor, getLocale(), group.id);
	const sessions = (await sessionsOf(db.read, group.id)).filter(
		({ cancelledAt, endedAt, date }) => !cancelledAt && !endedAt && date >= today
	);
	return {
		group: { id: group.id, name: group.name, site: group.site },
		today,
		sessions: sessions
			.sort((a, b) => a.startsAt.localeCompare(b.startsAt))
			.map((session) => ({
				...{ id: session.id, number: session.number, date: session.date, time: session.time },
				room: session.room,
				covers: covering.filter((cover) => isCovered(cover, session)).map(({ name }) => name)
			})),
		covers: covers.map((cover) => ({ ...cover, operationId: newId() })),
		people: await possibleCovers(db.read, actor, group),
		changes: (await changesOf(db.read, group.id)).map(({ at, ...change }) => ({
			...change,
			on: dayOf(at, group.zone),
			operationId: newId()
		})),
		closed: closed.map(({ id, number, date, time, closure }) => ({ id, number, date, time, closure })),
		doubles: await doubleBookingsIn(db.read, actor, group),
		operationId: newId(),
		closedId: newId(),
		said: { changed: url.searchParams.has('changed'), undone: url.searchParams.has('undone') }
	};
};

export const actions = {
	closed: ({ request, locals: { db, actor }, params }) =>
		submit(request, ClosedStep, async (input) => {
			await settleClosed(db, actor, params.group, input);
			redirect(303, `/groups/${params.group}/schedule?changed`);
		}),

	undo: ({ request, locals: { db, actor }, params }) =>
		submit(request, Undo, async (input) => {
			await undoChange(db, actor, params.group, input);
			redirect(303, `/groups/${params.group}/schedule?undone`);
		}),

	cover: async ({ request, locals: { db, actor }, params }) => {
		const again = request.clone();
		const answer = await submit(request, Cover, async (input) => {
			await addCover(db, actor, params.group, input);
			redirect(303, `/groups/${params.group}/schedule#covers`);
		});
		const refusal = answer?.data as Refusal;
		if (refusal?.code !== 'schedule.clash') return answer;
		return submit(again, Cover, async (input) =>
			fail(409, { ...refusal, clashes: await coverClashes(db.read, actor, params.group, input) })
		);
	},

	end: ({ request, locals: { db, actor }, params }) =>
		submit(request, EndedCover, async (input) => {
			await endCover(db, actor, params.group, input);
			redirect(303, `/groups/${params.group}/schedule#covers`);
		})
};
