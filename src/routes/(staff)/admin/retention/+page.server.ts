import { redirect } from '@sveltejs/kit';
import {
	callOffErasure,
	carryOutErasure,
	EndedErasure,
	waitingErasures
} from '#lib/server/domain/erasures.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { keptKinds, retentionOf } from '#lib/server/domain/retention.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { dayOf } from '#lib/format.ts';

export const load = async ({ locals: { db, actor }, url }) => {
	const thrownAway = await retentionOf(db.read, actor);
	const { zone } = await findProgram(db.read);
	const waiting = await waitingErasures(db.read, actor);
	return {
		thrownAway,
		kept: keptKinds,
		erasures: waiting.map((one) => ({ ...one, on: dayOf(one.at, zone), operationId: newId() })),
		said: (['erased', 'off'] as const).find((word) => url.searchParams.has(word)) ?? null
	};
};

export const actions = {
	carryOut: ({ request, locals: { db, actor } }) =>
		submit(request, EndedErasure, async (input) => {
			await carryOutErasure(db, actor, input);
			redirect(303, '/admin/retention?erased');
		}),

	callOff: ({ request, locals: { db, actor } }) =>
		submit(request, EndedErasure, async (input) => {
			await callOffErasure(db, actor, input);
			redirect(303, '/admin/retention?off');
		})
};
