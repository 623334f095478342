/** Sheets: who signs in on paper at a session, under which codes. */
import { createHash } from 'node:crypto';
import { and, asc, eq, gte, lte } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import { lessonIn } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import { enrollments, groups, sessions } from '../db/schema/index.ts';
import { invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, can, type Actor } from '../policy.ts';
import { lastDayToCorrect } from './corrections.ts';
import { peopleIn } from './people.ts';
import { planOf } from './plans.ts';
import { practicesIn } from './practices.ts';
import { plusDays } from './progress.ts';
import { namesFor } from './room-people.ts';
import { rollOfSession, type RollEntry } from './rolls.ts';
import { dayIn } from './schedule.ts';
import { sessionScope } from './scopes.ts';
import { findSession, sessionCounts, type Session } from './sessions.ts';
import { visitorsOf } from './visitors.ts';
import { shortName } from '#lib/format.ts';
import { rowCode, visitorCode } from '#lib/sheet.ts';

const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 6;

/** What is printed on a session's sheet: "7KQ4MX". It says nothing, and opens nothing to whoever may not know it. */
export function sheetCode(sessionId: Id): string {
	const bytes = createHash('sha256').update(`sheet:${sessionId}`).digest();
	return Array.from({ length: codeLength }, (_, i) => symbols[bytes[i] % symbols.length]).join('');
}

/** As people type it: small or large, with a hyphen, O for 0, I or L for 1. */
export const SheetCode = z.strictObject({
	code: z
		.string()
		.max(40)
		.transform((text) => text.toUpperCase().replace(/[^0-9A-Z]/g, ''))
		.transform((text) => text.replaceAll('O', '0').replace(/[IL]/g, '1'))
		.pipe(z.string().length(codeLength, 'sheet.code'))
});

/** Days before and after today in which a sheet's code is looked for. */
const codeDays = { before: 200, after: 60 };

/** @throws 400 code `sheet.code` where the actor knows of no session with such a sheet */
export async function sessionOfCode(
	read: Read,
	actor: Actor,
	{ code }: z.infer<typeof SheetCode>
): Promise<Id> {
	allow(actor, 'groups.list');
	const today = now().slice(0, 10);
	const near = and(
		sessionScope(actor),
		gte(sessions.date, plusDays(today, -codeDays.before)),
		lte(sessions.date, plusDays(today, codeDays.after))
	);
	const known = await read
		.select({ id: sessions.id })
		.from(sessions)
		.innerJoin(groups, eq(groups.id, sessions.groupId))
		.where(near)
		.orderBy(asc(sessions.startsAt), asc(sessions.id));
	const found = known.find(({ id }) => sheetCode(id) === code);
	if (!found) throw invalid({ code: { code: 'sheet.code' } });
	return found.id;
}

/** Each enrollment's row code in its group: on every sheet the same, whoever comes or leaves. */
async function rowCodes(read: Read, groupId: Id): Promise<Map<Id, string>> {
	const all = await read
		.select({ id: enrollments.id })
		.from(enrollments)
		.where(eq(enrollments.groupId, groupId))
		.orderBy(asc(enrollments.enrolledAt), asc(enrollments.id));
	return new Map(all.map(({ id }, place) => [id, rowCode(place)]));
}

/** Somebody on the sheet. On paper and screen: first name and initial, unless two people share them. */
export type SheetRow = Pick<
	RollEntry,
	'enrollmentId' | 'status' | 'cameAt' | 'leftAt' | 'reason' | 'heads'
> & {
	code: string;
	name: string;
	/** Said beforehand that they won't come. */
	isAway: boolean;
	/** What was said contradicts itself. */
	isReview: boolean;
	/** From another group, to make something up. */
	isVisitor: boolean;
};
/** Why nothing can be keyed; null when it can. */
export type Shut = 'cancelled' | 'not-yet' | 'locked' | null;

/**
 * A session's sheet: its people in the order of the paper, each with what is said of them already, and the skills that
 * they may practice.
 * @throws 404, 403
 */
export async function sheetOf(read: Read, actor: Actor, sessionId: Id, locale: string) {
	const session = await findSession(read, actor, sessionId);
	allow(actor, 'sessions.read', session);
	return sheetOfSession(read, actor, session, locale);
}
export type Sheet = Awaited<ReturnType<typeof sheetOfSession>>;

/** The sheet of a session that was found through the actor. */
export async function sheetOfSession(read: Read, actor: Actor, session: Session, locale: string) {
	const roll = await rollOfSession(read, session);
	const codes = await rowCodes(read, session.groupId);
	const names = namesFor(roll);
	const visitors = await visitorsOf(read, session);
	const { id, organizationId, groupId, group, number, date, time, zone, minutes, room, endedAt } = session;
	return {
		session: {
			...{ id, organizationId, groupId, group, number, date, time, zone, minutes, room, endedAt },
			of: (await sessionCounts(read, [groupId])).get(groupId)!
		},
		code: sheetCode(id),
		shut: await shutFor(read, actor, session),
		rows: [
			...roll.map((one) => rowOf(one, codes.get(one.enrollmentId)!, names.get(one.enrollmentId)!)),
			...visitors.map((one) => rowOf(one, visitorCode(one.place), shortName(one), true))
		],
		gone: await goneSince(read, session, codes, roll),
		skills: await skillsOf(read, session, locale),
		practices: await practicesIn(read, id)
	};
}

function rowOf(entry: RollEntry, code: string, name: string, isVisitor = false): SheetRow {
	const { enrollmentId, status, cameAt, leftAt, reason, heads, review, announced } = entry;
	const said = { enrollmentId, status, cameAt, leftAt, reason, heads };
	return { ...said, code, name, isAway: announced !== null, isReview: review.length > 0, isVisitor };
}

async function shutFor(read: Read, actor: Actor, session: Session): Promise<Shut> {
	if (session.cancelledAt) return 'cancelled';
	const today = dayIn(session.zone, now());
	if (session.date > today) return 'not-yet';
	const isLocked = session.endedAt !== null && today > (await lastDayToCorrect(read, session));
	return isLocked && !can(actor, 'attendance.correct-locked', session) ? 'locked' : null;
}

/** Days for which a pack is printed ahead: so old may be the sheet that comes back. */
const packDays = 14;

/** Who may stand on a sheet that was printed before they left. */
async function goneSince(read: Read, session: Session, codes: Map<Id, string>, roll: RollEntry[]) {
	const onRoll = new Set(roll.map(({ enrollmentId }) => enrollmentId));
	const left = (await peopleIn(read, session.groupId)).filter(
		({ enrollmentId, exitedAt }) =>
			exitedAt !== null &&
			!onRoll.has(enrollmentId) &&
			dayIn(session.zone, exitedAt) >= plusDays(session.date, -packDays)
	);
	const names = namesFor(left);
	return left.map(({ enrollmentId, exitedAt }) => ({
		code: codes.get(enrollmentId)!,
		name: names.get(enrollmentId)!,
		exitedOn: dayIn(session.zone, exitedAt!)
	}));
}

/** Skills of the session's lessons, each with its steps. */
async function skillsOf(read: Read, session: Session, locale: string) {
	return (await planOf(read, session)).flatMap(({ lesson }) => {
		const { id, number, skill } = lessonIn(lesson, locale);
		return skill ? [{ lessonId: id, number, name: skill.name, steps: skill.steps }] : [];
	});
}
