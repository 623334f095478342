import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { now } from '#lib/server/clock.ts';
import { moveSession, NewMove, planMove } from '#lib/server/domain/moves.ts';
import { findGroup } from '#lib/server/domain/groups.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { findSession, inSchedule, sessionsOf } from '#lib/server/domain/sessions.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';
import { carryOutPlan, showPlan } from '../../../planned.ts';

const Form = NewMove.extend({ operationId: z.uuid() });

export const load = async ({ locals: { db, actor }, params }) => {
	const session = await findSession(db.read, actor, params.session);
	allow(actor, 'sessions.move', inSchedule(session));
	if (session.cancelledAt || session.endedAt) redirect(303, `/sessions/${params.session}`);
	const { id, group, groupId, number, date, time, minutes, room, kind, zone } = session;
	const { slots } = await findGroup(db.read, actor, groupId);
	const hasMore = (await sessionsOf(db.read, groupId)).some(
		(one) => one.kind === kind && !one.cancelledAt && one.startsAt > session.startsAt
	);
	return {
		session: {
			...{ id, group, groupId, number, date, time, minutes, room },
			...{ hasMore, isWeekly: kind === 'course' && slots.length > 0 }
		},
		today: dayIn(zone, now()),
		operationId: newId()
	};
};

type Event = Parameters<import('./$types').Actions[string]>[0];

const planned =
	({ params, locals: { db, actor } }: Event) =>
	(input: z.output<typeof Form>) =>
		planMove(db.read, actor, params.session, input);

export const actions = {
	preview: (event) => showPlan(event.request, Form, planned(event)),

	move: (event) =>
		carryOutPlan(event.request, Form, planned(event), async (input) => {
			const { params, locals } = event;
			const { groupId } = await findSession(locals.db.read, locals.actor, params.session);
			await moveSession(locals.db, locals.actor, params.session, input);
			redirect(303, `/groups/${groupId}/schedule?changed`);
		})
} satisfies import('./$types').Actions;
