import { expect, test } from 'vitest';
import { keys } from '#lib/server/db/schema/index.ts';
import { createKey, identifyKey, listKeys, revokeKey } from '#lib/server/identity/keys.ts';
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
