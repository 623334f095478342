/** Visitors: people of other groups who come to a session to make up what they missed, and what is held of it. */
import { asc, eq, min, sql } from 'drizzle-orm';
import { v5 } from 'uuid';
import type { Read, Tx } from '../db/open.ts';
import { prepared } from '../db/prepared.ts';
import { enrollments, makeUps, participantNames, policies } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { system, type Actor } from '../policy.ts';
import { delaysIn } from './delays.ts';
import { appendMakeUp } from './makeup-statements.ts';
import { makeUpHeads, type MakeUpRow } from './openings.ts';
import { findEnrollment } from './people.ts';
import { planOf } from './plans.ts';
import { nowhere, overlap, presences, type Presence } from './presence.ts';
import { announcedIn, entryOf, marksOf, refuseStranger, type RollEntry } from './rolls.ts';
import type { Session } from './sessions.ts';
import { policyFrom } from '#lib/vocabulary.ts';

/**
 * Somebody on the roll for this one session, and the lessons that they make up in it. `place`: among all who were ever to
 * visit it.
 */
export type Visitor = RollEntry & { lessonIds: string[]; place: number };
type Meeting = Pick<Session, 'id'>;

const person = {
	enrollmentId: enrollments.id,
	participantId: enrollments.participantId,
	exitedAt: enrollments.exitedAt,
	firstName: participantNames.firstName,
	lastName: participantNames.lastName
};
/** In the order in which they were asked. */
const everInvited = prepared('visitors', (read) =>
	read
		.select(person)
		.from(makeUps)
		.innerJoin(enrollments, eq(enrollments.id, makeUps.enrollmentId))
		.innerJoin(participantNames, eq(participantNames.participantId, enrollments.participantId))
		.where(eq(makeUps.sessionId, sql.placeholder('sessionId')))
		.groupBy(...Object.values(person))
		.orderBy(asc(min(makeUps.at)), asc(enrollments.id))
);

/**
 * Those whose visit is agreed, and those of whom something was said, each with what stands. The caller has found the
 * session.
 */
export async function visitorsOf(read: Read, session: Meeting): Promise<Visitor[]> {
	const invited = await everInvited(read, { sessionId: session.id });
	if (invited.length === 0) return [];
	const heads = Map.groupBy(
		await visitsTo(
			read,
			session,
			invited.map(({ enrollmentId }) => enrollmentId)
		),
		({ enrollmentId }) => enrollmentId
	);
	const said = Map.groupBy(await marksOf(read, session.id), ({ enrollmentId }) => enrollmentId);
	const announced = await announcedIn(read, session.id);
	return invited
		.map(({ exitedAt, ...person }, place) => ({
			...{ ...person, place },
			...entryOf(said.get(person.enrollmentId) ?? []),
			lessonIds: (heads.get(person.enrollmentId) ?? []).map(({ lessonId }) => lessonId),
			announced: announced.get(person.enrollmentId) ?? null,
			inAll: null,
			isGone: exitedAt !== null
		}))
		.filter(({ heads, lessonIds, isGone }) => heads.length > 0 || (lessonIds.length > 0 && !isGone))
		.map(({ isGone: _, ...visitor }) => visitor);
}

/** Make-ups that are to be held, or were held, in a session. */
async function visitsTo(read: Read, session: Meeting, enrollmentIds: Id[]): Promise<MakeUpRow[]> {
	const heads = await makeUpHeads(read, enrollmentIds);
	const isAgreed = ({ state }: MakeUpRow) => state === 'approved' || state === 'held';
	return heads.filter((head) => head.sessionId === session.id && isAgreed(head));
}

/** @throws 404 for whoever is neither of the group nor a visitor; and what `refuseStranger` throws */
export async function refuseUninvited(tx: Tx, session: Session, enrollmentId: Id) {
	const visitors = await visitorsOf(tx, session);
	if (visitors.some((one) => one.enrollmentId === enrollmentId)) return;
	await refuseStranger(tx, session, enrollmentId);
}

/**
 * What the roll says of visitors becomes what was held of their make-ups: the minutes of the lesson for which they were
 * there, and nothing for whoever was not. What somebody said of a make-up by hand stands.
 */
export async function holdVisits(tx: Tx, actor: Actor, session: Session, enrollmentIds?: Id[]) {
	const all = (await visitorsOf(tx, session)).map(({ enrollmentId }) => enrollmentId);
	const ids = enrollmentIds ? all.filter((id) => enrollmentIds.includes(id)) : all;
	if (ids.length === 0) return;
	const said = Map.groupBy(await marksOf(tx, session.id), ({ enrollmentId }) => enrollmentId);
	const minutesOf = await lessonMinutes(tx, session);
	const policy = await policyOf(tx, session);
	const delays = await delaysIn(tx, [session]);
	for (const head of await visitsTo(tx, session, ids)) {
		const own = said.get(head.enrollmentId) ?? [];
		const presence = presences(policy, own, delays, 'worst').get(session.id) ?? nowhere;
		await holdVisit(tx, actor, session, head, own, minutesOf(head.lessonId, presence));
	}
}

async function holdVisit(
	tx: Tx,
	actor: Actor,
	{ date: day }: Session,
	head: MakeUpRow,
	own: { id: Id }[],
	minutes: number
) {
	const isOurs = own.some(({ id }) => head.id === sayingOf(id, head.makeUpId, head.replaces));
	if (head.state === 'held' && (!isOurs || head.minutes === minutes)) return;
	if (head.state === 'approved' && minutes === 0) return;
	const id = sayingOf(own.at(-1)!.id, head.makeUpId, head.id);
	const rest = { ...head, id, replaces: head.id, day, reason: null };
	const enrollment = await findEnrollment(tx, system, head.enrollmentId);
	await appendMakeUp(
		tx,
		actor,
		enrollment,
		minutes > 0 ? { ...rest, state: 'held', minutes } : { ...rest, state: 'approved' }
	);
}

/** Id of what a mark says of a make-up: whose it is can be told from what it replaces. */
const sayingOf = (markId: Id, makeUpId: Id, replaced: Id | null) => v5(`${markId}|${replaced}`, makeUpId);

/** Minutes of a lesson in the session for which somebody was there; of what is still to be done, as it is planned. */
async function lessonMinutes(tx: Tx, session: Session) {
	let clock = 0;
	const intervals = (await planOf(tx, session)).flatMap(({ lesson, activities }) =>
		activities.map(({ state, delivered, minutes }) => {
			const length = state === 'pending' ? (session.endedAt ? 0 : minutes) : delivered;
			return { lessonId: lesson.id, from: clock, to: (clock += length) };
		})
	);
	return (lessonId: string, presence: Presence) =>
		intervals
			.filter((one) => one.lessonId === lessonId)
			.reduce((total, one) => total + overlap(one, presence), 0);
}

async function policyOf(tx: Tx, { policyId }: Session) {
	const [{ data }] = await tx.select({ data: policies.data }).from(policies).where(eq(policies.id, policyId));
	return policyFrom(data);
}
