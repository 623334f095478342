import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { now } from '#lib/server/clock.ts';
import { moveSession, NewMove, planMove } from '#lib/server/domain/moves.ts';
import { findGroup } from '#lib/server/domain/groups.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { findSession, inSchedule, sessionsOf } from '#lib/server/domain/sessions.ts';
import { readForm, refused, submit, type Refusal } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';

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

/** What the form would do, beside what was typed. */
async function shown({ request, params, locals: { db, actor } }: Event, refusal?: Refusal) {
	const form = await readForm(request, Form);
	if (!form.ok) return fail(400, form);
	try {
		const { moved, clashes } = await planMove(db.read, actor, params.session, form.data);
		const plan = moved.map(({ session, to, odd }) => ({
			number: session.number,
			from: { date: session.date, time: session.time, room: session.room },
			to: { date: to.date, time: to.time, room: to.room },
			odd
		}));
		return { values: form.values, plan, clashes, refusal: refusal ?? null };
	} catch (error) {
		return refused(error, form.values);
	}
}

export const actions = {
	preview: (event) => shown(event),

	move: async (event) => {
		const { params, locals } = event;
		const again = event.request.clone();
		const answer = await submit(event.request, Form, async (input) => {
			const { groupId } = await findSession(locals.db.read, locals.actor, params.session);
			await moveSession(locals.db, locals.actor, params.session, input);
			redirect(303, `/groups/${groupId}/schedule?changed`);
		});
		const isClash = answer && 'data' in answer && (answer.data as Refusal).code === 'schedule.clash';
		return isClash ? shown({ ...event, request: again }, answer.data as Refusal) : answer;
	}
} satisfies import('./$types').Actions;
