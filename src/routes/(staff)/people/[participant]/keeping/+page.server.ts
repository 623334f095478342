import { redirect } from '@sveltejs/kit';
import { acquaintanceOf } from '#lib/server/domain/acquaintances.ts';
import { askErasure, AskedErasure, erasureOf } from '#lib/server/domain/erasures.ts';
import { holdsOn, LiftedHold, liftHold, NewHold, placeHold } from '#lib/server/domain/holds.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';
import { dayOf } from '#lib/format.ts';

export const load = async ({ locals: { db, actor }, params, url }) => {
	const { person, organizationId } = await acquaintanceOf(db.read, actor, params.participant);
	allow(actor, 'holds.manage', { organizationId });
	logRead(actor, { organizationId, subject: `participant:${person.participantId}`, kind: 'keeping.read' });
	const { zone } = await findProgram(db.read);
	const erasure = await erasureOf(db.read, person.participantId);
	const holds = await holdsOn(db.read, actor, person.participantId);
	return {
		person,
		holds: holds.map((hold) => ({ ...hold, on: dayOf(hold.at, zone), operationId: newId() })),
		/** Null: none was asked, or the last was called off. */
		erasure:
			erasure && erasure.end !== 'called-off'
				? { isDone: erasure.end === 'carried-out', on: dayOf(erasure.endedAt ?? erasure.at, zone) }
				: null,
		holdId: newId(),
		erasureId: newId(),
		said: (['held', 'lifted', 'asked'] as const).find((word) => url.searchParams.has(word)) ?? null
	};
};

export const actions = {
	hold: ({ request, params: { participant }, locals: { db, actor } }) =>
		submit(request, NewHold, async (input) => {
			await placeHold(db, actor, participant, input);
			redirect(303, `/people/${participant}/keeping?held`);
		}),

	lift: ({ request, params: { participant }, locals: { db, actor } }) =>
		submit(request, LiftedHold, async (input) => {
			await liftHold(db, actor, participant, input);
			redirect(303, `/people/${participant}/keeping?lifted`);
		}),

	erase: ({ request, params: { participant }, locals: { db, actor } }) =>
		submit(request, AskedErasure, async (input) => {
			await askErasure(db, actor, participant, input);
			redirect(303, `/people/${participant}/keeping?asked`);
		})
};
