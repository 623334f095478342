import { redirect } from '@sveltejs/kit';
import { selfOf } from '#lib/server/domain/own.ts';
import { makeLetter } from '#lib/server/feed/letters.ts';
import { submit } from '#lib/server/forms.ts';
import { LetterOf, letterForm } from '../../../../letters/form.ts';

export const load = async (event) => ({ letter: await letterForm(event, selfOf(event.locals.actor)) });

export const actions = {
	make: ({ request, locals: { db, actor } }) =>
		submit(request, LetterOf, async ({ enrollmentId, ...wanted }) => {
			redirect(303, `/letters/${await makeLetter(db, actor, enrollmentId, wanted)}`);
		})
};
