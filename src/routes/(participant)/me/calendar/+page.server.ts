import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { findProgram } from '#lib/server/domain/organizations.ts';
import {
	calendarsOf,
	EndedCalendar,
	NewCalendar,
	openCalendar,
	revokeCalendar
} from '#lib/server/feed/calendars.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { dayOf } from '#lib/format.ts';

const Wanted = NewCalendar.pick({ operationId: true });

export const load = async ({ locals: { db, actor } }) => {
	const [made] = await calendarsOf(db.read, actor);
	const { zone } = await findProgram(db.read);
	const calendar = made ? { id: made.id, on: dayOf(made.createdAt, zone) } : null;
	return { schedule: { groupId: null, name: null, calendar, operationId: newId(), revokeId: newId() } };
};

export const actions = {
	open: ({ request, locals: { db, actor, config } }) =>
		submit(request, Wanted, async ({ operationId }) => {
			const token = await openCalendar(db, actor, { operationId, language: getLocale() });
			return { ok: true as const, address: `${config.origin}/calendar/${token}.ics` };
		}),

	revoke: ({ request, locals: { db, actor } }) =>
		submit(request, EndedCalendar, async (input) => {
			await revokeCalendar(db, actor, input);
			return { ok: true as const, address: null };
		})
};
