import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { now } from '#lib/server/clock.ts';
import {
	mark,
	markAllPresent,
	MarkAll,
	takeBackAll,
	TakenBackAll,
	ToldMark
} from '#lib/server/domain/attendance.ts';
import { NewDelivery, recordDelivery, ToldDelivery } from '#lib/server/domain/deliveries.ts';
import { changesIn } from '#lib/server/domain/histories.ts';
import { recordPractice, SeenPractice } from '#lib/server/domain/practices.ts';
import { roomOf } from '#lib/server/domain/rooms.ts';
import { submit } from '#lib/server/forms.ts';
import { openOn } from '#lib/server/identity/locks.ts';
import { idle } from '#lib/server/identity/staff.ts';

export const load = async ({ locals: { db, actor }, params }) => {
	const room = await roomOf(db.read, actor, params.session, getLocale());
	if (room.can.run && !room.state.ended && !room.state.cancelled) await openOn(db, actor, params.session);
	const changes = room.state.ended ? await changesIn(db.read, actor, params.session) : [];
	return { ...room, changes, now: now(), idle };
};

export const actions = {
	mark: ({ request, params, locals: { db, actor } }) =>
		submit(request, ToldMark, async (input) => {
			await mark(db, actor, params.session, input);
			return { marked: input.enrollmentId };
		}),
	all: ({ request, params, locals: { db, actor } }) =>
		submit(request, MarkAll, async (input) => {
			await markAllPresent(db, actor, params.session, input);
		}),
	none: ({ request, params, locals: { db, actor } }) =>
		submit(request, TakenBackAll, (input) => takeBackAll(db, actor, params.session, input)),
	delivery: ({ request, params, locals: { db, actor } }) =>
		submit(request, NewDelivery, (input) => recordDelivery(db, actor, params.session, input)),
	activity: ({ request, params, locals: { db, actor } }) =>
		submit(request, ToldDelivery, (input) => recordDelivery(db, actor, params.session, input)),
	practice: ({ request, params, locals: { db, actor } }) =>
		submit(request, SeenPractice, (input) => recordPractice(db, actor, params.session, input))
};
