import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { giveDates, NewDateList, openDatesOf, planDates } from '#lib/server/domain/date-lists.ts';
import { findGroup } from '#lib/server/domain/groups.ts';
import { readForm, refused, submit, type Refusal } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';
import { dateFields, givenDates, linesOf, linesRead } from '../../dates.ts';

const Form = z
	.strictObject({ ...NewDateList.shape, ...dateFields })
	.check(linesRead())
	.transform(({ usualTime, usualMinutes, dates, ...rest }) => ({
		...rest,
		dates: givenDates({ dates, usualTime, usualMinutes })
	}));

export const load = async ({ locals: { db, actor }, params }) => {
	const group = await findGroup(db.read, actor, params.group);
	allow(actor, 'sessions.move', group);
	const { dates, seen } = await openDatesOf(db.read, group.id);
	const [first] = dates;
	return {
		group: { id: group.id, name: group.name, site: group.site },
		lines: linesOf(dates, getLocale()),
		count: dates.length,
		usual: first ? { usualTime: first.time, usualMinutes: String(first.minutes) } : null,
		seen,
		operationId: newId()
	};
};

type Event = Parameters<import('./$types').Actions[string]>[0];

/** What the list would change, beside what was typed. */
async function shown({ request, params, locals: { db, actor } }: Event, refusal?: Refusal) {
	const form = await readForm(request, Form);
	if (!form.ok) return fail(400, form);
	try {
		const { moved, clashes } = await planDates(db.read, actor, params.group, form.data);
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

	give: async (event) => {
		const { params, locals } = event;
		const again = event.request.clone();
		const answer = await submit(event.request, Form, async (input) => {
			await giveDates(locals.db, locals.actor, params.group, input);
			redirect(303, `/groups/${params.group}/schedule?changed`);
		});
		const refusal = answer.data as Refusal;
		return refusal.code === 'schedule.clash' ? shown({ ...event, request: again }, refusal) : answer;
	}
} satisfies import('./$types').Actions;
