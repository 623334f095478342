import { readCurriculum } from '#lib/server/domain/readings.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';

export const load = ({ locals: { db, actor }, url }) =>
	readCurriculum(db.read, actor, url.searchParams.get('edition') || undefined, getLocale());
