import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { makeUpsOf } from '#lib/server/domain/arrangements.ts';
import { findGroup } from '#lib/server/domain/groups.ts';
import {
	Approval,
	approveMakeUp,
	EndedMakeUp,
	endMakeUp,
	HeldMakeUp,
	holdMakeUp,
	planMakeUp,
	ToldMakeUp
} from '#lib/server/domain/makeups.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { submit } from '#lib/server/forms.ts';

const said = ['plan', 'propose', 'approve', 'hold', 'end'] as const;

export const load = async ({ locals: { db, actor }, params, url }) => {
	const { enrollment, ...rest } = await makeUpsOf(db.read, actor, params.enrollment, getLocale());
	const { firstName, lastName, participantId, organizationId, groupId } = enrollment;
	logRead(actor, { organizationId, subject: `participant:${participantId}`, kind: 'people.read' });
	const group = await findGroup(db.read, actor, groupId);
	return {
		...rest,
		person: { firstName, lastName, participantId },
		enrollmentId: enrollment.id,
		group: { id: groupId, name: group.name },
		asked: url.searchParams.get('lesson'),
		said: said.find((word) => url.searchParams.has(word)) ?? null
	};
};

export const actions = {
	plan: ({ request, params: { enrollment }, locals: { db, actor } }) =>
		submit(request, ToldMakeUp, async (input) => {
			await planMakeUp(db, actor, enrollment, input);
			const { can } = await makeUpsOf(db.read, actor, enrollment, getLocale());
			redirect(303, `/make-ups/${enrollment}?${can.approve ? 'plan' : 'propose'}`);
		}),

	approve: ({ request, params: { enrollment }, locals: { db, actor } }) =>
		submit(request, Approval, async (input) => {
			await approveMakeUp(db, actor, enrollment, input);
			redirect(303, `/make-ups/${enrollment}?approve`);
		}),

	hold: ({ request, params: { enrollment }, locals: { db, actor } }) =>
		submit(request, HeldMakeUp, async (input) => {
			await holdMakeUp(db, actor, enrollment, input);
			redirect(303, `/make-ups/${enrollment}?hold`);
		}),

	end: ({ request, params: { enrollment }, locals: { db, actor } }) =>
		submit(request, EndedMakeUp, async (input) => {
			await endMakeUp(db, actor, enrollment, input);
			redirect(303, `/make-ups/${enrollment}?end`);
		})
};
