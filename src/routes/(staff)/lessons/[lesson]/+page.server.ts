import { audiences, type Audience } from '#lib/server/curriculum/audiences.ts';
import { readLesson } from '#lib/server/domain/readings.ts';
import { lessonDeck } from '#lib/server/domain/decks.ts';
import { newestEdition } from '#lib/server/domain/editions.ts';
import { can } from '#lib/server/policy.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';

export const load = async ({ locals: { db, actor }, params, url }) => {
	const asked = url.searchParams.get('as');
	const audience = audiences.includes(asked as Audience) ? (asked as Audience) : 'facilitator';
	const editionId = url.searchParams.get('edition') || undefined;
	const language = getLocale();
	const lesson = await readLesson(db.read, actor, params.lesson, audience, editionId, language);
	const { edition } = lesson;
	const isNewest = (await newestEdition(db.read)).id === edition.id;
	return {
		...lesson,
		lessonId: params.lesson,
		audience,
		deck: audience === 'room' ? await lessonDeck(db.read, edition, params.lesson, language) : null,
		isNewest,
		can: { edit: can(actor, 'curriculum.edit') }
	};
};
