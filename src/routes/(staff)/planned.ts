/** Forms that move sessions: what would change is shown before it is done, and again when something is in the way. */
import { fail } from '@sveltejs/kit';
import type { z } from 'zod';
import type { planDates } from '#lib/server/domain/date-lists.ts';
import type { planMove } from '#lib/server/domain/moves.ts';
import { readForm, refused, submit, type Refusal } from '#lib/server/forms.ts';

type Plan = Awaited<ReturnType<typeof planDates>> | Awaited<ReturnType<typeof planMove>>;

/** What the form would do, beside what was typed. */
export async function showPlan<S extends z.ZodType>(
	request: Request,
	schema: S,
	planned: (input: z.output<S>) => Promise<Plan>,
	refusal: Refusal | null = null
) {
	const form = await readForm(request, schema);
	if (!form.ok) return fail(400, form);
	try {
		const { moved, clashes } = await planned(form.data);
		const plan = moved.map(({ session, to, odd }) => ({
			number: session.number,
			from: { date: session.date, time: session.time, room: session.room },
			to: { date: to.date, time: to.time, room: to.room },
			odd
		}));
		return { values: form.values, plan, clashes, refusal };
	} catch (error) {
		return refused(error, form.values);
	}
}

/** Does it; where something is in the way and nobody said why not, the plan is shown with it. */
export async function carryOutPlan<S extends z.ZodType>(
	request: Request,
	schema: S,
	planned: (input: z.output<S>) => Promise<Plan>,
	work: (input: z.output<S>) => Promise<never>
) {
	const again = request.clone();
	const answer = await submit(request, schema, work);
	const isClash = answer.data.code === 'schedule.clash';
	return isClash ? showPlan(again, schema, planned, answer.data) : answer;
}
