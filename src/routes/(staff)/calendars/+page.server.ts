import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { listGroups } from '#lib/server/domain/groups.ts';
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
import { organizationsOf } from '#lib/server/policy.ts';

const Wanted = NewCalendar.omit({ language: true });

export const load = async ({ locals: { db, actor } }) => {
	const made = await calendarsOf(db.read, actor);
	const { zone } = await findProgram(db.read);
	const row = (groupId: string | null, name: string | null) => {
		const calendar = made.find((one) => one.groupId === groupId);
		return {
			groupId,
			name,
			calendar: calendar ? { id: calendar.id, on: dayOf(calendar.createdAt, zone) } : null,
			operationId: newId(),
			revokeId: newId()
		};
	};
	const groups = await listGroups(db.read, actor);
	const own = organizationsOf(actor, 'facilitator').length > 0 ? [row(null, null)] : [];
	return { schedules: [...own, ...groups.map(({ id, name }) => row(id, name))] };
};

export const actions = {
	open: ({ request, locals: { db, actor, config } }) =>
		submit(request, Wanted, async (input) => {
			const token = await openCalendar(db, actor, { ...input, language: getLocale() });
			return { ok: true as const, groupId: input.groupId, address: `${config.origin}/calendar/${token}.ics` };
		}),

	revoke: ({ request, locals: { db, actor } }) =>
		submit(request, EndedCalendar, async (input) => {
			await revokeCalendar(db, actor, input);
			return { ok: true as const, groupId: null, address: null };
		})
};
