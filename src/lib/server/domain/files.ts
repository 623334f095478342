/** Files: all that the program holds about one person, as data that they can take along. */
import { and, asc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import * as tables from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { acquaintanceOf } from './acquaintances.ts';
import { appendEvent } from './events.ts';
import { organizationOf } from './renamings.ts';
import { selfOf } from './own.ts';

/**
 * By which column a table's rows belong to the person, and from which parts of the file its values come. `own`: only in
 * the file that the person takes themselves.
 */
type Part = { table: unknown; by: string; of?: string | string[]; own?: true };

/**
 * What a file holds, part by part. Left out: what is about others too (who is kept apart from whom, how a session was
 * led), how eligibility was decided (security R10), and what only proves who somebody is (a card's code and PIN).
 */
const parts = {
	person: { table: tables.participants, by: 'id' },
	names: { table: tables.participantNames, by: 'participantId' },
	formerNames: { table: tables.formerNames, by: 'participantId' },
	contact: { table: tables.contacts, by: 'participantId' },
	referrals: { table: tables.referrals, by: 'participantId' },
	outreach: { table: tables.outreachTries, by: 'participantId' },
	enrollments: { table: tables.enrollments, by: 'participantId' },
	enrollmentChanges: { table: tables.enrollmentChanges, by: 'enrollmentId', of: 'enrollments' },
	attendance: { table: tables.marks, by: 'enrollmentId', of: 'enrollments' },
	announcedAbsences: { table: tables.announcedAbsences, by: 'enrollmentId', of: 'enrollments' },
	checkIns: { table: tables.checkIns, by: 'enrollmentId', of: 'enrollments' },
	makeUps: { table: tables.makeUps, by: 'enrollmentId', of: 'enrollments' },
	practice: { table: tables.practices, by: 'enrollmentId', of: 'enrollments' },
	homework: { table: tables.homework, by: 'enrollmentId', of: 'enrollments' },
	progress: { table: tables.standings, by: 'enrollmentId', of: 'enrollments' },
	milestones: { table: tables.milestones, by: 'participantId' },
	incentives: { table: tables.incentives, by: 'participantId' },
	incentiveSteps: { table: tables.incentiveSteps, by: 'incentiveId', of: 'incentives' },
	targetHours: { table: tables.dosageTargets, by: 'participantId' },
	certificates: { table: tables.certificates, by: 'participantId' },
	ceremonyNames: { table: tables.ceremonyNames, by: 'participantId' },
	ceremonyAnswers: { table: tables.ceremonyAnswers, by: 'enrollmentId', of: 'enrollments' },
	letters: { table: tables.letters, by: 'participantId' },
	paperNames: { table: tables.paperNames, by: 'paperId', of: ['certificates', 'letters'] },
	questions: { table: tables.disputes, by: 'enrollmentId', of: 'enrollments' },
	questionLines: { table: tables.disputeLines, by: 'disputeId', of: 'questions' },
	answers: { table: tables.disputeAnswers, by: 'disputeId', of: 'questions' },
	consentOffers: { table: tables.consentOffers, by: 'participantId' },
	consents: { table: tables.consents, by: 'participantId' },
	signatures: { table: tables.consentSignatures, by: 'consentId', of: 'consents' },
	revocations: { table: tables.revocations, by: 'consentId', of: 'consents' },
	disclosures: { table: tables.disclosures, by: 'participantId' },
	ownDisclosures: { table: tables.ownDisclosures, by: 'participantId' },
	handoffs: { table: tables.handoffs, by: 'participantId', own: true },
	handoffSteps: { table: tables.handoffSteps, by: 'handoffId', of: 'handoffs', own: true },
	handoffReaches: { table: tables.handoffReaches, by: 'handoffId', of: 'handoffs', own: true }
} satisfies Record<string, Part>;

type Row = Record<string, unknown>;
export type PersonFile = { madeAt: string; parts: Record<string, Row[]> };

/**
 * What an organization keeps of somebody, for its coordinator who hands it to them; that it was made is logged. Another
 * organization's records are not in it, and for what help somebody asked is for whoever took the handoff.
 * @throws 404, 403
 */
export async function fileOf(db: Db, actor: Actor, participantId: Id): Promise<PersonFile> {
	return db.write(async (tx) => {
		const { organizationId } = await acquaintanceOf(tx, actor, participantId);
		allow(actor, 'files.read', { organizationId });
		const subject = `participant:${participantId}`;
		await appendEvent(tx, actor, { organizationId, subject, kind: 'file.made' });
		return whole(tx, participantId, organizationId);
	});
}

/** One's own, with all that any organization keeps. @throws 403 */
export async function ownFile(db: Db, actor: Actor): Promise<PersonFile> {
	return db.write(async (tx) => {
		const participantId = selfOf(actor);
		allow(actor, 'files.read', { participantId });
		const subject = `participant:${participantId}`;
		const organizationId = await organizationOf(tx, participantId);
		await appendEvent(tx, actor, { organizationId, subject, kind: 'file.made' });
		return whole(tx, participantId);
	});
}

/** @param organizationId null: for the person themselves */
async function whole(read: Read, participantId: Id, organizationId: Id | null = null): Promise<PersonFile> {
	const found: Record<string, Row[]> = {};
	for (const [name, part] of Object.entries(parts) as [string, Part][]) {
		if (part.own && organizationId) continue;
		const ids = part.of
			? [part.of].flat().flatMap((of) => found[of].map(({ id }) => id as Id))
			: [participantId];
		const rows = ids.length > 0 ? await rowsBy(read, part, ids, organizationId) : [];
		found[name] = organizationId ? rows.map(withoutHandoffs) : rows;
	}
	return { madeAt: now(), parts: found };
}

/** In the order in which they came to be: ids sort by time. */
async function rowsBy(read: Read, { table, by }: Part, ids: Id[], organizationId: Id | null): Promise<Row[]> {
	const columns = table as Record<string, SQL>;
	const key = columns[by];
	const here = organizationId && columns.organizationId;
	return read
		.select()
		.from(table as typeof tables.contacts)
		.where(and(inArray(sql`${key}`, ids), here ? eq(sql`${here}`, organizationId) : undefined))
		.orderBy(asc(columns.id ?? key));
}

/** That something of a handoff was told stays; which one would lead to what it is about. */
function withoutHandoffs({ what, ...row }: Row): Row {
	if (typeof what !== 'object' || what === null) return what === undefined ? row : { ...row, what };
	const { handoffs, about: _, ...told } = what as Row;
	return { ...row, what: handoffs ? { ...told, handoffs: [] } : told };
}
