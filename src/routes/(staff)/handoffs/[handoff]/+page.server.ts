import { redirect } from '@sveltejs/kit';
import { handoffOf } from '#lib/server/domain/handoff-lists.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { AnsweredHandoff, answerHandoff, TakenHandoff, takeHandoff } from '#lib/server/feed/handoffs.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { dayOf } from '#lib/format.ts';

export const load = async ({ locals: { db, actor }, params, url }) => {
	const { organizationId, participantId, ...handoff } = await handoffOf(db.read, actor, params.handoff);
	if (handoff.person)
		logRead(actor, { organizationId, subject: `participant:${participantId}`, kind: 'handoff.read' });
	const { zone } = await findProgram(db.read);
	return {
		handoff: { ...handoff, steps: handoff.steps.map((step) => ({ ...step, on: dayOf(step.at, zone) })) },
		operationId: newId(),
		said: url.searchParams.has('noted')
	};
};

export const actions = {
	take: ({ request, params: { handoff }, locals: { db, actor } }) =>
		submit(request, TakenHandoff, async (input) => {
			await takeHandoff(db, actor, handoff, input);
			redirect(303, `/handoffs/${handoff}?noted`);
		}),

	answer: ({ request, params: { handoff }, locals: { db, actor } }) =>
		submit(request, AnsweredHandoff, async (input) => {
			await answerHandoff(db, actor, handoff, input);
			redirect(303, `/handoffs/${handoff}?noted`);
		})
};
