/** Keyings: what was written on a session's sheet while nothing else was at hand, said at once. */
import { v5 } from 'uuid';
import { z } from 'zod';
import type { Db, Tx } from '../db/open.ts';
import { DomainError, invalid, type FieldFaults } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, type Actor } from '../policy.ts';
import { sayEach } from './attendance.ts';
import type { NewMark } from './marks.ts';
import { allowStatement } from './corrections.ts';
import { appendEvent } from './events.ts';
import { replaces, uuid } from './inputs.ts';
import { outlineOf } from './lessons.ts';
import { settle } from './milestones.ts';
import { isNew } from './operations.ts';
import { notePractice, practicesIn, type NewPractice, type PracticeEntry } from './practices.ts';
import { rollOfSession, type RollEntry } from './rolls.ts';
import { findSession, type Session } from './sessions.ts';
import { refuseUninvited, visitorsOf } from './visitors.ts';
import { markInAll, type Standing } from '#lib/roll.ts';
import { keyedMark, keyedPractice, type KeyedPractice } from '#lib/sheet.ts';

const letters = z.string().trim().max(40).default('');

const NewRow = z.strictObject({
	enrollmentId: uuid,
	/** The row's code and name on the page that was filled in: they come back with a refusal. */
	code: z.string().max(8).default(''),
	name: z.string().max(200).default(''),
	/** As `keyedMark` reads it; empty says nothing. */
	said: letters,
	/** The sheet is right where it and what was marked differ. Otherwise both are kept, and need review. */
	over: z.boolean().default(false),
	/** Marks that were shown beside it. */
	replaces: replaces.default([]),
	practices: z
		.array(z.strictObject({ lessonId: z.string().max(80), said: letters, replaces: replaces.default([]) }))
		.max(12)
		.default([])
});
type NewRow = z.output<typeof NewRow>;

export const KeyedSheet = z.strictObject({ operationId: uuid, rows: z.array(NewRow).max(500).default([]) });
export type KeyedSheet = z.output<typeof KeyedSheet>;

type Reading = {
	marks: { row: NewRow; said: Standing }[];
	practices: { row: NewRow; about: NewRow['practices'][number]; said: KeyedPractice }[];
};

/**
 * Says all that was keyed from a sheet, in one transaction: what is marked as it says already stays as it is. After the
 * session's end each is a correction by the sheet.
 * @throws 404, 403, 409 session.cancelled, session.not-yet, operation.reused; 400 with a fault for each row that can't
 * be read (`rows.3.said`), or whose person left before (`enrollment.exited`): then nothing is said
 */
export async function keySheet(db: Db, actor: Actor, sessionId: Id, input: KeyedSheet) {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'attendance.mark', session);
		if (!(await isNew(tx, actor, 'keySheet', input.operationId, { sessionId, ...input }))) return;
		await allowStatement(tx, actor, session, 'sheet');
		const read = await readSheet(tx, session, input);
		const marks = await marksFor(tx, session, input, read);
		await sayEach(tx, actor, session, marks);
		const practices = await practicesFor(tx, session, input, read);
		await noteEach(tx, actor, session, practices);
		await appendEvent(tx, actor, {
			organizationId: session.organizationId,
			subject: `session:${sessionId}`,
			kind: 'sheet.keyed',
			data: { operationId: input.operationId, marks: marks.length, practices: practices.length }
		});
	});
	announce(sessionId);
}

/** What each row says, or every fault at once: a sheet is put right in one go. */
async function readSheet(tx: Tx, session: Session, { rows }: KeyedSheet): Promise<Reading> {
	const faults: FieldFaults = {};
	const read: Reading = { marks: [], practices: [] };
	const { lessons } = await outlineOf(tx, session.editionId);
	for (const [i, row] of rows.entries()) {
		const mark = keyedMark(row.said, session);
		if (mark?.fault) faults[`rows.${i}.said`] = { code: mark.fault };
		if (mark?.said) read.marks.push({ row, said: mark.said });
		for (const [n, about] of row.practices.entries()) {
			const most = lessons.find(({ id }) => id === about.lessonId)?.skill?.steps.length ?? 0;
			const practice = keyedPractice(about.said, most);
			if (practice?.fault)
				faults[`rows.${i}.practices.${n}.said`] = { code: practice.fault, params: { most } };
			if (practice?.said) read.practices.push({ row, about, said: practice.said });
		}
		const isKeyed = row.said !== '' || row.practices.some(({ said }) => said !== '');
		if (isKeyed && (await hasLeft(tx, session, row)))
			faults[`rows.${i}.said`] = { code: 'enrollment.exited' };
	}
	if (Object.keys(faults).length > 0) throw invalid(faults);
	return read;
}

async function hasLeft(tx: Tx, session: Session, { enrollmentId }: NewRow): Promise<boolean> {
	try {
		await refuseUninvited(tx, session, enrollmentId);
		return false;
	} catch (error) {
		if (error instanceof DomainError && error.code === 'enrollment.exited') return true;
		throw error;
	}
}

const isSame = (a: Standing, b: Standing) =>
	a.status === b.status && a.cameAt === b.cameAt && a.leftAt === b.leftAt && a.reason === b.reason;
const correctionFor = ({ endedAt }: Session) => (endedAt ? ('sheet' as const) : null);

async function marksFor(tx: Tx, session: Session, { operationId }: KeyedSheet, { marks }: Reading) {
	const expected = [...(await rollOfSession(tx, session)), ...(await visitorsOf(tx, session))];
	const roll = new Map(expected.map((one) => [one.enrollmentId, one]));
	return marks.flatMap(({ row, said }): NewMark[] => {
		const entry = roll.get(row.enrollmentId);
		if (entry && isSaid(entry, said, row.over)) return [];
		const { enrollmentId } = row;
		const replaces = replacedBy(row, entry);
		const id = markInAll(operationId, enrollmentId);
		return [{ operationId: id, enrollmentId, ...said, replaces, correction: correctionFor(session) }];
	});
}

/** Of two statements that contradict each other, one that says the same is enough, until the sheet is to settle it. */
function isSaid({ review, ...entry }: RollEntry, said: Standing, isOver: boolean): boolean {
	if (review.length === 0) return isSame(entry, said);
	return !isOver && review.some((one) => isSame(one, said));
}

/** What nobody marked, or took back, is free; the rest stands beside the sheet, unless it was seen and put aside. */
function replacedBy({ over, replaces }: NewRow, entry: RollEntry | undefined): Id[] {
	if (over && replaces.length > 0) return replaces;
	return entry?.status === 'unmarked' ? entry.heads : [];
}

async function practicesFor(tx: Tx, session: Session, { operationId }: KeyedSheet, { practices }: Reading) {
	const noted = (await practicesIn(tx, session.id)).filter(({ role }) => role === 'actor');
	return practices.flatMap(({ row, about, said }): NewPractice[] => {
		const { enrollmentId } = row;
		const { lessonId } = about;
		const before = noted.find((one) => one.enrollmentId === enrollmentId && one.lessonId === lessonId);
		if (before && isNoted(before, said)) return [];
		return [
			{
				...{ enrollmentId, lessonId, ...said, shown: said.steps.length > 0, withdrawn: false },
				operationId: v5(lessonId, markInAll(operationId, enrollmentId)),
				replaces: row.over ? about.replaces : [],
				correction: correctionFor(session)
			}
		];
	});
}

const isNoted = ({ steps, result, review }: PracticeEntry, said: KeyedPractice) =>
	!review && result === said.result && steps.join() === said.steps.join();

async function noteEach(tx: Tx, actor: Actor, session: Session, practices: NewPractice[]) {
	for (const practice of practices) await notePractice(tx, actor, session, practice);
	const enrollmentIds = practices.map(({ enrollmentId }) => enrollmentId);
	if (enrollmentIds.length > 0) await settle(tx, actor, session.groupId, enrollmentIds);
}
