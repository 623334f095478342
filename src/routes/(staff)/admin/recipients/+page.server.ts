import { redirect } from '@sveltejs/kit';
import { createRecipient, NewRecipient } from '#lib/server/domain/consents.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { ChangedTerms, changeTerms, recipientsWithTerms, usualTerms } from '#lib/server/domain/terms.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';
import { z } from 'zod';

export const load = async ({ locals: { db, actor }, url }) => {
	allow(actor, 'recipients.manage');
	const { zone } = await findProgram(db.read);
	const recipients = (await recipientsWithTerms(db.read)).map(({ id, name, kind, createdAt, terms }) => ({
		...{ id, name, kind },
		since: dayIn(zone, createdAt),
		terms: terms
			? { ...terms, since: dayIn(zone, terms.at) }
			: { ...usualTerms(kind), version: 0, since: dayIn(zone, createdAt) }
	}));
	return {
		recipients,
		shown: recipients.find(({ id }) => id === url.searchParams.get('recipient')) ?? null,
		saved: url.searchParams.has('saved'),
		operationId: newId(),
		termsId: newId()
	};
};

export const actions = {
	add: ({ request, locals: { db, actor } }) =>
		submit(request, NewRecipient.extend({ operationId: z.uuid() }), async (input) => {
			await createRecipient(db, actor, input);
			return { ok: true as const };
		}),

	terms: ({ request, locals: { db, actor } }) =>
		submit(request, ChangedTerms.extend({ recipientId: z.uuid() }), async ({ recipientId, ...input }) => {
			await changeTerms(db, actor, recipientId, input);
			redirect(303, `/admin/recipients?recipient=${recipientId}&saved`);
		})
};
