import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { EditionMove, moveGroupToEdition } from '#lib/server/domain/edition-moves.ts';
import { editionsFor, previewEditionMove } from '#lib/server/domain/edition-previews.ts';
import type { Group } from '#lib/server/domain/groups.ts';
import { refused, submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';

export const load = async ({ locals: { db, actor }, params, url }) => {
	const { group, current, later } = await editionsFor(db.read, actor, params.group);
	const chosen = later.find(({ id }) => id === url.searchParams.get('to')) ?? null;
	return {
		group: { id: group.id, name: group.name },
		current: { id: current.id, title: current.title, version: current.version },
		later: later.map(({ id, version, title }) => ({ id, version, title })),
		moved: url.searchParams.has('moved'),
		...(chosen ? await previewOrWhyNot(db.read, group, chosen.id) : { preview: null, refusal: null }),
		operationId: newId()
	};
};

/** What it would change; or what has to be done first. */
async function previewOrWhyNot(read: App.Locals['db']['read'], group: Group, editionId: string) {
	try {
		return { preview: await previewEditionMove(read, group, editionId, getLocale()), refusal: null };
	} catch (error) {
		return { preview: null, refusal: refused(error).data.code };
	}
}

export const actions = {
	default: ({ request, locals: { db, actor }, params: { group } }) =>
		submit(request, EditionMove, async (input) => {
			await moveGroupToEdition(db, actor, group, input);
			redirect(303, `/groups/${group}/edition?moved`);
		})
};
