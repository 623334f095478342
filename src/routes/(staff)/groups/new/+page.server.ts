import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { outlineIn } from '#lib/server/curriculum/outline.ts';
import { untrainedIn } from '#lib/server/domain/credentials.ts';
import { electivesIn } from '#lib/server/domain/courses.ts';
import { listEditions } from '#lib/server/domain/editions.ts';
import { possibleFacilitators } from '#lib/server/domain/facilitators.ts';
import { createGroup, NewGroup } from '#lib/server/domain/groups.ts';
import { outlineOf } from '#lib/server/domain/lessons.ts';
import { listOrganizations, listSites } from '#lib/server/domain/organizations.ts';
import { previewGroup } from '#lib/server/domain/previews.ts';
import { forbidden } from '#lib/server/errors.ts';
import { readForm, refused, submit, type Refusal } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { can } from '#lib/server/policy.ts';
import { overrideReasons } from '#lib/vocabulary.ts';
import { dateFields, givenDates, linesRead } from '../dates.ts';

/** A row without a day is one that nobody filled in. */
const filled = (rows: unknown) =>
	Array.isArray(rows) ? rows.filter((row) => row?.weekday !== undefined) : rows;
const Typed = z.strictObject({
	...NewGroup.shape,
	operationId: z.uuid(),
	override: z.enum(overrideReasons).nullable().default(null),
	meets: z.enum(['weekly', 'dates']).default('weekly'),
	startsOn: NewGroup.shape.startsOn.nullable().default(null),
	slots: z.preprocess(filled, NewGroup.shape.slots),
	...dateFields
});

/** Weekly from a day on, or on given dates: what the other part of the form says is left aside. */
const Form = Typed.refine(({ meets, startsOn }) => meets === 'dates' || startsOn, {
	...{ path: ['startsOn'], message: 'required' },
	when: () => true
})
	.check(linesRead(({ meets }) => meets === 'dates'))
	.transform(({ meets, usualTime, usualMinutes, startsOn, slots, dates, ...rest }) =>
		meets === 'weekly'
			? { ...rest, startsOn: startsOn!, slots, dates: [] }
			: { ...rest, startsOn: '', slots: [], dates: givenDates({ dates, usualTime, usualMinutes }) }
	);

export const load = async ({ locals: { db, actor } }) => {
	const all = await listOrganizations(db.read, actor);
	const own = all.filter(({ id }) => can(actor, 'groups.create', { organizationId: id }));
	if (own.length === 0) throw forbidden('groups.create');
	const sites = await listSites(db.read, actor);
	const organizations = [];
	for (const { id, name } of own) {
		const untrained = await untrainedIn(db.read, actor, id);
		const facilitators = await possibleFacilitators(db.read, actor, id);
		organizations.push({
			id,
			name,
			sites: sites.filter((site) => site.organizationId === id).map(({ id, name }) => ({ id, name })),
			facilitators: facilitators.map((one) => ({ ...one, isTrained: !untrained.has(one.id) }))
		});
	}
	const editions = [];
	for (const { id, title, version } of await listEditions(db.read)) {
		const outline = outlineIn(await outlineOf(db.read, id), getLocale());
		const electives = electivesIn(outline).map(({ id, number, title }) => ({ id, number, title }));
		editions.push({ id, title, version, electives });
	}
	return { operationId: newId(), organizations, editions };
};

type Asked = { request: Request; locals: App.Locals };

/** The dates that would come of the form, beside what was typed. */
async function shown({ request, locals: { db, actor } }: Asked, refusal: Refusal | null = null) {
	const form = await readForm(request, Form);
	if (!form.ok) return fail(400, form);
	try {
		const preview = await previewGroup(db.read, actor, form.data, getLocale());
		return { values: form.values, preview, refusal };
	} catch (error) {
		return refused(error, form.values);
	}
}

export const actions = {
	create: async ({ request, locals }) => {
		const again = request.clone();
		const answer = await submit(request, Form, async (input) => {
			const { id } = await createGroup(locals.db, locals.actor, input);
			redirect(303, `/groups/${id}?made`);
		});
		const refusal = answer.data;
		return refusal.code === 'schedule.clash' ? shown({ request: again, locals }, refusal) : answer;
	},

	preview: ({ request, locals }) => shown({ request, locals }),

	/** One more row of weekly times, with what was typed so far. */
	more: async ({ request }) => ({ values: (await readForm(request, Form)).values, more: true })
};
