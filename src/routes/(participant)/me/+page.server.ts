import { redirect } from '@sveltejs/kit';
import { announceOwn, OwnAbsence } from '#lib/server/domain/announcements.ts';
import { hasHandoffOffer } from '#lib/server/domain/own-handoffs.ts';
import { ownArrivals } from '#lib/server/domain/arrivals.ts';
import { arrangedFor } from '#lib/server/domain/arrangements.ts';
import { ownIncentives } from '#lib/server/domain/incentive-lists.ts';
import { OwnReceipt, signReceipt } from '#lib/server/domain/payouts.ts';
import { leftOf, pathOf } from '#lib/server/domain/journeys.ts';
import { ownGroups, type OwnGroup } from '#lib/server/domain/own.ts';
import { ownWaysOn, type WaysOn } from '#lib/server/domain/ways-on.ts';
import { uuid } from '#lib/server/domain/inputs.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';

export const load = async ({ locals: { db, actor }, url }) => {
	const groups = await ownGroups(db.read, actor, getLocale());
	const mine = groups.filter((group) => group.stage !== 'left');
	const arranged = mine[0] ? await arrangedFor(db.read, mine[0].enrollmentId) : null;
	const ways = mine[0] ? await ownWaysOn(db.read, actor, mine[0].told, getLocale()) : noWays;
	const [first, ...others] = mine.map((group, i) => ({
		...shown(group),
		makeUps: [...(arranged?.values() ?? [])],
		ways: i === 0 ? ways : noWays
	}));
	const arrivals = await ownArrivals(db.read, actor);
	const earned = await ownIncentives(db.read, actor, getLocale());
	return {
		earned: earned.map((one) => ({ ...one, operationId: newId() })),
		signed: url.searchParams.has('signed'),
		group: first ?? null,
		others,
		/** Somebody offered to connect them, and has no answer. */
		hasOffer: await hasHandoffOffer(db.read, actor),
		hasLessons: groups.some((group) => group.lessons.length > 0),
		/** There is a code in the room, and nobody has noted the person yet. */
		checkIn: arrivals.some(({ open, state }) => open && (state === 'none' || state === 'waiting'))
	};
};

export const actions = {
	away: ({ request, locals: { db, actor } }) =>
		submit(request, AwayFrom, async ({ sessionId, ...said }) => {
			await announceOwn(db, actor, sessionId, said);
			redirect(303, '/me');
		}),

	receipt: ({ request, locals: { db, actor } }) =>
		submit(request, ReceiptFor, async ({ incentiveId, ...input }) => {
			await signReceipt(db, actor, incentiveId, input);
			redirect(303, '/me?signed#earned');
		})
};

const noWays: WaysOn = { makeUps: [], groups: [] };
const ReceiptFor = OwnReceipt.extend({ incentiveId: uuid });
const AwayFrom = OwnAbsence.extend({ sessionId: uuid });

const shown = (group: OwnGroup) => {
	const { name, room, site, today, stage, next, backOn, told } = group;
	const core = told.requirements.find((one) => one.kind === 'core');
	return {
		...{ name, room, site, today, stage, next, backOn },
		title: told.edition.title,
		complete: told.complete,
		finish: { outlook: told.outlook, finishOn: told.finishOn },
		lessons: { have: Math.min(core?.have ?? 0, core?.need ?? 0), need: core?.need ?? 0 },
		path: pathOf(group).map(({ title, state, share }) => ({ label: title, state, share })),
		left: leftOf(told),
		skill: skillOf(group)
	};
};

/** The skill of the week is the last one that the group worked on; before that, the one that comes first. */
function skillOf({ lessons }: OwnGroup) {
	const taught = lessons.filter((lesson) => lesson.skill && lesson.state !== 'before');
	const lesson = taught.find((one) => one.held) ?? taught.at(-1);
	return lesson
		? { lessonId: lesson.id, isNext: !lesson.held, language: lesson.language, ...lesson.skill! }
		: null;
}
