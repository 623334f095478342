import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { now } from '#lib/server/clock.ts';
import { todayOf } from '#lib/server/domain/agendas.ts';
import { coachingNow } from '#lib/server/domain/coaching.ts';
import { worklistOf } from '#lib/server/domain/worklists.ts';
import { can } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor } }) => ({
	...(await todayOf(db.read, actor, getLocale())),
	waiting: (await worklistOf(db.read, actor, getLocale())).count,
	coaching: await coachingNow(db.read, actor),
	now: now(),
	can: { seePeople: can(actor, 'people.list'), seeCoaching: can(actor, 'coaching.read') }
});
