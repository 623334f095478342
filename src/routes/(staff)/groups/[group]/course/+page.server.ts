import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { boosterClashes, boostersOf, NewBooster, planBooster } from '#lib/server/domain/boosters.ts';
import { laterEditions } from '#lib/server/domain/edition-moves.ts';
import { chooseElectives, ElectiveChoice, electivesOf } from '#lib/server/domain/electives.ts';
import { findGroup } from '#lib/server/domain/groups.ts';
import { changeLessons, lessonPlanOf, NewLessonChange } from '#lib/server/domain/joins.ts';
import { readForm, submit, type Refusal } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow, can } from '#lib/server/policy.ts';

const Change = NewLessonChange.extend({ sessionId: z.uuid() });

export const load = async ({ locals: { db, actor }, params }) => {
	const group = await findGroup(db.read, actor, params.group);
	allow(actor, 'groups.plan', group);
	const boosters = await boostersOf(db.read, group, getLocale());
	return {
		group: { id: group.id, name: group.name },
		hasLater: can(actor, 'groups.change', group) && (await laterEditions(db.read, group)).length > 0,
		electives: await electivesOf(db.read, group, getLocale()),
		boosters: boosters.map((booster) => ({ ...booster, operationId: newId() })),
		plan: (await lessonPlanOf(db.read, group, getLocale())).map((one) => ({ ...one, operationId: newId() })),
		operationId: newId()
	};
};

export const actions = {
	electives: ({ request, locals: { db, actor }, params: { group } }) =>
		submit(request, ElectiveChoice, async (input) => {
			await chooseElectives(db, actor, group, input);
			redirect(303, `/groups/${group}?planned`);
		}),

	lessons: ({ request, locals: { db, actor }, params: { group } }) =>
		submit(request, Change, async ({ sessionId, ...input }) => {
			await changeLessons(db, actor, sessionId, input);
			redirect(303, `/groups/${group}/course?changed#lessons`);
		}),

	booster: async ({ request, locals: { db, actor }, params: { group } }) => {
		const again = request.clone();
		const answer = await submit(request, NewBooster, async (input) => {
			await planBooster(db, actor, group, input);
			redirect(303, `/groups/${group}?planned`);
		});
		const refusal = answer.data as Refusal;
		if (refusal.code !== 'schedule.clash') return answer;
		const form = await readForm(again, NewBooster);
		if (!form.ok) return fail(400, form);
		return fail(409, { ...refusal, clashes: await boosterClashes(db.read, actor, group, form.data) });
	}
};
