/** Histories: who said what about a session, and what they changed it from. */
import { asc, eq } from 'drizzle-orm';
import type { Read } from '../db/open.ts';
import { deliveries, homework, practices } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { authorsOf } from './authors.ts';
import { marksOf, rollOfSession } from './rolls.ts';
import { namesFor } from './room-people.ts';
import { findSession } from './sessions.ts';
import { visitorsOf } from './visitors.ts';
import { shortName } from '#lib/format.ts';
import type { Standing } from '#lib/roll.ts';
import type {
	ActivityState,
	CorrectionReason,
	HomeworkState,
	PracticeResult,
	PracticeRole
} from '#lib/vocabulary.ts';

export type Delivered = { state: ActivityState; delivered: number; reason: string | null };
export type Noted = {
	role: PracticeRole | null;
	steps: number[];
	result: PracticeResult | null;
	withdrawn: boolean;
};
/** `from`: what it replaced; empty when it was said first. */
type Changed<About, What> = About & { from: What[]; to: What };
type Person = { enrollmentId: Id; name: string };
export type Change = {
	id: Id;
	at: string;
	/** Who said it; null: the system. */
	by: string | null;
	correction: CorrectionReason | null;
} & (
	| ({ kind: 'mark' } & Changed<Person, Standing>)
	| ({ kind: 'delivery' } & Changed<{ lessonId: string; activity: string }, Delivered>)
	| ({ kind: 'practice' } & Changed<Person & { lessonId: string }, Noted>)
	| ({ kind: 'homework' } & Changed<Person & { lessonId: string }, HomeworkState>)
);
export type MarkChange = Extract<Change, { kind: 'mark' }>;

/** Everything ever said of a session, newest first. */
export async function changesIn(read: Read, actor: Actor, sessionId: Id): Promise<Change[]> {
	const session = await findSession(read, actor, sessionId);
	allow(actor, 'sessions.read', session);
	const marked = await marksOf(read, sessionId);
	const delivered = await deliveriesOf(read, sessionId);
	const noted = await practicesOf(read, sessionId);
	const returned = await homeworkOf(read, sessionId);
	const author = await authorsOf(read, [
		...marked.map(({ markedBy }) => markedBy),
		...[...delivered, ...noted, ...returned].map(({ by }) => by)
	]);
	const names = new Map([
		...(await visitorsOf(read, session)).map((one) => [one.enrollmentId, shortName(one)] as const),
		...namesFor(await rollOfSession(read, session))
	]);
	const person = (enrollmentId: Id) => ({ enrollmentId, name: names.get(enrollmentId) ?? '' });
	const changes = [
		...changed(marked, standing).map(({ row, ...change }) => ({
			...{ kind: 'mark' as const, ...change, ...person(row.enrollmentId), by: author(row.markedBy) }
		})),
		...changed(delivered, deliveredAs).map(({ row, ...change }) => ({
			...{ kind: 'delivery' as const, ...change, by: author(row.by) },
			...{ lessonId: row.lessonId, activity: row.activity }
		})),
		...changed(noted, notedAs).map(({ row, ...change }) => ({
			...{ kind: 'practice' as const, ...change, ...person(row.enrollmentId), by: author(row.by) },
			lessonId: row.lessonId
		})),
		...changed(returned, ({ state }) => state).map(({ row, ...change }) => ({
			...{ kind: 'homework' as const, ...change, ...person(row.enrollmentId), by: author(row.by) },
			lessonId: row.lessonId
		}))
	];
	return changes.sort((a, b) => (a.at > b.at ? -1 : a.at < b.at ? 1 : a.id > b.id ? -1 : 1));
}

const deliveriesOf = (read: Read, sessionId: Id) =>
	read
		.select()
		.from(deliveries)
		.where(eq(deliveries.sessionId, sessionId))
		.orderBy(asc(deliveries.at), asc(deliveries.id));

const practicesOf = (read: Read, sessionId: Id) =>
	read
		.select()
		.from(practices)
		.where(eq(practices.sessionId, sessionId))
		.orderBy(asc(practices.at), asc(practices.id));

const homeworkOf = (read: Read, sessionId: Id) =>
	read
		.select()
		.from(homework)
		.where(eq(homework.sessionId, sessionId))
		.orderBy(asc(homework.at), asc(homework.id));

type Row = { id: Id; at: string; replaces: Id[]; correction: CorrectionReason | null };

function changed<R extends Row, What>(rows: R[], what: (row: R) => What) {
	const byId = new Map(rows.map((row) => [row.id, row]));
	return rows.map((row) => {
		const { id, at, correction, replaces } = row;
		const from = replaces.flatMap((one) => byId.get(one) ?? []).map(what);
		return { row, id, at, correction, from, to: what(row) };
	});
}

const standing = ({ status, cameAt, leftAt, reason }: Standing): Standing => ({
	status,
	cameAt,
	leftAt,
	reason
});
const deliveredAs = ({ state, minutes, reason }: typeof deliveries.$inferSelect): Delivered => ({
	state,
	delivered: minutes,
	reason
});
const notedAs = ({ role, steps, result, withdrawn }: Noted): Noted => ({ role, steps, result, withdrawn });
