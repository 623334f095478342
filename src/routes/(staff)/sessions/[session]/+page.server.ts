import { redirect } from '@sveltejs/kit';
import { dev } from '$app/environment';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { Markup } from '#lib/markup.ts';
import { now } from '#lib/server/clock.ts';
import { announceAbsence, NewAbsence } from '#lib/server/domain/announcements.ts';
import { mark, markAllPresent, takeBackAll } from '#lib/server/domain/attendance.ts';
import { MarkAll, TakenBackAll, TappedMark, ToldMark, type NewMark } from '#lib/server/domain/marks.ts';
import { ToldCheckIns, turnDownCheckIn, TurnedDownCheckIn } from '#lib/server/domain/check-ins.ts';
import { NewDelivery, recordDelivery, ToldDelivery } from '#lib/server/domain/deliveries.ts';
import { NewEngagement, noteEngagement } from '#lib/server/domain/engagements.ts';
import { NewHomework, recordHomework } from '#lib/server/domain/homework.ts';
import {
	addGuest,
	linkGuest,
	LinkedGuest,
	NewGuest,
	removeGuest,
	RemovedGuest
} from '#lib/server/domain/guests.ts';
import { changesIn } from '#lib/server/domain/histories.ts';
import { recordPractice, SeenPractice } from '#lib/server/domain/practices.ts';
import { roomOf } from '#lib/server/domain/rooms.ts';
import type { RoomLesson } from '#lib/server/domain/room-lessons.ts';
import { beginSession, NewStart, takeBackStart, TakenBackStart } from '#lib/server/domain/starts.ts';
import { carryOut } from '#lib/server/domain/taps.ts';
import { submit } from '#lib/server/forms.ts';
import { openOn } from '#lib/server/identity/locks.ts';
import { idle } from '#lib/server/identity/staff.ts';

export const load = async ({ locals: { db, actor }, params, isDataRequest }) => {
	const { lessons, ...room } = await roomOf(db.read, actor, params.session, getLocale());
	if (room.can.run && !room.state.ended && !room.state.cancelled) await openOn(db, actor, params.session);
	const changes = room.state.ended ? await changesIn(db.read, actor, params.session) : [];
	return {
		...room,
		lessons: lessons.map((lesson) => marked(lesson, !isDataRequest && !dev)),
		changes,
		now: now(),
		idle
	};
};

/** Whoever gets the page has the guide in it; whoever asks for its data alone gets its text. */
const marked = (lesson: RoomLesson, isThere: boolean): RoomLesson => ({
	...lesson,
	intro: new Markup(String(lesson.intro), isThere),
	activities: lesson.activities.map((activity) => ({
		...activity,
		html: new Markup(String(activity.html), isThere)
	}))
});

/** On to the same view, by an ordinary request: whoever goes back in the browser then sends nothing again. */
function goOn(url: URL, person: string | null = null): never {
	const query = new URLSearchParams([...url.searchParams].filter(([name]) => !name.startsWith('/')));
	if (person) query.set('person', person);
	redirect(303, `${url.pathname}?${query}`);
}

/** An absence that has no reason yet is asked for it next. */
const asked = ({ status, enrollmentId }: NewMark) => (status === 'absent-unexcused' ? enrollmentId : null);

export const actions = {
	tap: ({ request, url, params, locals: { db, actor } }) =>
		submit(request, TappedMark, async (input) => {
			await mark(db, actor, params.session, input);
			goOn(url, asked(input));
		}),
	mark: ({ request, url, params, locals: { db, actor } }) =>
		submit(request, ToldMark, async (input) => {
			await mark(db, actor, params.session, input);
			goOn(url, asked(input));
		}),
	announce: ({ request, url, params, locals: { db, actor } }) =>
		submit(request, NewAbsence, async (input) => {
			await announceAbsence(db, actor, params.session, input);
			goOn(url);
		}),
	guest: ({ request, url, params, locals: { db, actor } }) =>
		submit(request, NewGuest, async (input) => {
			await addGuest(db, actor, params.session, input);
			goOn(url);
		}),
	linkGuest: ({ request, url, params, locals: { db, actor } }) =>
		submit(request, LinkedGuest, async (input) => {
			await linkGuest(db, actor, params.session, input);
			goOn(url);
		}),
	removeGuest: ({ request, url, params, locals: { db, actor } }) =>
		submit(request, RemovedGuest, async (input) => {
			await removeGuest(db, actor, params.session, input);
			goOn(url);
		}),
	all: ({ request, url, params, locals: { db, actor } }) =>
		submit(request, MarkAll, async (input) => {
			await markAllPresent(db, actor, params.session, input);
			goOn(url);
		}),
	none: ({ request, url, params, locals: { db, actor } }) =>
		submit(request, TakenBackAll, async (input) => {
			await takeBackAll(db, actor, params.session, input);
			goOn(url);
		}),
	accept: ({ request, url, params, locals: { db, actor } }) =>
		submit(request, ToldCheckIns, async (accepted) => {
			const taps = accepted.map((one) => ({ kind: 'accept-check-in' as const, ...one }));
			const { outcomes } = await carryOut(db, actor, params.session, taps);
			const [{ refusal }] = outcomes;
			if (refusal && outcomes.length === 1) throw refusal;
			goOn(url);
		}),
	turnDown: ({ request, url, params, locals: { db, actor } }) =>
		submit(request, TurnedDownCheckIn, async (input) => {
			await turnDownCheckIn(db, actor, params.session, input);
			goOn(url);
		}),
	delivery: ({ request, url, params, locals: { db, actor } }) =>
		submit(request, NewDelivery, async (input) => {
			await recordDelivery(db, actor, params.session, input);
			goOn(url);
		}),
	activity: ({ request, url, params, locals: { db, actor } }) =>
		submit(request, ToldDelivery, async (input) => {
			await recordDelivery(db, actor, params.session, input);
			goOn(url);
		}),
	homework: ({ request, url, params, locals: { db, actor } }) =>
		submit(request, NewHomework, async (input) => {
			await recordHomework(db, actor, params.session, input);
			goOn(url);
		}),
	engagement: ({ request, url, params, locals: { db, actor } }) =>
		submit(request, NewEngagement, async (input) => {
			await noteEngagement(db, actor, params.session, input);
			goOn(url, input.enrollmentId);
		}),
	begin: ({ request, url, params, locals: { db, actor } }) =>
		submit(request, NewStart, async (input) => {
			await beginSession(db, actor, params.session, input);
			goOn(url);
		}),
	takeBackStart: ({ request, url, params, locals: { db, actor } }) =>
		submit(request, TakenBackStart, async (input) => {
			await takeBackStart(db, actor, params.session, input);
			goOn(url);
		}),
	practice: ({ request, url, params, locals: { db, actor } }) =>
		submit(request, SeenPractice, async (input) => {
			await recordPractice(db, actor, params.session, input);
			goOn(url);
		})
};
