import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { giveDates, NewDateList, openDatesOf, planDates } from '#lib/server/domain/date-lists.ts';
import { findGroup } from '#lib/server/domain/groups.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';
import { carryOutPlan, showPlan } from '../../../planned.ts';
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

const planned =
	({ params, locals: { db, actor } }: Event) =>
	(input: z.output<typeof Form>) =>
		planDates(db.read, actor, params.group, input);

export const actions = {
	preview: (event) => showPlan(event.request, Form, planned(event)),

	give: (event) =>
		carryOutPlan(event.request, Form, planned(event), async (input) => {
			const { params, locals } = event;
			await giveDates(locals.db, locals.actor, params.group, input);
			redirect(303, `/groups/${params.group}/schedule?changed`);
		})
} satisfies import('./$types').Actions;
