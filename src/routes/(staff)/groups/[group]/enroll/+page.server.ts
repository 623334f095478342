import { redirect } from '@sveltejs/kit';
import { findGroup } from '#lib/server/domain/groups.ts';
import {
	enrollByNumber,
	enrollNewParticipant,
	NewEnrollment,
	NewParticipant
} from '#lib/server/domain/people.ts';
import { offeredSectors } from '#lib/server/domain/sectors.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';

export const load = async ({ locals: { db, actor }, params }) => {
	const group = await findGroup(db.read, actor, params.group);
	allow(actor, 'groups.enroll', group);
	return {
		group: { id: group.id, name: group.name },
		sectors: await offeredSectors(db.read, getLocale()),
		operationId: newId(),
		knownId: newId()
	};
};

const done = (groupId: string, { id }: { id: string }) => redirect(303, `/groups/${groupId}?added=${id}`);

export const actions = {
	new: ({ request, locals: { db, actor }, params: { group } }) =>
		submit(request, NewParticipant, async (input) =>
			done(group, await enrollNewParticipant(db, actor, group, input))
		),

	known: ({ request, locals: { db, actor }, params: { group } }) =>
		submit(request, NewEnrollment, async (input) =>
			done(group, await enrollByNumber(db, actor, group, input))
		)
};
