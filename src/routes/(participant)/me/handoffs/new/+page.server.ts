import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { AskedHandoff, askHandoff, TakenUpHandoff, takeUpHandoff } from '#lib/server/domain/handoffs.ts';
import { handoffForm } from '#lib/server/domain/own-handoffs.ts';
import { uuid } from '#lib/server/domain/inputs.ts';
import { readQuery, submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { handoffCategories, sensitiveCategories } from '#lib/handoffs.ts';

const About = z.object({ category: z.enum(handoffCategories).optional(), offer: uuid.optional() });

export const load = async ({ locals: { db, actor }, url }) => {
	const { category, offer: offerId } = readQuery(url, About);
	if (!category && !offerId) redirect(303, '/me/handoffs');
	const form = await handoffForm(db.read, actor, offerId ?? null);
	const about = form.offer?.category ?? category!;
	return {
		...form,
		category: about,
		isSensitive: sensitiveCategories.includes(about),
		language: getLocale(),
		operationId: newId()
	};
};

export const actions = {
	ask: ({ request, locals: { db, actor } }) =>
		submit(request, AskedHandoff, async (input) => {
			await askHandoff(db, actor, input);
			redirect(303, '/me/handoffs?asked');
		}),

	takeUp: ({ request, locals: { db, actor } }) =>
		submit(request, TakenUpHandoff, async (input) => {
			await takeUpHandoff(db, actor, input);
			redirect(303, '/me/handoffs?asked');
		})
};
