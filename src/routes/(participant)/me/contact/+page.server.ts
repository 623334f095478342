import { redirect } from '@sveltejs/kit';
import { Contact, ownContact, recordOwnContact } from '#lib/server/domain/contacts.ts';
import { ownNames, OwnRenaming, renameOneself } from '#lib/server/domain/renamings.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';

export const load = async ({ locals: { db, actor }, url }) => ({
	names: await ownNames(db.read, actor),
	contact: await ownContact(db.read, actor),
	nameId: newId(),
	contactId: newId(),
	said: url.searchParams.has('saved')
});

export const actions = {
	name: ({ request, locals: { db, actor } }) =>
		submit(request, OwnRenaming, async (input) => {
			await renameOneself(db, actor, input);
			redirect(303, '/me/contact?saved');
		}),

	contact: ({ request, locals: { db, actor } }) =>
		submit(request, Contact, async (input) => {
			await recordOwnContact(db, actor, input);
			redirect(303, '/me/contact?saved');
		})
};
