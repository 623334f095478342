import { ownSectorFirst } from '#lib/server/curriculum/sectors.ts';
import { ownLesson } from '#lib/server/domain/own.ts';
import * as m from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';

export const load = async ({ locals: { db, actor }, params }) => {
	const { lesson, reading, sectorId } = await ownLesson(db.read, actor, params.lesson, getLocale());
	return { lesson, reading: ownSectorFirst(reading, sectorId, m.participant_other_jobs()) };
};
