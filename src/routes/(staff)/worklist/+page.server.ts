import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { worklistOf } from '#lib/server/domain/worklists.ts';

export const load = async ({ locals: { db, actor } }) => {
	const { count, ...list } = await worklistOf(db.read, actor, getLocale());
	return { list, waiting: count };
};
