/** One of each kind of actor, signed in with the running server, and what each may know of. */
import { eq } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import { cards, invitations, logins } from '#lib/server/db/schema/index.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { mark } from '#lib/server/domain/attendance.ts';
import { askAbout } from '#lib/server/domain/disputes.ts';
import { setGoal } from '#lib/server/domain/coaching-goals.ts';
import { createGroup } from '#lib/server/domain/groups.ts';
import { SignedObservation, signObservation } from '#lib/server/domain/observation-forms.ts';
import { askHandoff } from '#lib/server/domain/handoffs.ts';
import { askObservation } from '#lib/server/domain/observations.ts';
import { referNew } from '#lib/server/domain/referrals.ts';
import { sessionsOf } from '#lib/server/domain/sessions.ts';
import { createEndpoint } from '#lib/server/feed/endpoints.ts';
import { allowHost } from '#lib/server/feed/hosts.ts';
import { beginCardLogin } from '#lib/server/identity/card-logins.ts';
import { issueCard } from '#lib/server/identity/cards.ts';
import { createKey, keyScopes } from '#lib/server/identity/keys.ts';
import { cookieNames } from '#lib/server/identity/staff.ts';
import { hashToken, newToken } from '#lib/server/identity/tokens.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Staff } from '#lib/server/policy.ts';
import { competences } from '#lib/vocabulary.ts';
import { told } from '../support/referring.ts';
import { paidFor } from '../support/paid.ts';
import { addStaff, cast, present } from '../support/world.ts';
import { papersOf } from './holders.ts';

export const actorNames = [
	'anonymous',
	'half',
	'locked',
	'facilitator',
	'colleague',
	'stranger',
	'coordinator',
	'otherCoordinator',
	'program',
	'lead',
	'administrator',
	'observer',
	'caseManager',
	'participant',
	'key'
] as const;
export type ActorName = (typeof actorNames)[number];
export type Headers = Record<string, string>;

const cookies = cookieNames(false);

/** A login as the server keeps it; without a second factor it is half of one. */
export async function loginOf(
	db: Db,
	{ id }: Staff,
	verified = true,
	idle: { sessionId?: string; lastSeenAt?: string } = {}
): Promise<Headers> {
	const token = newToken();
	const date = new Date();
	const seen = date.toISOString();
	await db.write((tx) =>
		tx
			.insert(logins)
			.values({
				id: newId(),
				token: hashToken(token),
				userId: id,
				createdAt: date,
				updatedAt: date,
				expiresAt: new Date(date.getTime() + 3_600_000),
				lastSeenAt: seen,
				verifiedAt: verified ? seen : null,
				...idle
			})
			.returning()
	);
	return { cookie: `${cookies.login}=${token}` };
}

/** Somebody who just came in by a one-time link and has yet to add an authenticator. */
async function openLink(db: Db, staffId: string) {
	const date = new Date().toISOString();
	const used = { purpose: 'invite' as const, createdAt: date, expiresAt: date, usedAt: date };
	await db.write((tx) =>
		tx
			.insert(invitations)
			.values({ id: newId(), tokenHash: newId(), staffId, ...used })
			.returning()
	);
}

async function cardLoginOf(db: Db, by: Staff, participantId: string): Promise<Headers> {
	const { cardId } = await issueCard(db, by, participantId);
	const token = newToken();
	await db.write(async (tx) => {
		await tx.update(cards).set({ pinHash: 'chosen' }).where(eq(cards.id, cardId)).returning();
		await beginCardLogin(tx, { id: cardId, participantId }, token);
	});
	return { cookie: `${cookies.card}=${token}` };
}

/** What a path's parameters are filled with. */
export type Subject = {
	session: string;
	group: string;
	enrollment: string;
	participant: string;
	consent: string;
	organization: string;
	staff: string;
	dispute: string;
	referral: string;
	observation: string;
	endpoint: string;
	handoff: string;
	certificate: string;
	letter: string;
	incentive: string;
	batch: string;
};

export async function people(db: Db) {
	const here = await cast(db);
	const { carl, henry, nils, northside, harbor, andre, dolores } = here;
	const morning = await createGroup(db, carl, {
		name: 'Morning',
		siteId: here.mainStreet.id,
		room: 'Room 1',
		editionId: here.edition.id,
		facilitatorIds: [nils.id],
		startsOn: '2026-03-03',
		slots: [{ weekday: 2, time: '09:00', minutes: 90 }]
	});
	const elena = await here.enroll(carl, morning.id, 'P-1003', 'Elena', 'Canary');
	const [morningSession] = await sessionsOf(db.read, morning.id);
	const nextYear = new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 10);
	const agreed = { purpose: 'Canary purpose', expiresOn: nextYear };
	const consents = {
		own: await here.consent(andre, undefined, agreed),
		group: await here.consent(elena, undefined, agreed),
		organization: await here.consent(dolores, undefined, agreed)
	};
	await recordDelivery(db, here.fatima, here.tuesdaySession, {
		...{ operationId: newId(), lessonId: 'lesson-one', activity: 'check-in', state: 'done' },
		...{ minutes: null, reason: null, replaces: [] }
	});
	const ask = async (one: { id: string; participantId: string }, sessionId: string) => {
		const operationId = newId();
		await mark(db, system, sessionId, present(one.id));
		await askAbout(db, here.self(one), sessionId, { operationId, claim: 'was-there', line: 'Canary line' });
		return operationId;
	};
	const asked = {
		own: await ask(andre, here.tuesdaySession),
		group: await ask(elena, morningSession.id),
		organization: await ask(dolores, here.harborSession)
	};
	const refer = (by: Staff, organizationId: string, number: string) =>
		referNew(
			db,
			by,
			told({ northside: { ...northside, id: organizationId } }, { number, lastName: 'Canary' })
		);
	const referrals = {
		own: await refer(carl, northside.id, 'P-5001'),
		group: await refer(carl, northside.id, 'P-5002'),
		organization: await refer(henry, harbor.id, 'P-5003')
	};
	const wanda = await addStaff(db, 'Wanda', [['observer', northside.id]]);
	const yara = await addStaff(db, 'Yara', [['observer', harbor.id]]);
	const observe = async (by: Staff, sessionId: string, whom: Staff, observer: Staff) => {
		const id = newId();
		const pair = { staffId: whom.id, observerId: observer.id };
		await askObservation(db, by, { operationId: id, sessionId, ...pair });
		const signed = SignedObservation.parse({
			...{ operationId: newId(), strengths: 'Canary strengths', goal: 'Canary goal', goalBy: nextYear },
			competences: Object.fromEntries(competences.map((one) => [one, '4']))
		});
		await signObservation(db, observer, id, signed);
		return id;
	};
	const vera = await addStaff(db, 'Vera', [['case-manager', northside.id]]);
	await addStaff(db, 'Zora', [['case-manager', harbor.id]]);
	const want = async (one: { participantId: string }, organizationId: string) => {
		const operationId = newId();
		await askHandoff(db, here.self(one), {
			...{ operationId, category: 'housing', to: `case-manager/${organizationId}`, days: '90' },
			...{ reach: 'other', way: 'in-person', line: 'Canary corner', safe: false, agreed: true },
			...{ sensitive: false, language: 'en' }
		});
		return operationId;
	};
	const wanted = {
		own: await want(andre, northside.id),
		group: await want(elena, northside.id),
		organization: await want(dolores, harbor.id)
	};
	const observed = {
		own: await observe(carl, here.tuesdaySession, here.fatima, wanda),
		group: await observe(carl, morningSession.id, nils, wanda),
		organization: await observe(henry, here.harborSession, here.olga, yara)
	};
	const worked = { operationId: newId(), line: 'Canary coaching', day: nextYear };
	await setGoal(db, carl, northside.id, here.rosa.id, worked);
	const { key } = await createKey(db, system, {
		name: 'Case management',
		recipientId: here.caseManagement.id,
		organizationId: northside.id,
		scopes: [...keyScopes],
		days: 1
	});

	await allowHost(db, system, { host: 'hooks.example.org' });
	const endpoint = await createEndpoint(db, system, {
		...{ operationId: newId(), recipientId: here.caseManagement.id, description: 'Canary endpoint' },
		...{ url: 'https://hooks.example.org/', types: ['consent.recorded'] }
	});

	const papers = new Map<string, { certificate: string; letter: string }>();
	for (const one of [andre, elena, dolores]) papers.set(one.id, await papersOf(db, one, here.edition.id));
	const none = { certificate: newId(), letter: newId() };
	const paid = new Map<string, { incentive: string; batch: string }>();
	for (const [by, one] of [
		[carl, andre],
		[carl, elena],
		[henry, dolores]
	] as const)
		paid.set(one.id, await paidFor(db, by, one));
	const unpaid = { incentive: newId(), batch: newId() };

	const of = (
		session: string,
		group: string,
		one: { id: string; participantId: string },
		consent: string,
		organization: string,
		colleague: Staff,
		dispute: string,
		referral: string,
		observation: string,
		handoff: string
	): Subject => ({
		endpoint: endpoint.id,
		session,
		group,
		enrollment: one.id,
		participant: one.participantId,
		consent,
		organization,
		staff: colleague.id,
		dispute,
		referral,
		observation,
		handoff,
		...(papers.get(one.id) ?? none),
		...(paid.get(one.id) ?? unpaid)
	});
	const subjects = {
		own: of(
			here.tuesdaySession,
			here.tuesdayGroup.id,
			andre,
			consents.own.id,
			northside.id,
			here.rosa,
			asked.own,
			referrals.own,
			observed.own,
			wanted.own
		),
		/** Another group of the same organization. */
		group: of(
			morningSession.id,
			morning.id,
			elena,
			consents.group.id,
			northside.id,
			here.rosa,
			asked.group,
			referrals.group,
			observed.group,
			wanted.group
		),
		organization: of(
			here.harborSession,
			here.harborGroup.id,
			dolores,
			consents.organization.id,
			harbor.id,
			here.olga,
			asked.organization,
			referrals.organization,
			observed.organization,
			wanted.organization
		),
		nowhere: {
			...of(
				newId(),
				newId(),
				{ id: newId(), participantId: newId() },
				newId(),
				newId(),
				{
					...here.rosa,
					id: newId()
				},
				newId(),
				newId(),
				newId(),
				newId()
			),
			endpoint: newId()
		}
	};
	await openLink(db, here.fatima.id);
	const headers: Record<ActorName, Headers> = {
		anonymous: {},
		half: await loginOf(db, here.fatima, false),
		locked: await loginOf(db, here.fatima, true, {
			sessionId: here.tuesdaySession,
			lastSeenAt: new Date(Date.now() - 3_600_000).toISOString()
		}),
		facilitator: await loginOf(db, here.fatima),
		colleague: await loginOf(db, nils),
		stranger: await loginOf(db, here.olga),
		coordinator: await loginOf(db, carl),
		otherCoordinator: await loginOf(db, henry),
		program: await loginOf(db, here.priya),
		lead: await loginOf(db, here.lee),
		administrator: await loginOf(db, here.ada),
		observer: await loginOf(db, wanda),
		caseManager: await loginOf(db, vera),
		participant: await cardLoginOf(db, carl, andre.participantId),
		key: { authorization: `Bearer ${key}` }
	};
	return { here, subjects, headers };
}
