import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { observationOf } from '#lib/server/domain/observation-forms.ts';

/** The form without an answer on it, whatever was written: paper is found by others. */
export const load = async ({ locals: { db, actor }, params }) => {
	const { id, facilitator, observer, session, lessons } = await observationOf(
		db.read,
		actor,
		params.observation,
		getLocale()
	);
	return { id, facilitator, observer, session, lessons };
};
