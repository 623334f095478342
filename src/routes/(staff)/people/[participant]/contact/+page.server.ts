import { redirect } from '@sveltejs/kit';
import { acquaintanceOf } from '#lib/server/domain/acquaintances.ts';
import { Contact, contactOf, recordContact } from '#lib/server/domain/contacts.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { namesFor, rename, Renaming } from '#lib/server/domain/renamings.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';

export const load = async ({ locals: { db, actor }, params, url }) => {
	const { participant } = params;
	const { group, referralId, organizationId } = await acquaintanceOf(db.read, actor, participant);
	const { former, ...names } = await namesFor(db.read, actor, participant);
	const { zone } = await findProgram(db.read);
	logRead(actor, { organizationId, subject: `participant:${participant}`, kind: 'contact.read' });
	return {
		participantId: participant,
		group,
		referralId,
		names,
		former: former && former.map((one) => ({ ...one, on: dayIn(zone, one.changedAt) })),
		contact: await contactOf(db.read, actor, participant),
		nameId: newId(),
		contactId: newId(),
		said: ['renamed', 'noted'].find((word) => url.searchParams.has(word)) ?? null
	};
};

export const actions = {
	name: ({ request, locals: { db, actor }, params: { participant } }) =>
		submit(request, Renaming, async (input) => {
			await rename(db, actor, participant, input);
			redirect(303, `/people/${participant}/contact?renamed`);
		}),

	contact: ({ request, locals: { db, actor }, params: { participant } }) =>
		submit(request, Contact, async (input) => {
			await recordContact(db, actor, participant, input);
			redirect(303, `/people/${participant}/contact?noted`);
		})
};
