import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { now } from '#lib/server/clock.ts';
import { holidayCodes, holidaysFrom } from '#lib/server/domain/holidays.ts';
import { ownHolidays, ProgramHolidays, setProgramHolidays } from '#lib/server/domain/observances.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor }, url }) => {
	allow(actor, 'organizations.manage');
	const { holidays, zone } = await findProgram(db.read);
	return {
		holidays,
		states: holidayCodes(holidays),
		days: holidaysFrom(holidays, dayIn(zone, now()), getLocale()),
		others: await ownHolidays(db.read, actor),
		operationId: newId(),
		saved: url.searchParams.has('saved')
	};
};

export const actions = {
	default: ({ request, locals: { db, actor } }) =>
		submit(request, ProgramHolidays, async (input) => {
			await setProgramHolidays(db, actor, input);
			redirect(303, '/admin/holidays?saved');
		})
};
