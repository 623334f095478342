import { changesOf } from '#lib/server/domain/changes.ts';
import { boostersIn } from '#lib/server/domain/courses.ts';
import { untrainedIn } from '#lib/server/domain/credentials.ts';
import { doubleBookingsIn } from '#lib/server/domain/double-bookings.ts';
import { electivesOf } from '#lib/server/domain/electives.ts';
import { facilitatorsOf } from '#lib/server/domain/facilitators.ts';
import { findGroup } from '#lib/server/domain/groups.ts';
import { findEdition } from '#lib/server/domain/editions.ts';
import { outlineOf, outlinesOf } from '#lib/server/domain/lessons.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { waitlistOf } from '#lib/server/domain/referral-lists.ts';
import { placesOf } from '#lib/server/domain/places.ts';
import { findPolicy } from '#lib/server/domain/policies.ts';
import { rosterOf } from '#lib/server/domain/reports.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { sessionsOf, type ListedSession } from '#lib/server/domain/sessions.ts';
import { sizeOf, stageOf } from '#lib/server/domain/stages.ts';
import { outlineIn, type EditionOutline } from '#lib/server/curriculum/outline.ts';
import { now } from '#lib/server/clock.ts';
import { allow, can } from '#lib/server/policy.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';

export const load = async ({ locals: { db, actor }, params, url }) => {
	const group = await findGroup(db.read, actor, params.group);
	allow(actor, 'groups.read', group);
	const edition = await findEdition(db.read, group.editionId);
	const outline = outlineIn(await outlineOf(db.read, group.editionId), getLocale());
	const electives = await electivesOf(db.read, group, getLocale());
	const sessions = await sessionsOf(db.read, group.id);
	const outlines = await outlinesOf(db.read, sessions);
	const roster = await rosterOf(db.read, group.id);
	const facilitators = await facilitatorsOf(db.read, group.id);
	const doubles = await doubleBookingsIn(db.read, actor, group);
	const people = roster.filter((one) => !one.exitedAt).length;
	const held = sessions.filter((session) => !session.cancelledAt && session.kind === 'course');
	const { stage, next, held: done } = stageOf(held, now());
	const { id, organizationId, name, room, site, startsOn, slots, zone } = group;
	logRead(actor, { organizationId, subject: `group:${id}`, kind: 'roster.read' });
	return {
		group: { id, name, room, site, startsOn, slots, stage },
		edition: `${edition.title} ${edition.version}`,
		policy: (await findPolicy(db.read, group.policyId)).version,
		electives: electives
			.filter(({ state }) => state !== 'free')
			.map(({ number, title }) => `${number} ${title}`),
		hasElectives: electives.length > 0,
		hasBoosters: boostersIn(outline).length > 0,
		doubles,
		facilitators: facilitators.map((one) => one.name),
		untrained: await untrainedNames(),
		roster,
		people,
		places: await placesOf(db.read, group.id),
		waitlist: await waitlistOf(db.read, actor, group),
		size: sizeOf(people),
		sessions: sessions.map((session) =>
			shown(session, outlineIn(outlines.get(session.editionId)!, getLocale()))
		),
		progress: { held: done, planned: held.length, nextId: next?.id ?? null },
		today: dayIn(zone, now()),
		/** What was just done here, said once. */
		said: {
			made: url.searchParams.has('made'),
			planned: url.searchParams.has('planned'),
			/** How many came in at once. */
			intake: Number(url.searchParams.get('intake')) || 0,
			entry: url.searchParams.has('entry'),
			policy: url.searchParams.has('policy'),
			changed: await changedOf(url.searchParams.get('changed')),
			added: roster.find((one) => one.enrollmentId === url.searchParams.get('added')) ?? null,
			exited: roster.find((one) => one.enrollmentId === url.searchParams.get('exited')) ?? null
		},
		can: {
			enroll: can(actor, 'groups.enroll', group),
			exit: can(actor, 'groups.exit', group),
			change: can(actor, 'groups.change', group),
			movePolicy: can(actor, 'policies.move', group),
			plan: can(actor, 'groups.plan', group),
			issueCards: can(actor, 'cards.issue', group)
		}
	};

	/** Whose training is to be looked at, for coordinators alone. */
	async function untrainedNames() {
		if (!can(actor, 'facilitators.read', group)) return [];
		const ids = await untrainedIn(db.read, actor, group.organizationId);
		return facilitators.filter((one) => ids.has(one.id)).map((one) => one.name);
	}

	/** The last that was said of somebody of the group. */
	async function changedOf(enrollmentId: string | null) {
		const person = roster.find((one) => one.enrollmentId === enrollmentId);
		const last = person && (await changesOf(db.read, person.enrollmentId)).at(-1);
		return last ? { ...person, kind: last.kind } : null;
	}
};

function shown(session: ListedSession, outline: EditionOutline) {
	const { id, number, kind, date, time, minutes, startsAt, endedAt, cancelReason } = session;
	const lessons = outline.lessons.filter((lesson) => session.lessonIds.includes(lesson.id));
	return {
		...{ id, number, kind, date, time, minutes, cancelReason },
		ended: endedAt !== null,
		past: startsAt <= now(),
		lessons: lessons.map(({ number, title }) => `${number} ${title}`)
	};
}
