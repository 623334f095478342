/** Files for the program's office: of people whose consent names it, each part told and logged in one transaction. */
import { and, asc, eq } from 'drizzle-orm';
import type { Db, Read } from '../db/open.ts';
import { consents, feedPlaces, recipients } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor, type Key } from '../policy.ts';
import type { Span } from '../domain/exports.ts';
import { findProgram } from '../domain/organizations.ts';
import { dayIn } from '../domain/schedule.ts';
import { fedAttendance } from './attendance.ts';
import { beginning } from './cursors.ts';
import { logDisclosures } from './disclosures.ts';
import { fedEnrollments } from './enrollments.ts';
import { lettingOut, pageOfPeople, type Entry } from './lists.ts';
import { fedMilestones } from './milestones.ts';

export const programKinds = ['enrollments', 'attendance', 'milestones'] as const;
export type ProgramKind = (typeof programKinds)[number];

const atOnce = 500;
type Told<R> = R & { consent: { purpose: string; expires: string } };

/** @throws 403, before anything is read */
export function allowProgramFile(actor: Actor): void {
	allow(actor, 'program.names');
}

export const programEnrollments = (db: Db, actor: Actor, span: Span) =>
	parts(db, actor, 'enrollments', fedEnrollments, ({ enrolled }) => isWithin(enrolled, span));
export const programAttendance = (db: Db, actor: Actor, span: Span) =>
	parts(db, actor, 'attendance', fedAttendance, ({ date }) => isWithin(date, span));
/** With the day on which each was reached, where the program is. */
export async function* programMilestones(db: Db, actor: Actor, span: Span) {
	const { zone } = await findProgram(db.read);
	const dated = async (read: Read, ids: string[]) =>
		new Map(
			[...(await fedMilestones(read, ids))].map(([id, one]) => [id, { ...one, date: dayIn(zone, one.at) }])
		);
	yield* parts(db, actor, 'milestones', dated, ({ date }) => isWithin(date, span));
}

const isWithin = (day: string, { from, to }: Span) => day >= from && day <= to;

/** What the program's office may be told now; what is outside the span is neither told nor logged. */
async function* parts<R extends object>(
	db: Db,
	actor: Actor,
	kind: ProgramKind,
	records: (read: Read, ids: string[]) => Promise<Map<string, R>>,
	isWanted: (record: R) => boolean
): AsyncGenerator<Told<R>[]> {
	allowProgramFile(actor);
	for (const recipientId of await officesOf(db.read)) {
		// It reads as the recipient's own system would, from the beginning.
		const reader: Key = { kind: 'key', id: '', recipientId, organizationId: null, scopes: [] };
		let [after, more] = [beginning, true];
		while (more) {
			const part = await db.write(async (tx) => {
				const page = await pageOfPeople(tx, reader, kind, { after, limit: atOnce });
				const found = await records(
					tx,
					page.entries.map(({ recordId }) => recordId)
				);
				const told = page.entries.filter(({ recordId }) => {
					const record = found.get(recordId);
					return record !== undefined && isWanted(record);
				});
				await logDisclosures(tx, actor, 'csv', disclosuresOf(recipientId, kind, told));
				const rows = told.map((entry) => ({ ...found.get(entry.recordId)!, consent: consentOf(entry) }));
				return { rows, next: page.next, more: page.more };
			});
			({ next: after, more } = part);
			yield part.rows;
		}
	}
}

const consentOf = ({ purpose, expiresOn }: Entry) => ({ purpose, expires: expiresOn });

async function officesOf(read: Read): Promise<Id[]> {
	const rows = await read
		.select({ id: recipients.id })
		.from(recipients)
		.where(eq(recipients.kind, 'program'))
		.orderBy(asc(recipients.id));
	return rows.map(({ id }) => id);
}

function disclosuresOf(recipientId: Id, kind: ProgramKind, entries: Entry[]) {
	return [...Map.groupBy(entries, ({ consentId }) => consentId).values()].map((own) => ({
		...{ participantId: own[0].participantId, organizationId: own[0].organizationId },
		...{ recipientId, consentId: own[0].consentId },
		what: { [kind]: own.map(({ recordId }) => recordId) }
	}));
}

/** How many people let the program's office know it today; tells nothing about any of them. @throws 403 */
export async function countProgramPeople(read: Read, actor: Actor, kind: ProgramKind): Promise<number> {
	allowProgramFile(actor);
	const rows = await read
		.selectDistinct({ participantId: feedPlaces.participantId })
		.from(feedPlaces)
		.innerJoin(recipients, and(eq(recipients.id, feedPlaces.recipientId), eq(recipients.kind, 'program')))
		.innerJoin(consents, await lettingOut(read, kind))
		.where(eq(feedPlaces.resource, kind))
		.orderBy(asc(feedPlaces.participantId));
	return rows.length;
}
