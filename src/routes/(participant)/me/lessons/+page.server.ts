import { ownGroups } from '#lib/server/domain/own.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';

export const load = async ({ locals: { db, actor } }) => {
	const groups = await ownGroups(db.read, actor, getLocale());
	return {
		groups: groups
			.filter((group) => group.lessons.length > 0)
			.map(({ enrollmentId, name, today, next, lessons }) => ({
				id: enrollmentId,
				name,
				today,
				next,
				lessons
			}))
	};
};
