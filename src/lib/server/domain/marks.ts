/** Marks as screens say them: what is asked of one, and the forms in which it is told. */
import { z } from 'zod';
import { replaces, timeText, uuid } from './inputs.ts';
import { headsIn, partBetween, saids, standingOf, tapOf, type Standing } from '#lib/roll.ts';
import {
	absenceReasons,
	correctionReasons,
	excusedReasons,
	lateReasons,
	markStatuses,
	neutralReasons,
	type AbsenceReason,
	type LateReason,
	type MarkStatus
} from '#lib/vocabulary.ts';

const minute = z.int().min(0).max(600);
const isOneOf = (reasons: readonly string[], reason: string | null) =>
	reason !== null && reasons.includes(reason);
/** An absence's reason decides what kind of absence it is; other marks have none. */
const reasonFits = (status: MarkStatus, reason: AbsenceReason | null) =>
	status === 'absent-neutral'
		? isOneOf(neutralReasons, reason)
		: status === 'absent-excused'
			? isOneOf(excusedReasons, reason)
			: reason === null;

export const NewMark = z
	.strictObject({
		operationId: uuid,
		enrollmentId: uuid,
		status: z.enum(markStatuses),
		cameAt: minute.nullable().default(null),
		leftAt: minute.nullable().default(null),
		reason: z.enum(absenceReasons).nullable().default(null),
		late: z.enum(lateReasons).nullish(),
		replaces: replaces.default([]),
		correction: z.enum(correctionReasons).nullable().default(null)
	})
	.refine((mark) => reasonFits(mark.status, mark.reason), { path: ['reason'], message: 'reason' })
	.refine((mark) => mark.status !== 'partial' || mark.cameAt !== null || mark.leftAt !== null, {
		path: ['cameAt'],
		message: 'minutes'
	})
	.refine((mark) => mark.cameAt === null || mark.leftAt === null || mark.cameAt < mark.leftAt, {
		path: ['leftAt'],
		message: 'minutes-order'
	})
	.refine((mark) => mark.status === 'partial' || (mark.cameAt === null && mark.leftAt === null), {
		path: ['status'],
		message: 'minutes-partial'
	})
	.refine((mark) => !mark.late || mark.cameAt !== null, { path: ['late'], message: 'minutes' });
export type NewMark = z.infer<typeof NewMark>;
export const MarkAll = z.strictObject({ operationId: uuid });
/** `all`: the operation that marked them. */
export const TakenBackAll = z.strictObject({ operationId: uuid, all: uuid });

/** Whoever was there from the start was not late. */
const counted = (part: Standing, late: LateReason | null | undefined): Standing =>
	part.cameAt === null ? part : { ...part, late };

/** A mark as a form tells it: one word for how it was, and the times on the room's clock. */
export const ToldMark = z
	.strictObject({
		operationId: uuid,
		enrollmentId: uuid,
		said: z.enum(saids),
		/** Wall time at which the session starts. */
		starts: timeText,
		came: timeText.nullable().default(null),
		left: timeText.nullable().default(null),
		late: z.enum(lateReasons).nullish(),
		replaces: replaces.default([]),
		correction: z.enum(correctionReasons).nullable().default(null)
	})
	.transform(({ said, starts, came, left, late, ...rest }): z.input<typeof NewMark> => ({
		...rest,
		...(said === 'partial' ? counted(partBetween(starts, came, left), late) : standingOf(said))
	}))
	.pipe(NewMark);

/** A tap on the roll's one form: a word about somebody, and what each person's next mark replaces. */
export const TappedMark = z
	.strictObject({
		operationId: uuid,
		starts: timeText,
		tap: z.string().max(100),
		heads: z.string().max(100_000).default('')
	})
	.transform(({ tap, heads, ...rest }): z.input<typeof ToldMark> => {
		const { said, enrollmentId } = tapOf(tap);
		return { ...rest, said, enrollmentId, replaces: headsIn(heads, enrollmentId) };
	})
	.pipe(ToldMark);
