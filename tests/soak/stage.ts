/** A program that histories are played in: one organization, one group with deliveries, a recipient, a key, an endpoint. */
import { createRecipient } from '#lib/server/domain/consents.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { importEdition } from '#lib/server/domain/editions.ts';
import { createGroup } from '#lib/server/domain/groups.ts';
import { outlineOf } from '#lib/server/domain/lessons.ts';
import { createOrganization, createSite, establishProgram } from '#lib/server/domain/organizations.ts';
import { sessionsOf } from '#lib/server/domain/sessions.ts';
import type { Db } from '#lib/server/db/open.ts';
import { logins } from '#lib/server/db/schema/index.ts';
import { createEndpoint } from '#lib/server/feed/endpoints.ts';
import { allowHost } from '#lib/server/feed/hosts.ts';
import { createKey } from '#lib/server/identity/keys.ts';
import { cookieNames } from '#lib/server/identity/auth.ts';
import { hashToken, newToken } from '#lib/server/identity/tokens.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Staff } from '#lib/server/policy.ts';
import { webhookTypes } from '#lib/webhooks.ts';
import { hire } from '../../src/demo/access.ts';
import { smallCurriculum } from '../support/curriculum.ts';

const zone = 'America/Los_Angeles';
export const host = 'hooks.example.org';

/** Fills an empty database. The group's first sessions are over, and three lessons were held in them. */
export async function setStage(db: Db) {
	await establishProgram(db, system, { name: 'Played Program', zone, holidays: 'US' });
	const { id: organizationId } = await createOrganization(db, system, { name: 'Northside Works' });
	const site = await createSite(db, system, organizationId, { name: 'Main Street', zone });
	const facilitator = await hire(db, 'Fatima', 'fatima@example.org', [
		{ role: 'facilitator', organizationId }
	]);
	const { edition } = await importEdition(db, system, smallCurriculum({}));
	const group = await createGroup(db, system, {
		...{ name: 'Tuesday evening', siteId: site.id, room: 'Room 2', editionId: edition!.id },
		...{ facilitatorIds: [facilitator.id], startsOn: '2026-03-03' },
		slots: [{ weekday: 2, time: '18:00', minutes: 90 }]
	});
	const sessions = (await sessionsOf(db.read, group.id)).slice(0, 3);
	const { lessons } = await outlineOf(db.read, edition!.id);
	for (const [i, { id }] of sessions.entries())
		for (const activity of lessons[i].activities)
			await recordDelivery(db, facilitator, id, {
				...{ operationId: newId(), lessonId: lessons[i].id, activity: activity.key, state: 'done' as const },
				...{ minutes: null, reason: null, replaces: [] }
			});
	const recipient = await createRecipient(db, system, { name: 'Case management', kind: 'case-management' });
	return {
		...{
			organizationId,
			groupId: group.id,
			recipientId: recipient.id,
			sessions: sessions.map(({ id }) => id)
		},
		...(await listen(db, recipient.id)),
		cookie: await signIn(db, facilitator)
	};
}
export type Stage = Awaited<ReturnType<typeof setStage>>;

async function listen(db: Db, recipientId: string) {
	await allowHost(db, system, { host });
	const asked = { operationId: newId(), recipientId, description: 'Played system' };
	const { id, secret } = await createEndpoint(db, system, {
		...{ ...asked, url: `https://${host}/`, types: [...webhookTypes] }
	});
	const { key } = await createKey(db, system, {
		...{ name: 'Played key', recipientId, days: 1 },
		scopes: ['milestones', 'enrollments', 'attendance']
	});
	return { endpointId: id, secret, key };
}

/** A login of the facilitator's as the server keeps it. */
async function signIn(db: Db, { id }: Staff): Promise<string> {
	const token = newToken();
	const date = new Date();
	const seen = date.toISOString();
	const row = { id: newId(), token: hashToken(token), userId: id, createdAt: date, updatedAt: date };
	const expiresAt = new Date(date.getTime() + 12 * 3_600_000);
	await db.write((tx) =>
		tx
			.insert(logins)
			.values({ ...row, expiresAt, lastSeenAt: seen, verifiedAt: seen })
			.returning()
	);
	return `${cookieNames(false).login}=${token}`;
}
