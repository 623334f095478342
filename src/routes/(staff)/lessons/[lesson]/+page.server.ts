import { audiences, type Audience } from '#lib/server/curriculum/audiences.ts';
import { readLesson } from '#lib/server/domain/readings.ts';
import { newestEdition } from '#lib/server/domain/editions.ts';
import { can } from '#lib/server/policy.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';

export const load = async ({ locals: { db, actor }, params, url }) => {
	const asked = url.searchParams.get('as');
	const audience = audiences.includes(asked as Audience) ? (asked as Audience) : 'facilitator';
	const editionId = url.searchParams.get('edition') || undefined;
	const lesson = await readLesson(db.read, actor, params.lesson, audience, editionId, getLocale());
	const isNewest = (await newestEdition(db.read)).id === lesson.edition.id;
	return {
		...lesson,
		lessonId: params.lesson,
		audience,
		isNewest,
		can: { edit: can(actor, 'curriculum.edit') }
	};
};
