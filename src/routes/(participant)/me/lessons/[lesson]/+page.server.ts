import { ownLesson } from '#lib/server/domain/own.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';

export const load = ({ locals: { db, actor }, params }) =>
	ownLesson(db.read, actor, params.lesson, getLocale());
