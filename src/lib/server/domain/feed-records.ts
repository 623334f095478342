/** Records of the feed: which of them an event tells of, and which there are of one participant. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Read, Tx } from '../db/open.ts';
import { enrollments, handoffs, marks, milestones, sessions } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import type { NewEvent } from './events.ts';
import type { InformationKind } from '#lib/disclosures.ts';

/** What the feed can be asked for. */
export type Resource = 'milestones' | 'enrollments' | 'attendance' | 'handoffs' | 'sessions' | 'groups';

/** An event and its position in the log. */
export type Placed = { event: NewEvent; position: number };
export type Entry = {
	resource: Resource;
	recordId: string;
	organizationId: Id;
	participantId: Id | null;
	/** Kind of information that lets it out. */
	needs: InformationKind | null;
	place: number;
};

/** One person's attendance of one session: the record of all that is said of it. */
export const attendanceId = (sessionId: Id, enrollmentId: Id) => `${sessionId}.${enrollmentId}`;
export const attendanceOf = (recordId: string): { sessionId: Id; enrollmentId: Id } => {
	const [sessionId, enrollmentId] = recordId.split('.');
	return { sessionId, enrollmentId };
};

export const idIn = ({ subject }: NewEvent) => subject.slice(subject.indexOf(':') + 1);
/** What is told of an enrollment is another after it. Of a pause nothing is told: it may be custody or illness. */
export const enrollmentChanged = /^enrollment\.(exited|transferred|re-entered|undone)$/;
const needOf = (milestone: unknown) =>
	milestone === 'completed' ? ('completion' as const) : ('milestones' as const);

/** Records about people that these events tell of. */
export async function ofPeople(tx: Tx, placed: Placed[]): Promise<Entry[]> {
	const told = placed.flatMap(({ event, position }) => {
		const { kind, data = {} } = event;
		const enrollmentId = String(data.enrollmentId ?? '');
		const common = { organizationId: event.organizationId!, place: position, enrollmentId };
		if (kind === 'milestone.awarded' || kind === 'milestone.voided')
			return [
				entryOf(common, 'milestones', String(data.milestoneId), needOf(data.milestone), participantIn(event))
			];
		if (kind === 'mark.added' || kind === 'mark.replaced')
			return [entryOf(common, 'attendance', attendanceId(idIn(event), enrollmentId), 'attendance', null)];
		if ((kind === 'enrollment.added' || enrollmentChanged.test(kind)) && enrollmentId)
			return [entryOf(common, 'enrollments', enrollmentId, 'enrollment', participantIn(event))];
		if (kind.startsWith('handoff.') && data.handoffId)
			return [entryOf(common, 'handoffs', String(data.handoffId), 'handoffs', participantIn(event))];
		return [];
	});
	const moved = await attendanceIn(tx, placed);
	return [...moved, ...(await withParticipants(tx, told))];
}

const participantIn = (event: NewEvent) => (event.subject.startsWith('participant:') ? idIn(event) : null);

function entryOf(
	common: { organizationId: Id; place: number; enrollmentId: string },
	resource: Resource,
	recordId: string,
	needs: InformationKind,
	participantId: Id | null
) {
	return { ...common, resource, recordId, needs, participantId };
}

async function withParticipants(tx: Tx, entries: (Entry & { enrollmentId: string })[]): Promise<Entry[]> {
	const unknown = entries.filter((one) => one.participantId === null).map((one) => one.enrollmentId);
	const known = new Map<Id, Id>();
	if (unknown.length > 0) {
		const rows = await tx
			.select({ id: enrollments.id, participantId: enrollments.participantId })
			.from(enrollments)
			.where(inArray(enrollments.id, [...new Set(unknown)]))
			.orderBy(asc(enrollments.id));
		for (const row of rows) known.set(row.id, row.participantId);
	}
	return entries.map(({ enrollmentId, ...entry }) => ({
		...entry,
		participantId: entry.participantId ?? known.get(enrollmentId) ?? null
	}));
}

/** One session changes, or all of its group's: lessons and dates move from one to the next. */
const ofOneSession = ['session.ended', 'session.reopened', 'session.held-on'];
const ofWholeGroup = /^(session\.(moved|cancelled|lessons)|schedule\.|group\.|booster\.)/;

/** What is known of a session's attendance carries its day and minutes. */
async function attendanceIn(tx: Tx, placed: Placed[]): Promise<Entry[]> {
	const moved = placed.filter(({ event }) => event.kind === 'session.moved');
	if (moved.length === 0) return [];
	const places = new Map(moved.map(({ event, position }) => [idIn(event), position]));
	const rows = await tx
		.selectDistinct({
			sessionId: marks.sessionId,
			enrollmentId: marks.enrollmentId,
			organizationId: marks.organizationId,
			participantId: enrollments.participantId
		})
		.from(marks)
		.innerJoin(enrollments, eq(enrollments.id, marks.enrollmentId))
		.where(inArray(marks.sessionId, [...places.keys()]))
		.orderBy(asc(marks.enrollmentId));
	return rows.map(({ sessionId, enrollmentId, ...row }) => ({
		...{ ...row, resource: 'attendance' as const, needs: 'attendance' as const },
		...{ recordId: attendanceId(sessionId, enrollmentId), place: places.get(sessionId)! }
	}));
}

/** Groups and sessions that these events tell of. */
export async function ofNobody(tx: Tx, placed: Placed[]): Promise<Entry[]> {
	const one = placed.filter(({ event }) => ofOneSession.includes(event.kind));
	const whole = placed.filter(({ event }) => ofWholeGroup.test(event.kind));
	const bare = { participantId: null, needs: null };
	const entries: Entry[] = one.map(({ event, position }) => ({
		...{ ...bare, resource: 'sessions' as const, recordId: idIn(event) },
		...{ organizationId: event.organizationId!, place: position }
	}));
	for (const { event, position } of whole) {
		const groupId = event.subject.startsWith('group:') ? idIn(event) : await groupOf(tx, idIn(event));
		if (event.kind.startsWith('group.')) entries.push(groupEntry(groupId, event.organizationId!, position));
		entries.push(...(await sessionEntries(tx, groupId, position)));
	}
	return entries;
}

export const groupEntry = (recordId: Id, organizationId: Id, place: number): Entry => ({
	...{ resource: 'groups', recordId, organizationId, place },
	...{ participantId: null, needs: null }
});

async function groupOf(tx: Tx, sessionId: Id): Promise<Id> {
	const [session] = await tx
		.select({ groupId: sessions.groupId })
		.from(sessions)
		.where(eq(sessions.id, sessionId));
	return session?.groupId ?? '';
}

export async function sessionEntries(tx: Tx, groupId: Id, place: number): Promise<Entry[]> {
	const rows = await tx
		.select({ recordId: sessions.id, organizationId: sessions.organizationId })
		.from(sessions)
		.where(eq(sessions.groupId, groupId))
		.orderBy(asc(sessions.id));
	return rows.map((row) => ({
		...{ ...row, resource: 'sessions' as const, place },
		...{ participantId: null, needs: null }
	}));
}

type Found = Pick<Entry, 'resource' | 'recordId' | 'needs'>;

/** All of a participant at one organization. */
export async function recordsOf(read: Read, participantId: Id, organizationId: Id): Promise<Found[]> {
	const own = { participantId, organizationId };
	const here = (t: typeof milestones | typeof enrollments | typeof handoffs) =>
		and(eq(t.participantId, own.participantId), eq(t.organizationId, own.organizationId));
	const earned = await read
		.select({ id: milestones.id, kind: milestones.kind })
		.from(milestones)
		.where(here(milestones))
		.orderBy(asc(milestones.position));
	const inGroups = await read
		.select({ id: enrollments.id })
		.from(enrollments)
		.where(here(enrollments))
		.orderBy(asc(enrollments.id));
	const marked = await read
		.selectDistinct({ sessionId: marks.sessionId, enrollmentId: marks.enrollmentId })
		.from(marks)
		.innerJoin(enrollments, eq(enrollments.id, marks.enrollmentId))
		.where(here(enrollments))
		.orderBy(asc(marks.sessionId), asc(marks.enrollmentId));
	const asked = await read
		.select({ id: handoffs.id })
		.from(handoffs)
		.where(here(handoffs))
		.orderBy(asc(handoffs.id));
	const as = (resource: Resource, needs: InformationKind) => (recordId: string) => ({
		...{ resource, recordId, needs }
	});
	return [
		...earned.map(({ id, kind }) => as('milestones', needOf(kind))(id)),
		...inGroups.map(({ id }) => as('enrollments', 'enrollment')(id)),
		...marked.map((one) => as('attendance', 'attendance')(attendanceId(one.sessionId, one.enrollmentId))),
		...asked.map(({ id }) => as('handoffs', 'handoffs')(id))
	];
}
