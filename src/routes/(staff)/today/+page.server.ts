import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { now } from '#lib/server/clock.ts';
import { todayOf } from '#lib/server/domain/agendas.ts';
import { worklistOf } from '#lib/server/domain/worklists.ts';
import { can } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor } }) => ({
	...(await todayOf(db.read, actor, getLocale())),
	waiting: (await worklistOf(db.read, actor, getLocale())).count,
	now: now(),
	can: { seePeople: can(actor, 'people.list') }
});
