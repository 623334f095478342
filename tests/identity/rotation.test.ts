import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { hireKnown } from '../../src/demo/access.ts';
import { totpSecret } from '../../src/demo/sign-ins.ts';
import { backUp } from '#lib/server/db/backups.ts';
import { isPostgres } from '#lib/server/db/dialect.ts';
import { logins, participantNames, revocations, staff, twoFactors } from '#lib/server/db/schema/index.ts';
import { openDatabase, type Db } from '#lib/server/db/open.ts';
import { revokeConsent } from '#lib/server/domain/consents.ts';
import { askErasure, carryOutErasure } from '#lib/server/domain/erasures.ts';
import { verifyEvents } from '#lib/server/domain/events.ts';
import { exitEnrollment } from '#lib/server/domain/people.ts';
import { createEndpoint, findEndpoint, rotateEndpointSecret, secretsOf } from '#lib/server/feed/endpoints.ts';
import { allowHost } from '#lib/server/feed/hosts.ts';
import { pseudonymsFor } from '#lib/server/feed/pseudonyms.ts';
import { suspendStaff } from '#lib/server/identity/colleagues.ts';
import { createKey, identifyKey, revokeKey } from '#lib/server/identity/keys.ts';
import { cardBy, issueCard } from '#lib/server/identity/cards.ts';
import { afterRestore } from '#lib/server/identity/restored.ts';
import { rotateSecret } from '#lib/server/identity/rotation.ts';
import { createStaffAuth, signInDemo, staffBy } from '#lib/server/identity/staff.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { world } from '../support/world.ts';

const [old, fresh] = ['the secret of yesterday, long enough', 'the secret of tomorrow, long enough'];

beforeEach(() => {
	process.env.GROUNDWORK_SECRET = old;
	delete process.env.GROUNDWORK_CARD_SECRET;
	return () => void delete process.env.GROUNDWORK_CARD_SECRET;
});

const authWith = (db: Db, secret: string) =>
	createStaffAuth(db, { origin: 'http://localhost', secure: false, secret });

async function sealed(db: Db, staffId: string) {
	const [row] = await db.read.select().from(twoFactors).where(eq(twoFactors.userId, staffId));
	return row.secret;
}

test('authenticators go on under a new secret, the old one opens nothing, and everybody signs in again', async () => {
	const { db } = await world();
	const { id } = await hireKnown(db, 'administrator', null);
	const login = await signInDemo(db, 'administrator@demo.example');
	expect(await rotateSecret(db, old, fresh, false)).toEqual({ authenticators: 1, ended: 0 });

	const secret = await sealed(db, id);
	expect(await authWith(db, fresh).decrypt(secret)).toBe(`base32:${totpSecret}`);
	await expect(authWith(db, old).decrypt(secret)).rejects.toThrow();
	expect(await staffBy(db.read, login)).toBeNull();
	expect((await verifyEvents(db)).faults).toEqual([]);
});

test('a secret that is not the one in use changes nothing', async () => {
	const { db } = await world();
	const { id } = await hireKnown(db, 'administrator', null);
	const before = await sealed(db, id);
	await expect(rotateSecret(db, fresh, old, true)).rejects.toThrow();
	expect(await sealed(db, id)).toBe(before);
});

test('printed cards go on under their own secret, or end', async () => {
	const { db, carl, andre } = await world();
	const { code, cardId } = await issueCard(db, carl, andre.participantId);
	await rotateSecret(db, old, fresh, false);
	process.env.GROUNDWORK_SECRET = fresh;
	expect(await cardBy(db.read, { code })).toBeNull();
	process.env.GROUNDWORK_CARD_SECRET = old;
	expect(await cardBy(db.read, { code })).toMatchObject({ id: cardId, endedAt: null });

	await rotateSecret(db, fresh, old, true);
	expect((await cardBy(db.read, { code }))?.endedAt).not.toBeNull();
});

test.runIf(!isPostgres)('a restored backup wakes neither a login nor a revoked consent', async () => {
	const { db, url, andre, consent } = await world();
	await hireKnown(db, 'administrator', null);
	await signInDemo(db, 'administrator@demo.example');
	const { id: consentId } = await consent(andre);
	const path = url.slice('file:'.length);
	await backUp(url, `${path}-backup`);
	await revokeConsent(db, system, andre.participantId, consentId);
	await backUp(url, `${path}-replaced`);

	expect(await afterRestore(`file:${path}-backup`, `file:${path}-replaced`)).toBe(1);
	const restored = await openDatabase(`file:${path}-backup`);
	expect(await restored.read.select().from(logins)).toEqual([]);
	expect((await restored.read.select().from(revocations)).map((row) => row.consentId)).toEqual([consentId]);
	expect((await verifyEvents(restored)).faults).toEqual([]);
	await restored.close();
});

test.runIf(!isPostgres)('nor does it wake a key, somebody’s access, or a name that was erased', async () => {
	const { db, url, ada, carl, andre, fatima, priya, caseManagement } = await world();
	const asked = { name: 'Theirs', recipientId: caseManagement.id, scopes: ['milestones' as const], days: 30 };
	const { id: keyId, key } = await createKey(db, ada, asked);
	await exitEnrollment(db, carl, andre.id, { operationId: newId(), reason: 'job' });
	const path = url.slice('file:'.length);
	await backUp(url, `${path}-backup`);
	await revokeKey(db, ada, keyId);
	await suspendStaff(db, ada, fatima.id);
	const erasureId = newId();
	await askErasure(db, carl, andre.participantId, { operationId: erasureId, told: true });
	await carryOutErasure(db, priya, { operationId: newId(), erasureId });
	await backUp(url, `${path}-replaced`);

	await afterRestore(`file:${path}-backup`, `file:${path}-replaced`);
	const restored = await openDatabase(`file:${path}-backup`);
	expect(await identifyKey(restored.read, `Bearer ${key}`)).toBeNull();
	const [{ suspendedAt }] = await restored.read.select().from(staff).where(eq(staff.id, fatima.id));
	expect(suspendedAt).not.toBeNull();
	const names = await restored.read.select().from(participantNames);
	expect(JSON.stringify(names)).not.toMatch(/Andre|Miller/);
	expect(JSON.stringify(names)).toMatch(/Beatriz/);
	expect((await verifyEvents(restored)).faults).toEqual([]);
	await restored.close();
});

test('what webhooks are signed with, and pseudonyms are made with, goes on under a new secret', async () => {
	const { db, ada, caseManagement, andre } = await world();
	await allowHost(db, ada, { host: 'hooks.example.org' });
	const asked = { operationId: newId(), recipientId: caseManagement.id, description: 'Their system' };
	const { id, secret } = await createEndpoint(db, ada, {
		...{ ...asked, url: 'https://hooks.example.org/', types: ['consent.recorded'] }
	});
	const { secret: second } = await rotateEndpointSecret(db, ada, id, newId());
	const nameNow = () =>
		db.write(async (tx) => (await pseudonymsFor(tx, caseManagement.id))(andre.participantId));
	const name = await nameNow();

	await rotateSecret(db, old, fresh, false);
	const endpoint = await findEndpoint(db.read, id);
	expect(() => secretsOf(endpoint)).toThrow();
	process.env.GROUNDWORK_SECRET = fresh;
	expect(secretsOf(endpoint)).toEqual([second, secret]);
	expect(await nameNow()).toBe(name);
});
