import { createRecipient, listRecipients, NewRecipient } from '#lib/server/domain/consents.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';
import { z } from 'zod';

export const load = async ({ locals: { db, actor } }) => {
	allow(actor, 'recipients.manage');
	const { zone } = await findProgram(db.read);
	const recipients = await listRecipients(db.read);
	return {
		recipients: recipients.map(({ id, name, kind, createdAt }) => ({
			...{ id, name, kind },
			since: dayIn(zone, createdAt)
		})),
		operationId: newId()
	};
};

export const actions = {
	default: ({ request, locals: { db, actor } }) =>
		submit(request, NewRecipient.extend({ operationId: z.uuid() }), async (input) => {
			await createRecipient(db, actor, input);
			return { ok: true as const };
		})
};
