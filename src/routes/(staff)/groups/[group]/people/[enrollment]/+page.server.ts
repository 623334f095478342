import { fail, redirect, type ActionFailure } from '@sveltejs/kit';
import { changesOf } from '#lib/server/domain/changes.ts';
import { findGroup } from '#lib/server/domain/groups.ts';
import {
	Pause,
	pauseEnrollment,
	Resumption,
	resumeEnrollment,
	undoable,
	undoChange,
	Undoing
} from '#lib/server/domain/pauses.ts';
import { findEnrollment } from '#lib/server/domain/people.ts';
import { nextGroups } from '#lib/server/domain/places.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { isPaused } from '#lib/server/domain/stays.ts';
import { possibleTargets, Return, takeBackIn, Transfer, transfer } from '#lib/server/domain/transfers.ts';
import { now } from '#lib/server/clock.ts';
import { notFound } from '#lib/server/errors.ts';
import { submit, type Refusal } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor }, params }) => {
	const group = await findGroup(db.read, actor, params.group);
	const enrollment = await findEnrollment(db.read, actor, params.enrollment);
	if (enrollment.groupId !== group.id) throw notFound();
	allow(actor, 'groups.exit', enrollment);
	const { firstName, lastName, participantId, organizationId, exitedAt, pausedOn, backOn } = enrollment;
	logRead(actor, { organizationId, subject: `participant:${participantId}`, kind: 'people.read' });
	const changes = await changesOf(db.read, enrollment.id);
	const today = dayIn(group.zone, now());
	return {
		person: { firstName, lastName, participantId },
		group: { id: group.id, name: group.name },
		enrollment: { id: enrollment.id, enrolledOn: enrollment.enrolledOn, pausedOn, backOn },
		pauseReason: enrollment.pauseReason,
		stands: exitedAt ? ('left' as const) : pausedOn ? ('paused' as const) : ('there' as const),
		isAway: isPaused(enrollment, today),
		changes: changes.map(({ id, kind, day, backOn, reason }) => ({ id, kind, day, backOn, reason })),
		undoable: undoable(changes, group.zone)?.id ?? null,
		targets: exitedAt ? [] : await possibleTargets(db.read, actor, enrollment),
		today,
		ids: { pause: newId(), resume: newId(), move: newId(), back: newId(), undo: newId() }
	};
};

type Asked = { request: Request; locals: App.Locals; params: { group: string; enrollment: string } };
const done = ({ params: { group, enrollment } }: Asked) =>
	redirect(303, `/groups/${group}?changed=${enrollment}`);

/** Beside a group that can't take the person: those that would. */
async function placed({ locals: { db, actor }, params }: Asked, answer: ActionFailure<Refusal>, to: string) {
	if (!answer.data.code.startsWith('placement.')) return answer;
	const { id, participantId } = await findEnrollment(db.read, actor, params.enrollment);
	const next = await nextGroups(db.read, actor, to, { participantId, leaving: [id] });
	return fail(409, { ...answer.data, next });
}

export const actions = {
	pause: (event) =>
		submit(event.request, Pause, async (input) => {
			await pauseEnrollment(event.locals.db, event.locals.actor, event.params.enrollment, input);
			done(event);
		}),

	resume: (event) =>
		submit(event.request, Resumption, async (input) => {
			await resumeEnrollment(event.locals.db, event.locals.actor, event.params.enrollment, input);
			done(event);
		}),

	move: async (event) => {
		const answer = await submit(event.request, Transfer, async (input) => {
			await transfer(event.locals.db, event.locals.actor, event.params.enrollment, input);
			done(event);
		});
		return placed(event, answer!, String(answer!.data.values.groupId ?? ''));
	},

	back: async (event) => {
		const answer = await submit(event.request, Return, async (input) => {
			await takeBackIn(event.locals.db, event.locals.actor, event.params.enrollment, input);
			done(event);
		});
		return placed(event, answer!, event.params.group);
	},

	undo: (event) =>
		submit(event.request, Undoing, async (input) => {
			await undoChange(event.locals.db, event.locals.actor, event.params.enrollment, input);
			done(event);
		})
};
