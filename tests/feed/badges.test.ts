import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { rotateSecret } from '#lib/server/identity/rotation.ts';
import { ownDisclosures } from '#lib/server/db/schema/index.ts';
import { achievement, issuerProfile, revocationList, takeBadge } from '#lib/server/feed/badges.ts';
import { revokeCertificate } from '#lib/server/feed/certificates.ts';
import { publicKey, publicKeys } from '#lib/server/identity/badge-keys.ts';
import { newId } from '#lib/server/ids.ts';
import { completed, issue, takeBack, type Completed } from '../support/completing.ts';

const origin = 'https://groundwork.example.org';
const secret = 'the secret of the badge tests, long enough';
const by = (changed = secret) => ({ origin, secret: changed });

/** What Open Badges 3.0 requires of an AchievementCredential (its data model, B.1), written from the specification. */
const types = (...wanted: string[]) =>
	z.array(z.string()).refine((given) => wanted.every((one) => given.includes(one)));
const identity = z.looseObject({
	...{ type: z.literal('IdentityObject'), hashed: z.boolean() },
	...{ identityHash: z.string().min(1), identityType: z.string().min(1) }
});
const Achievement = z.looseObject({
	...{ id: z.url(), type: types('Achievement'), name: z.string().min(1), description: z.string().min(1) },
	criteria: z.looseObject({ narrative: z.string().min(1) })
});
const Profile = z.looseObject({ id: z.url(), type: types('Profile'), name: z.string().min(1) });
const OpenBadgeCredential = z.looseObject({
	'@context': z
		.tuple([
			z.literal('https://www.w3.org/ns/credentials/v2'),
			z.string().regex(/^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d\.\d)*\.json$/)
		])
		.rest(z.string()),
	...{
		id: z.string().regex(/^(urn:uuid:|https:)/),
		type: types('VerifiableCredential', 'OpenBadgeCredential')
	},
	...{ name: z.string().min(1), issuer: Profile, validFrom: z.iso.datetime() },
	credentialSubject: z
		.looseObject({
			...{ id: z.string().optional(), type: types('AchievementSubject'), achievement: Achievement },
			identifier: z.array(identity).min(1).optional()
		})
		.refine(({ id, identifier }) => id || identifier),
	credentialStatus: z.looseObject({ id: z.url(), type: z.literal('1EdTechRevocationList') })
});
/** The claims that VC-JWT asks for (8.2.4.1). */
const Claims = z.looseObject({ iss: z.url(), jti: z.string(), nbf: z.int(), sub: z.string() });
const Header = z.strictObject({ alg: z.literal('EdDSA'), typ: z.literal('JWT'), kid: z.url() });

const partOf = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());

/** Checks a token as somebody would who knows nothing of us but what is published, with another library than signed it. */
async function verified({ db }: Completed, token: string) {
	const [head, body, signature] = token.split('.');
	const header = Header.parse(partOf(head));
	const key = await publicKey(db.read, header.kid.slice(`${origin}/verify/keys/`.length));
	const publicHalf = createPublicKey({ key: { kty: key.kty, crv: key.crv, x: key.x }, format: 'jwk' });
	const isRight = verify(
		null,
		Buffer.from(`${head}.${body}`),
		publicHalf,
		Buffer.from(signature, 'base64url')
	);
	return { isRight, claims: Claims.parse(partOf(body)), badge: OpenBadgeCredential.parse(partOf(body)) };
}

describe('a badge', () => {
	test('is a credential that others can check, without a name unless its holder wants it', async () => {
		const cast = await completed();
		const { db, andre, self } = cast;
		const id = await issue(cast);
		const take = (named: boolean) => takeBadge(db, self(andre), id, { named }, by());
		const { isRight, claims, badge } = await verified(cast, await take(false));
		expect(isRight).toBe(true);
		expect(claims).toMatchObject({
			...{ iss: badge.issuer.id, jti: badge.id, sub: badge.credentialSubject.id },
			nbf: Math.floor(Date.parse(badge.validFrom) / 1000)
		});
		expect(JSON.stringify(badge)).not.toMatch(/Andre|Miller/);
		expect(JSON.stringify(badge)).not.toContain(andre.participantId);
		const named = await verified(cast, await take(true));
		expect(named.isRight).toBe(true);
		expect(named.badge.credentialSubject.identifier).toMatchObject([{ identityHash: 'Andre Miller' }]);
		const told = await db.read.select().from(ownDisclosures);
		expect(told.map(({ via, audience }) => `${via} ${audience}`)).toEqual(
			Array<string>(3).fill('certificate themselves')
		);
	});

	test('that was changed is found out', async () => {
		const cast = await completed();
		const id = await issue(cast);
		const token = await takeBadge(cast.db, cast.self(cast.andre), id, { named: false }, by());
		const [head, body, signature] = token.split('.');
		const forged = Buffer.from(JSON.stringify({ ...partOf(body), name: 'Welding' })).toString('base64url');
		expect((await verified(cast, [head, forged, signature].join('.'))).isRight).toBe(false);
	});

	test('goes to its holder alone', async () => {
		const cast = await completed();
		const { db, beatriz, fatima, carl, henry, self } = cast;
		const id = await issue(cast);
		const take = (actor: Parameters<typeof takeBadge>[1]) => takeBadge(db, actor, id, { named: false }, by());
		await expect(take(self(beatriz))).rejects.toMatchObject({ status: 404 });
		for (const actor of [fatima, carl, henry])
			await expect(take(actor)).rejects.toMatchObject({ status: 403 });
	});

	test('names an issuer, an achievement and a status that say the same', async () => {
		const cast = await completed();
		const { db, andre, self, carl, northside, edition } = cast;
		const id = await issue(cast);
		const { badge } = await verified(cast, await takeBadge(db, self(andre), id, { named: false }, by()));
		expect(await issuerProfile(db.read, origin, northside.id)).toMatchObject(badge.issuer);
		expect(await achievement(db.read, origin, edition.id)).toMatchObject(badge.credentialSubject.achievement);
		const status = () => revocationList(db.read, origin, northside.id);
		expect(await status()).toMatchObject({ id: badge.credentialStatus.id, revokedCredential: [] });
		const given = { operationId: newId(), certificateId: id, reason: 'asked' as const };
		await revokeCertificate(db, carl, given);
		expect((await status()).revokedCredential).toEqual([{ id: badge.id, revoked: true }]);
		await expect(takeBadge(db, self(andre), id, { named: false }, by())).rejects.toMatchObject({
			code: 'certificate.over'
		});
		const again = await issue(cast);
		await takeBack(cast);
		expect((await status()).revokedCredential.map((one) => one.id).sort()).toEqual(
			[badge.id, `urn:uuid:${again}`].sort()
		);
		for (const nobody of [newId(), cast.harbor.id]) {
			const other = revocationList(db.read, origin, nobody);
			if (nobody === cast.harbor.id) expect((await other).revokedCredential).toEqual([]);
			else await expect(other).rejects.toMatchObject({ status: 404 });
		}
	});

	test('outlives another secret; where the secret got out, it does not', async () => {
		const cast = await completed();
		const { db, andre, self } = cast;
		const id = await issue(cast);
		const fresh = `${secret}, and another`;
		const take = (with_: string) => takeBadge(db, self(andre), id, { named: false }, by(with_));
		const before = await take(secret);
		await rotateSecret(db, secret, fresh, false);
		expect((await verified(cast, before)).isRight).toBe(true);
		const after = await take(fresh);
		expect((await verified(cast, after)).isRight).toBe(true);
		expect(await publicKeys(db.read)).toHaveLength(2);
		await rotateSecret(db, fresh, `${fresh} again`, true);
		for (const token of [before, after])
			await expect(verified(cast, token)).rejects.toMatchObject({ status: 404 });
		expect((await verified(cast, await take(`${fresh} again`))).isRight).toBe(true);
	});
});
