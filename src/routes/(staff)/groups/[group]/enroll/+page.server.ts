import { fail, redirect, type ActionFailure } from '@sveltejs/kit';
import { outlineIn } from '#lib/server/curriculum/outline.ts';
import { findGroup } from '#lib/server/domain/groups.ts';
import { outlineOf } from '#lib/server/domain/lessons.ts';
import { enrollNewParticipant, NewParticipant } from '#lib/server/domain/newcomers.ts';
import { enrollByNumber, NewEnrollment } from '#lib/server/domain/people.ts';
import { namesakesOf } from '#lib/server/domain/namesakes.ts';
import { nextGroups, nextGroupsFor, placementOf } from '#lib/server/domain/places.ts';
import { offeredSectors } from '#lib/server/domain/sectors.ts';
import { submit, type Refusal } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';

export const load = async ({ locals: { db, actor }, params }) => {
	const group = await findGroup(db.read, actor, params.group);
	allow(actor, 'groups.enroll', group);
	const { obstacles, joinsOn, gate } = await placementOf(db.read, group.id, { participantId: null });
	const { modules } = outlineIn(await outlineOf(db.read, group.editionId), getLocale());
	return {
		group: { id: group.id, name: group.name },
		/** What stands in the way of anybody new, and when they would begin. */
		obstacle: obstacles[0] ?? null,
		next: obstacles.length > 0 ? await nextGroups(db.read, actor, group.id, { participantId: null }) : null,
		waits: gate ? { joinsOn, module: modules.find(({ id }) => id === gate)?.title ?? gate } : null,
		sectors: await offeredSectors(db.read, getLocale()),
		operationId: newId(),
		knownId: newId()
	};
};

const done = (groupId: string, { id }: { id: string }) => redirect(303, `/groups/${groupId}?added=${id}`);

/** Beside a group that can't take the person: those that would. */
async function placed(
	db: App.Locals['db'],
	actor: App.Locals['actor'],
	groupId: string,
	answer: ActionFailure<Refusal>,
	number: string | null
) {
	if (!answer.data.code.startsWith('placement.')) return answer;
	const next = await nextGroupsFor(db.read, actor, groupId, number);
	return fail(409, { ...answer.data, next });
}

export const actions = {
	new: async ({ request, locals: { db, actor }, params: { group } }) => {
		const answer = await submit(request, NewParticipant, async (input) =>
			done(group, await enrollNewParticipant(db, actor, group, input))
		);
		const { data } = answer;
		if (data.code !== 'participant.namesake') return placed(db, actor, group, answer, null);
		const { firstName, lastName } = data.values as Record<string, string>;
		return fail(409, {
			...data,
			namesakes: await namesakesOf(db.read, actor, group, { firstName, lastName })
		});
	},

	known: async ({ request, locals: { db, actor }, params: { group } }) => {
		const answer = await submit(request, NewEnrollment, async (input) =>
			done(group, await enrollByNumber(db, actor, group, input))
		);
		return placed(db, actor, group, answer, String(answer.data.values.number));
	}
};
