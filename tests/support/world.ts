/** A named cast in a pinned moment: Tuesday, March 3, 2026, ten past six in the evening in Los Angeles. */
import { onTestFinished, vi } from 'vitest';
import type { Db } from '#lib/server/db/open.ts';
import { grants, staff } from '#lib/server/db/schema/index.ts';
import { createRecipient, recordConsent } from '#lib/server/domain/consents.ts';
import { importEdition } from '#lib/server/domain/editions.ts';
import { createGroup } from '#lib/server/domain/groups.ts';
import { createOrganization, createSite, establishProgram } from '#lib/server/domain/organizations.ts';
import { enrollNewParticipant } from '#lib/server/domain/newcomers.ts';
import { sessionsOf } from '#lib/server/domain/sessions.ts';
import { newId } from '#lib/server/ids.ts';
import {
	system,
	type Capability,
	type Key,
	type Participant,
	type Role,
	type Staff
} from '#lib/server/policy.ts';
import { smallCurriculum } from './curriculum.ts';
import { freshDatabase } from './database.ts';

export const zone = 'America/Los_Angeles';
/** Ten minutes into the Tuesday session. */
export const tuesdayEvening = new Date('2026-03-04T02:10:00.000Z');

/** Pins the clock until the test is over; `at` moves it. */
export function pinClock(at: Date | string = tuesdayEvening) {
	vi.useFakeTimers({ toFake: ['Date'], now: new Date(at) });
	onTestFinished(() => void vi.useRealTimers());
}
export const at = (instant: string) => vi.setSystemTime(new Date(instant));

export async function addStaff(
	db: Db,
	name: string,
	roles: [Role | Capability, string | null][]
): Promise<Staff> {
	const id = newId();
	const date = new Date();
	await db.write(async (tx) => {
		await tx
			.insert(staff)
			.values({ id, name, email: `${name.toLowerCase()}@example.org`, createdAt: date, updatedAt: date })
			.returning();
		for (const [role, organizationId] of roles) {
			await tx
				.insert(grants)
				.values({ id: newId(), staffId: id, role, organizationId, grantedAt: date.toISOString() })
				.returning();
		}
	});
	const held = roles.map(([role, organizationId]) => ({ role, organizationId }));
	return { kind: 'staff', id, name, loginId: newId(), verified: true, grants: held };
}

const slots = [{ weekday: 2, time: '18:00', minutes: 90 }];

/**
 * Northside Works with Fatima and Rosa (facilitators) and Carl (coordinator), and Harbor Bridge with Olga (facilitator)
 * and Henry (coordinator); Priya of the program, Lee who leads the curriculum, Ada the administrator. Andre and Beatriz
 * are in the Tuesday group, whose first session is now; Dolores is in Harbor's.
 */
export async function world(options: Parameters<typeof smallCurriculum>[0] = {}) {
	pinClock();
	const { db, url, reopen } = await freshDatabase();
	return { db, url, reopen, ...(await cast(db, options)) };
}
export type World = Awaited<ReturnType<typeof world>>;

/** The same cast in a database of one's own, at whatever time it is. */
export async function cast(db: Db, options: Parameters<typeof smallCurriculum>[0] = {}) {
	const program = await establishProgram(db, system, { name: 'Test Program', zone, holidays: 'US' });
	const northside = await createOrganization(db, system, { name: 'Northside Works' });
	const harbor = await createOrganization(db, system, { name: 'Harbor Bridge' });
	const mainStreet = await createSite(db, system, northside.id, { name: 'Main Street', zone });
	const pier = await createSite(db, system, harbor.id, { name: 'Pier 4', zone });

	const fatima = await addStaff(db, 'Fatima', [['facilitator', northside.id]]);
	const rosa = await addStaff(db, 'Rosa', [['facilitator', northside.id]]);
	const nils = await addStaff(db, 'Nils', [['facilitator', northside.id]]);
	const carl = await addStaff(db, 'Carl', [['coordinator', northside.id]]);
	const olga = await addStaff(db, 'Olga', [['facilitator', harbor.id]]);
	const henry = await addStaff(db, 'Henry', [['coordinator', harbor.id]]);
	const priya = await addStaff(db, 'Priya', [['program', null]]);
	const lee = await addStaff(db, 'Lee', [['lead', null]]);
	const ada = await addStaff(db, 'Ada', [['administrator', null]]);

	const { edition } = await importEdition(db, system, smallCurriculum(options));
	const common = { room: 'Room 2', editionId: edition!.id, startsOn: '2026-03-03', slots };
	const tuesdayGroup = await createGroup(db, carl, {
		...common,
		name: 'Tuesday evening',
		siteId: mainStreet.id,
		facilitatorIds: [fatima.id, rosa.id]
	});
	const harborGroup = await createGroup(db, henry, {
		...common,
		name: 'Harbor group',
		siteId: pier.id,
		facilitatorIds: [olga.id]
	});
	const tuesdaySessions = await sessionsOf(db.read, tuesdayGroup.id);
	const harborSessions = await sessionsOf(db.read, harborGroup.id);

	/** Also where a group is full, past its gate, or long over. */
	const enroll = (by: Staff, groupId: string, number: string, firstName: string, lastName: string) =>
		enrollNewParticipant(db, by, groupId, {
			operationId: newId(),
			number,
			firstName,
			lastName,
			language: 'en',
			override: 'next-cycle'
		});
	const andre = await enroll(carl, tuesdayGroup.id, 'P-1001', 'Andre', 'Miller');
	const beatriz = await enroll(carl, tuesdayGroup.id, 'P-1002', 'Beatriz', 'Ortiz');
	const dolores = await enroll(henry, harborGroup.id, 'P-2001', 'Dolores', 'Quinn');

	const caseManagement = await createRecipient(db, system, {
		name: 'Case management',
		kind: 'case-management'
	});
	const key: Key = {
		kind: 'key',
		id: newId(),
		recipientId: caseManagement.id,
		organizationId: null,
		scopes: ['milestones']
	};
	const self = (enrollment: { participantId: string }): Participant => ({
		kind: 'participant',
		id: enrollment.participantId,
		loginId: newId()
	});

	/** Records Andre's or another's consent to a recipient. */
	const consent = (
		enrollment: { participantId: string; organizationId: string },
		recipientId = caseManagement.id,
		change: object = {}
	) =>
		recordConsent(db, system, enrollment.participantId, {
			operationId: newId(),
			organizationId: enrollment.organizationId,
			recipientId,
			information: ['milestones'],
			purpose: 'Plan services together',
			signedOn: '2026-03-02',
			expiresOn: '2027-03-01',
			signature: 'paper',
			toldOfRevocation: true,
			...change
		});

	return {
		program,
		northside,
		harbor,
		mainStreet,
		pier,
		fatima,
		rosa,
		nils,
		carl,
		olga,
		henry,
		priya,
		lee,
		ada,
		edition: edition!,
		tuesdayGroup,
		harborGroup,
		tuesdaySessions,
		harborSessions,
		tuesdaySession: tuesdaySessions[0].id,
		harborSession: harborSessions[0].id,
		andre,
		beatriz,
		dolores,
		enroll,
		caseManagement,
		key,
		self,
		consent
	};
}
/** A mark as a screen would send it. */
export const present = (enrollmentId: string, change: object = {}) => ({
	operationId: newId(),
	enrollmentId,
	status: 'present' as const,
	cameAt: null,
	leftAt: null,
	reason: null,
	replaces: [] as string[],
	correction: null,
	...change
});
