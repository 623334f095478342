import { expect, test } from 'vitest';
import { keys } from '#lib/server/db/schema/index.ts';
import {
	countEndingKeys,
	createKey,
	identifyKey,
	keyState,
	listKeys,
	noteUse,
	revokeKey,
	rotateKey
} from '#lib/server/identity/keys.ts';
import { identify } from '#lib/server/identity/identify.ts';
import { signInWithCard } from '#lib/server/identity/card-sign-in.ts';
import { newId } from '#lib/server/ids.ts';
import { cardWithPin, goodPin, here } from '../support/cards.ts';
import { at, world } from '../support/world.ts';

async function withKey() {
	const cast = await world();
	const input = {
		name: 'Case system',
		recipientId: cast.key.recipientId,
		scopes: ['milestones' as const],
		days: 30
	};
	const made = await createKey(cast.db, cast.ada, input);
	return { ...cast, input, made, header: `Bearer ${made.key}` };
}

test('a key identifies its system, is kept only as a hash, and is bound to recipient and scopes', async () => {
	const { db, made, header, key } = await withKey();
	expect(made.key).toMatch(/^gw_[\w-]{43}$/);
	expect(await identify(db, { authorization: header })).toEqual({
		kind: 'key',
		id: made.id,
		recipientId: key.recipientId,
		organizationId: null,
		scopes: ['milestones']
	});
	expect(JSON.stringify(await db.read.select().from(keys))).not.toContain(made.key.slice(3));
});

test('a key ends after its days, at once when revoked, and cannot be made for longer than 90', async () => {
	const { db, ada, input, made, header } = await withKey();
	const other = await createKey(db, ada, input);
	await revokeKey(db, ada, other.id);
	expect(await identifyKey(db.read, `Bearer ${other.key}`)).toBeNull();
	await expect(revokeKey(db, ada, other.id)).rejects.toMatchObject({ status: 404 });
	at(new Date(Date.parse(made.expiresAt) - 1000).toISOString());
	expect(await identifyKey(db.read, header)).not.toBeNull();
	at(made.expiresAt);
	expect(await identifyKey(db.read, header)).toBeNull();
	await expect(createKey(db, ada, { ...input, days: 91 })).rejects.toThrow();
});

test('the same form sent twice makes one key, whose text is told once', async () => {
	const { db, ada, input } = await withKey();
	const sent = { ...input, operationId: newId() };
	const made = await createKey(db, ada, sent);
	await expect(createKey(db, ada, sent)).rejects.toMatchObject({ status: 409, code: 'key.shown' });
	await expect(createKey(db, ada, { ...sent, days: 7 })).rejects.toMatchObject({ code: 'operation.reused' });
	expect((await listKeys(db.read, ada)).filter(({ id }) => id === sent.operationId)).toHaveLength(1);
	expect(await listKeys(db.read, ada)).toHaveLength(2);
	expect(await identifyKey(db.read, `Bearer ${made.key}`)).toMatchObject({ id: made.id });
});

test('a wrong key does not fall back to the cookie beside it', async () => {
	const { db, andre } = await withKey();
	const { code } = await cardWithPin(db, andre.participantId);
	const { token } = await signInWithCard(db, { code, pin: goodPin }, here);
	expect((await identify(db, { card: token })).kind).toBe('participant');
	const wrong = [`Bearer gw_${'x'.repeat(43)}`, 'Bearer nonsense', 'Basic abc'];
	for (const authorization of wrong) {
		expect((await identify(db, { card: token, authorization })).kind).toBe('anonymous');
	}
});

test('only an administrator makes, lists and revokes keys, and only for recipients that exist', async () => {
	const { db, ada, carl, priya, input, made } = await withKey();
	for (const actor of [carl, priya]) {
		await expect(createKey(db, actor, input)).rejects.toMatchObject({ status: 403 });
		await expect(revokeKey(db, actor, made.id)).rejects.toMatchObject({ status: 403 });
		await expect(listKeys(db.read, actor)).rejects.toMatchObject({ status: 403 });
	}
	expect(await listKeys(db.read, ada)).toMatchObject([{ name: 'Case system', recipient: 'Case management' }]);
	await expect(createKey(db, ada, { ...input, recipientId: newId() })).rejects.toMatchObject({
		fields: { recipientId: { code: 'choice' } }
	});
	await expect(createKey(db, ada, { ...input, organizationId: newId() })).rejects.toMatchObject({
		fields: { organizationId: { code: 'choice' } }
	});
});

test('a key that takes the place of another reads for the same with the same scopes, and the old one ends later', async () => {
	const { db, ada, made, header, input } = await withKey();
	const sent = { operationId: newId(), keyId: made.id, days: 60, overlap: 7 };
	const next = await rotateKey(db, ada, sent);
	expect(next.name).toBe('Case system');
	expect(await identifyKey(db.read, `Bearer ${next.key}`)).toMatchObject({
		...{ recipientId: input.recipientId, organizationId: null, scopes: ['milestones'] }
	});
	expect(await identifyKey(db.read, header)).not.toBeNull();
	const all = await listKeys(db.read, ada);
	expect(all.map((key) => keyState(key, all).state)).toEqual(['replaced', 'works']);

	await expect(rotateKey(db, ada, sent)).rejects.toMatchObject({ status: 409, code: 'key.shown' });
	await expect(rotateKey(db, ada, { ...sent, operationId: newId() })).rejects.toMatchObject({
		code: 'key.replaced'
	});
	at('2026-03-11T02:11:00.000Z');
	expect(await identifyKey(db.read, header)).toBeNull();
	expect(await identifyKey(db.read, `Bearer ${next.key}`)).not.toBeNull();
	await expect(rotateKey(db, ada, { ...sent, operationId: newId() })).rejects.toMatchObject({ status: 404 });
});

test('an old key never lives longer for being replaced, and only an administrator replaces one', async () => {
	const { db, ada, carl, input } = await withKey();
	const short = await createKey(db, ada, { ...input, days: 2 });
	const sent = { operationId: newId(), keyId: short.id, days: 30, overlap: 14 };
	await expect(rotateKey(db, carl, sent)).rejects.toMatchObject({ status: 403 });
	await rotateKey(db, ada, sent);
	const old = (await listKeys(db.read, ada)).find(({ id }) => id === short.id)!;
	expect(old.expiresAt).toBe(short.expiresAt);
});

test('a key that ends within 14 days is counted until another is in its place', async () => {
	const { db, ada, made } = await withKey();
	expect(await countEndingKeys(db.read, ada)).toBe(0);
	at(new Date(Date.parse(made.expiresAt) - 14 * 86_400_000 + 1000).toISOString());
	expect(await countEndingKeys(db.read, ada)).toBe(1);
	const all = await listKeys(db.read, ada);
	expect(keyState(all[0], all)).toEqual({ state: 'soon', daysLeft: 14, mayReplace: true });
	await rotateKey(db, ada, { operationId: newId(), keyId: made.id, days: 90, overlap: 3 });
	expect(await countEndingKeys(db.read, ada)).toBe(0);
});

test('when a key was last used is known to the minute', async () => {
	const { db, ada, made, key } = await withKey();
	const used = { ...key, id: made.id };
	const lastUse = async () => (await listKeys(db.read, ada))[0].lastUsedAt;
	expect(await lastUse()).toBeNull();
	await noteUse(db, used);
	const first = await lastUse();
	expect(first).toBe('2026-03-04T02:10:00.000Z');
	at('2026-03-04T02:10:40Z');
	await noteUse(db, used);
	expect(await lastUse()).toBe(first);
	at('2026-03-04T02:11:10Z');
	await noteUse(db, used);
	expect(await lastUse()).toBe('2026-03-04T02:11:10.000Z');
});

test('a key that writes attendance is one organization’s own', async () => {
	const { db, ada, input, northside } = await withKey();
	const writing = { ...input, scopes: ['attendance:write' as const] };
	await expect(createKey(db, ada, writing)).rejects.toMatchObject({
		fields: { organizationId: { code: 'key.organization' } }
	});
	await expect(createKey(db, ada, { ...writing, organizationId: northside.id })).resolves.toBeDefined();
});
