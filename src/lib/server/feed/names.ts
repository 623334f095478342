/** Names for the program's staff: of the people whose consent names the program as a recipient, and of nobody else. */
import { and, asc, eq, max } from 'drizzle-orm';
import { z } from 'zod';
import type { Db, Read, Tx } from '../db/open.ts';
import {
	consents,
	enrollments,
	groups,
	organizations,
	participantNames,
	participants,
	recipients,
	standings
} from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { byName, isNamed } from '../domain/names.ts';
import { logDisclosures } from './disclosures.ts';
import { kindsTold, permitted, signedKinds } from './permissions.ts';
import type { InformationKind } from '#lib/disclosures.ts';

/** Most people in one answer: each one shown is a disclosure. */
export const namesAtOnce = 50;
export const NamesQuery = z.object({
	organization: z.uuid().optional().catch(undefined),
	q: z.string().trim().max(60).optional().catch(undefined),
	page: z.coerce.number().int().min(1).max(1000).catch(1).default(1)
});
export type NamesQuery = z.infer<typeof NamesQuery>;

/**
 * A page of people by name, each with what their consent lets out; logged as disclosures in the transaction that
 * checked the consents.
 * @throws 403
 */
export async function programNames(db: Db, actor: Actor, query: NamesQuery) {
	return db.write(async (tx) => {
		allow(actor, 'program.names');
		const found = (await consented(tx, query.organization))
			.filter((one) => isNamed(one, query.q))
			.sort(byName);
		const end = query.page * namesAtOnce;
		const people = found.slice(end - namesAtOnce, end).map(asShown);
		await logDisclosures(tx, actor, 'screen', people.map(toldOf));
		return { people, more: found.length > end };
	});
}
export type ProgramName = Awaited<ReturnType<typeof programNames>>['people'][number];

/** How many people could be named; tells nothing about any of them. */
export async function countProgramNames(read: Read, actor: Actor): Promise<number> {
	allow(actor, 'program.names');
	const open = await standingConsents(read);
	const rows = await read
		.selectDistinct({ id: open.participantId })
		.from(open)
		.orderBy(asc(open.participantId));
	return rows.length;
}

/** The newest consent in force for each person and organization that tells the program's own office the name. */
async function standingConsents(read: Read) {
	const { participantId, organizationId, position } = consents;
	return read
		.select({ participantId, organizationId, newest: max(position).as('newest') })
		.from(consents)
		.innerJoin(recipients, eq(recipients.id, consents.recipientId))
		.where(and(eq(recipients.kind, 'program'), await permitted(read, 'name')))
		.groupBy(participantId, organizationId)
		.as('open');
}

async function consented(tx: Tx, organization: Id | undefined) {
	const open = await standingConsents(tx);
	return tx
		.select({
			participantId: participants.id,
			number: participants.number,
			firstName: participantNames.firstName,
			lastName: participantNames.lastName,
			organizationId: organizations.id,
			organization: organizations.name,
			consentId: consents.id,
			recipientId: consents.recipientId,
			...signedKinds,
			expiresOn: consents.expiresOn,
			enrollmentId: enrollments.id,
			group: groups.name,
			exitedAt: enrollments.exitedAt,
			lessonsDone: standings.lessonsDone,
			lessonsNeeded: standings.lessonsNeeded,
			minutes: standings.minutes,
			outlook: standings.outlook
		})
		.from(open)
		.innerJoin(consents, eq(consents.position, open.newest))
		.innerJoin(participants, eq(participants.id, consents.participantId))
		.innerJoin(participantNames, eq(participantNames.participantId, participants.id))
		.innerJoin(organizations, eq(organizations.id, consents.organizationId))
		.innerJoin(
			enrollments,
			and(eq(enrollments.participantId, participants.id), eq(enrollments.organizationId, organizations.id))
		)
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.innerJoin(standings, eq(standings.enrollmentId, enrollments.id))
		.where(organization ? eq(organizations.id, organization) : undefined)
		.orderBy(asc(enrollments.id));
}
type Row = Awaited<ReturnType<typeof consented>>[number];

/** What the consent does not let out is left out here, not hidden by the page. */
function asShown(row: Row) {
	const { group, exitedAt, lessonsDone, lessonsNeeded, minutes, outlook, ...shown } = row;
	const { information: _signed, consentKind: _kind, terms: _terms, ...person } = shown;
	const told = kindsTold(row);
	const lets = (kind: InformationKind) => told.includes(kind);
	return {
		...person,
		enrollment: lets('enrollment') ? { group, left: exitedAt !== null } : null,
		attendance: lets('attendance') ? { lessonsDone, lessonsNeeded, minutes } : null,
		/** Whether somebody has completed is a milestone too. */
		completed: lets('milestones') || lets('completion') ? outlook === 'complete' : null
	};
}

function toldOf(person: ReturnType<typeof asShown>) {
	const { participantId, organizationId, recipientId, consentId, enrollmentId } = person;
	const told = [
		'name',
		person.enrollment && 'enrollment',
		person.attendance && 'attendance',
		person.completed !== null && 'completion'
	];
	const information = told.filter((kind) => typeof kind === 'string');
	return { participantId, organizationId, recipientId, consentId, what: { information, enrollmentId } };
}
