/** Intakes: many people at once from a spreadsheet, looked at row by row before anything is written. */
import { and, count, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import type { Db, Read, Tx } from '../db/open.ts';
import { enrollments, groups } from '../db/schema/index.ts';
import { conflict, invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { appendEvent } from './events.ts';
import { findingKey, findingsOf, IntakeRow } from './findings.ts';
import { findGroup, type Group } from './groups.ts';
import { uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { addParticipant } from './newcomers.ts';
import { enroll, idOfNumber } from './people.ts';
import { referTo } from './referrals.ts';
import { placementReasons, referralSources } from '#lib/vocabulary.ts';

export const mostRows = 200;

export const skipped = 'skip';
const somebodyNew = 'new';
/** What is to become of a row that may be somebody known: left out, somebody new, or a person by their id. */
const choice = z.union([z.enum([skipped, somebodyNew]), uuid]);

const intakeWays = ['enrolled', 'referred'] as const;

export const Intake = z.strictObject({
	operationId: uuid,
	rows: z
		.array(z.strictObject({ row: IntakeRow, found: z.string().max(2000) }))
		.min(1)
		.max(mostRows),
	/** By line. */
	choices: z.record(z.string().regex(/^\d{1,7}$/), choice).default({}),
	/** Enrolled in the group now, or referred: with it as the group that they wish for. */
	as: z.enum(intakeWays).default('enrolled'),
	/** Who sent them, where they are referred. */
	source: z.enum(referralSources).default('partner-agency'),
	/** Why they are placed although something is in the way. */
	override: z.enum(placementReasons).nullable().default(null)
});
export type Intake = z.input<typeof Intake>;

/**
 * Looks at the rows and writes nothing. `room`: how many more the group has place for.
 * @throws 404, 403
 */
export async function checkIntake(read: Read, actor: Actor, groupId: Id, rows: IntakeRow[]) {
	const group = await findGroup(read, actor, groupId);
	allow(actor, 'people.create', group);
	return { findings: await findingsOf(read, group, rows), room: await roomIn(read, groupId) };
}

async function roomIn(read: Read, groupId: Id): Promise<number> {
	const [group] = await read.select({ capacity: groups.capacity }).from(groups).where(eq(groups.id, groupId));
	const [inIt] = await read
		.select({ people: count() })
		.from(enrollments)
		.where(and(eq(enrollments.groupId, groupId), isNull(enrollments.exitedAt)));
	return Math.max(0, group.capacity - inIt.people);
}

/** So that it is known who asked for how many numbers. */
export async function logIntakeCheck(db: Db, actor: Actor, groupId: Id, rows: number) {
	await db.write(async (tx) => {
		const { organizationId } = await findGroup(tx, actor, groupId);
		const subject = `group:${groupId}`;
		await appendEvent(tx, actor, { organizationId, subject, kind: 'intake.checked', data: { rows } });
	});
}

/**
 * Enrolls or refers everybody or nobody. Whoever is referred to the organization already stays as they are.
 * @returns how many
 * @throws 409 intake.changed with the lines of which something else is found now; what enrolling each throws
 */
export async function enrollIntake(db: Db, actor: Actor, groupId: Id, input: Intake): Promise<number> {
	const { operationId, ...asked } = Intake.parse(input);
	const { rows, choices, as, source, override } = asked;
	return db.write(async (tx) => {
		const group = await findGroup(tx, actor, groupId);
		allow(actor, 'people.create', group);
		allow(actor, as === 'enrolled' ? 'groups.enroll' : 'referrals.record', group);
		const taken = rows.filter(({ row, found }) => isTaken(found, choices[row.line]));
		if (!(await isNew(tx, actor, 'enrollIntake', operationId, { groupId, ...asked }))) return taken.length;
		await refuseChanged(tx, group, rows);
		if (taken.length === 0) throw invalid({ rows: { code: 'intake.nobody' } });
		for (const { row, found } of taken) {
			const participantId = await personOf(tx, actor, group, row, found, choices[row.line]);
			if (as === 'enrolled') await enroll(tx, actor, group, participantId, row.sectorId, override);
			else await referTo(tx, actor, group, participantId, source);
		}
		const [subject, data] = [`group:${groupId}`, { people: taken.length }];
		const { organizationId } = group;
		await appendEvent(tx, actor, { organizationId, subject, kind: `intake.${as}`, data });
		return taken.length;
	});
}

/** Whoever may be somebody known is left out, unless it was said who they are. */
export const isTaken = (found: string, chosen: string = skipped): boolean =>
	found === 'new' || found === 'known' || (/^(namesake|renamed|left):/.test(found) && chosen !== skipped);

async function refuseChanged(tx: Tx, group: Group, rows: Intake['rows'][number][]) {
	const now = await findingsOf(
		tx,
		group,
		rows.map(({ row }) => row as IntakeRow)
	);
	const changed = rows.filter(({ found }, i) => found !== findingKey(now[i]));
	if (changed.length === 0) return;
	const lines = changed.map(({ row }) => row.line);
	throw conflict('intake.changed', { count: lines.length, lines: lines.join(', ') });
}

/** Whose row it is: somebody new is taken into the program. */
async function personOf(
	tx: Tx,
	actor: Actor,
	{ organizationId }: Group,
	row: IntakeRow,
	found: string,
	chosen = skipped
): Promise<Id> {
	if (found === 'known') return idOfNumber(tx, row.number);
	if (found !== 'new' && chosen !== somebodyNew) return offered(found, chosen);
	const { number, language, called, firstName, lastName } = row;
	const names = called
		? { firstName: called, lastName, legalFirstName: firstName, legalLastName: lastName }
		: { firstName, lastName };
	return addParticipant(tx, actor, organizationId, { number, language, ...names });
}

/** Only whom the screen offered. */
function offered(found: string, chosen: string): Id {
	if (!found.split(':').includes(chosen)) throw invalid({ choices: { code: 'choice' } });
	return chosen;
}
