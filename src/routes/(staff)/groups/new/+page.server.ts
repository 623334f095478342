import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { outlineIn } from '#lib/server/curriculum/outline.ts';
import { electivesIn } from '#lib/server/domain/courses.ts';
import { listEditions } from '#lib/server/domain/editions.ts';
import { possibleFacilitators } from '#lib/server/domain/facilitators.ts';
import { createGroup, NewGroup } from '#lib/server/domain/groups.ts';
import { outlineOf } from '#lib/server/domain/lessons.ts';
import { listOrganizations, listSites } from '#lib/server/domain/organizations.ts';
import { previewGroup } from '#lib/server/domain/previews.ts';
import { forbidden } from '#lib/server/errors.ts';
import { readForm, refused, submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { can } from '#lib/server/policy.ts';

/** A row without a day is one that nobody filled in. */
const filled = (rows: unknown) =>
	Array.isArray(rows) ? rows.filter((row) => row?.weekday !== undefined) : rows;
const Form = NewGroup.extend({
	operationId: z.uuid(),
	slots: z.preprocess(filled, NewGroup.shape.slots)
});

export const load = async ({ locals: { db, actor } }) => {
	const all = await listOrganizations(db.read, actor);
	const own = all.filter(({ id }) => can(actor, 'groups.create', { organizationId: id }));
	if (own.length === 0) throw forbidden('groups.create');
	const sites = await listSites(db.read, actor);
	const organizations = [];
	for (const { id, name } of own) {
		organizations.push({
			id,
			name,
			sites: sites.filter((site) => site.organizationId === id).map(({ id, name }) => ({ id, name })),
			facilitators: await possibleFacilitators(db.read, actor, id)
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

export const actions = {
	create: ({ request, locals: { db, actor } }) =>
		submit(request, Form, async (input) => {
			const { id } = await createGroup(db, actor, input);
			redirect(303, `/groups/${id}?made`);
		}),

	preview: async ({ request, locals: { db, actor } }) => {
		const form = await readForm(request, Form);
		if (!form.ok) return fail(400, form);
		try {
			return { values: form.values, preview: await previewGroup(db.read, actor, form.data, getLocale()) };
		} catch (error) {
			return refused(error, form.values);
		}
	},

	/** One more row of weekly times, with what was typed so far. */
	more: async ({ request }) => ({ values: (await readForm(request, Form)).values, more: true })
};
