import { listOrganizations } from '#lib/server/domain/organizations.ts';
import { countProgramNames, namesAtOnce, NamesQuery, programNames } from '#lib/server/feed/names.ts';
import { noticeIn } from '#lib/server/feed/notices.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';

export const load = async ({ locals: { db, actor }, url }) => {
	const query = NamesQuery.parse(Object.fromEntries(url.searchParams));
	const count = await countProgramNames(db.read, actor);
	const organizations = await listOrganizations(db.read, actor);
	/** Names are read, and the reading is logged, only when somebody has asked for them. */
	const shown = url.searchParams.has('show') ? await programNames(db, actor, query) : null;
	return {
		count,
		query,
		shown,
		atOnce: namesAtOnce,
		/** Goes along with what is told (42 CFR 2.32). */
		notice: noticeIn(getLocale()),
		organizations: organizations.map(({ id, name }) => ({ id, name }))
	};
};
