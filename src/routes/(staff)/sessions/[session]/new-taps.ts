/** What each tap on the session's screen says, under an id of its own. */
import { v7 } from 'uuid';
import type { Standing } from '#lib/roll.ts';
import type { HomeworkEntry } from '#lib/server/domain/homework.ts';
import type { PracticeEntry } from '#lib/server/domain/practices.ts';
import type { RoomPerson } from '#lib/server/domain/room-people.ts';
import type { RoomActivity } from '#lib/server/domain/rooms.ts';
import type { NewTap } from '#lib/server/domain/taps.ts';
import type {
	ActivityState,
	DeliveryReason,
	Engagement,
	HomeworkState,
	PracticeRole
} from '#lib/vocabulary.ts';

export type Delivered = { state: ActivityState; minutes: number | null; reason: DeliveryReason | null };
/** Whose practice, of which lesson's skill, in which part. */
export type Round = { enrollmentId: string; lessonId: string; role: PracticeRole };
export type Noted = Pick<PracticeEntry, 'steps' | 'result' | 'shown'>;

export const nothing: Standing = { status: 'unmarked', cameAt: null, leftAt: null, reason: null };

export const markOf = (
	{ enrollmentId, heads }: RoomPerson,
	{ status, cameAt, leftAt, reason, late }: Standing
): NewTap => ({
	kind: 'mark',
	operationId: v7(),
	enrollmentId,
	status,
	cameAt,
	leftAt,
	reason,
	late: late ?? null,
	replaces: heads,
	correction: null
});

export const deliveryOf = ({ lessonId, key, heads }: RoomActivity, delivered: Delivered): NewTap => ({
	kind: 'delivery',
	operationId: v7(),
	lessonId,
	activity: key,
	...delivered,
	replaces: heads
});

export const isRound = (one: Round, { enrollmentId, lessonId, role }: Round) =>
	one.enrollmentId === enrollmentId && one.lessonId === lessonId && one.role === role;

export function practiceOf(
	{ enrollmentId, lessonId, role }: Round,
	before: PracticeEntry | undefined,
	noted: Noted | null
): NewTap[] {
	if (!noted && !before) return [];
	const { steps, result, shown } = noted ?? before!;
	const replaces = before?.heads ?? [];
	const said = { enrollmentId, lessonId, role, steps, result, shown, replaces, withdrawn: noted === null };
	return [{ kind: 'practice', operationId: v7(), ...said }];
}

export const homeworkOf = (
	{ enrollmentId, lessonId }: Pick<HomeworkEntry, 'enrollmentId' | 'lessonId'>,
	before: HomeworkEntry | undefined,
	state: HomeworkState
): NewTap => ({
	...{ kind: 'homework', operationId: v7(), enrollmentId, lessonId, state },
	replaces: before?.heads ?? []
});

export const engagementOf = ({ enrollmentId }: RoomPerson, level: Engagement | null): NewTap => ({
	...{ kind: 'engagement', operationId: v7(), enrollmentId, level, correction: null }
});

export const beginAt = (startedAt: string): NewTap => ({ kind: 'begin', operationId: v7(), startedAt });

export const beginNow = (): NewTap => beginAt(new Date().toISOString());

export const takeBackOf = (startId: string): NewTap => ({
	...{ kind: 'take-back-start', operationId: v7(), startId }
});
