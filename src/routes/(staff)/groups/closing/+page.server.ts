import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { now } from '#lib/server/clock.ts';
import { cancelDays, closingOf, NewClosing } from '#lib/server/domain/cancellations.ts';
import { listGroups } from '#lib/server/domain/groups.ts';
import { findProgram, listSites } from '#lib/server/domain/organizations.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { readForm, refused, submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { can } from '#lib/server/policy.ts';

/** A place is chosen as "group:…" or "site:…". */
const Form = z
	.strictObject({
		...NewClosing.shape,
		groupId: z.never().optional(),
		siteId: z.never().optional(),
		place: z.string()
	})
	.transform(({ place, groupId: _group, siteId: _site, ...rest }): z.input<typeof NewClosing> => ({
		...rest,
		groupId: place.startsWith('group:') ? place.slice(6) : null,
		siteId: place.startsWith('site:') ? place.slice(5) : null
	}))
	.pipe(NewClosing);

export const load = async ({ locals: { db, actor }, url }) => {
	const groups = await listGroups(db.read, actor);
	const sites = (await listSites(db.read, actor)).filter((site) => can(actor, 'sessions.close', site));
	const { zone } = await findProgram(db.read);
	const wanted = groups.find(({ id }) => id === url.searchParams.get('group'));
	return {
		groups: groups.map(({ id, name }) => ({ id, name })),
		sites: sites.map(({ id, name }) => ({ id, name })),
		wanted: wanted?.id ?? null,
		today: dayIn(zone, now()),
		operationId: newId(),
		done: url.searchParams.get('done')
	};
};

export const actions = {
	preview: async ({ request, locals: { db, actor } }) => {
		const form = await readForm(request, Form);
		if (!form.ok) return fail(400, form);
		try {
			const { cancelled, kept } = await closingOf(db.read, actor, form.data);
			const sessions = cancelled.map(({ id, group, number, date, time }) => ({
				id,
				group,
				number,
				date,
				time
			}));
			return { values: form.values, sessions, kept };
		} catch (error) {
			return refused(error, form.values);
		}
	},

	cancel: ({ request, locals: { db, actor } }) =>
		submit(request, Form, async (input) => {
			const count = await cancelDays(db, actor, input);
			redirect(303, `/groups/closing?done=${count}`);
		})
};
