import { fail, redirect } from '@sveltejs/kit';
import { newestEdition } from '#lib/server/domain/editions.ts';
import { outlineOf } from '#lib/server/domain/lessons.ts';
import { newestPolicy } from '#lib/server/domain/organizations.ts';
import { adoptPolicy, definedNames, refuseUnfit } from '#lib/server/domain/policies.ts';
import { ToldPolicy, ToldPreview } from '#lib/server/domain/policy-forms.ts';
import { groupsWithPolicy, previewPolicy } from '#lib/server/domain/policy-previews.ts';
import { titlesIn } from '#lib/server/domain/policy-titles.ts';
import { readForm, refused, submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { valuesFrom } from './values.ts';

export const load = async ({ locals: { db, actor } }) => {
	allow(actor, 'policies.adopt');
	const { version, data } = await newestPolicy(db.read);
	const { completion } = await outlineOf(db.read, (await newestEdition(db.read)).id);
	return {
		version,
		values: valuesFrom(data),
		completion,
		titles: await titlesIn(db.read, getLocale()),
		groups: await groupsWithPolicy(db.read, actor),
		operationId: newId()
	};
};

export const actions = {
	preview: async ({ request, locals: { db, actor } }) => {
		allow(actor, 'policies.adopt');
		const form = await readForm(request, ToldPreview);
		if (!form.ok) return fail(400, form);
		try {
			await refuseUnfit(db.read, form.data.policy);
			const preview = await previewPolicy(db.read, actor, form.data);
			const names = Object.fromEntries(await definedNames(db.read, getLocale()));
			const own = form.data.policy.milestones.map(({ id, names: all }) => [id, all[getLocale()]]);
			return { values: form.values, preview, names: { ...names, ...Object.fromEntries(own) } };
		} catch (error) {
			return refused(error, form.values);
		}
	},
	adopt: ({ request, locals: { db, actor } }) =>
		submit(request, ToldPolicy, async (input) => {
			await adoptPolicy(db, actor, input);
			redirect(303, '/program/policy?adopted');
		})
};
