import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { findSession } from '#lib/server/domain/sessions.ts';
import { refused } from '#lib/server/forms.ts';
import { checkInOf, closeCheckIn, openCheckIn } from '#lib/server/identity/check-in-codes.ts';
import { timeOf } from '#lib/format.ts';

export const load = async ({ locals: { db, actor, config }, params }) => {
	const { id, group, zone } = await findSession(db.read, actor, params.session);
	const { opensAt, ...checkIn } = await checkInOf(db.read, actor, params.session);
	return {
		session: { id, group },
		...checkIn,
		opensAt: timeOf(opensAt, zone, getLocale()),
		origin: config.origin
	};
};

export const actions = {
	on: async ({ locals: { db, actor }, params }) => openCheckIn(db, actor, params.session).catch(refused),
	off: async ({ locals: { db, actor }, params }) => {
		await closeCheckIn(db, actor, params.session);
	}
};
