/**
 * Badges: a certificate as an Open Badge 3.0, secured as VC-JWT, which its holder takes along. The credential's own
 * properties are the claims (Open Badges 3.0, 8.2.4.1), and its key, issuer, achievement and status lie behind HTTPS addresses.
 */
import { and, asc, eq, isNotNull, or } from 'drizzle-orm';
import { SignJWT } from 'jose';
import { v5 } from 'uuid';
import { z } from 'zod';
import type { Db, Read } from '../db/open.ts';
import { certificateRevocations, certificates, editions, organizations } from '../db/schema/index.ts';
import { titlesOf } from '../domain/certificate-titles.ts';
import { appendEvent } from '../domain/events.ts';
import { isVoided } from '../domain/voids.ts';
import { conflict, forbidden, notFound } from '../errors.ts';
import { signingKey } from '../identity/badge-keys.ts';
import type { Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import { findCertificate, isValid, type CertificateRow } from './issued-certificates.ts';
import { logOwnDisclosure } from './disclosures.ts';
import type { InBoth } from '#lib/paper-kinds.ts';

/** What signs, and where this deployment is reached. */
export type Issuer = { origin: string; secret: string };
export const BadgeChoice = z.strictObject({
	/** The name on the certificate goes into the badge. */
	named: z.boolean()
});

const contexts = [
	'https://www.w3.org/ns/credentials/v2',
	'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
];

/**
 * A participant's badge as a signed token; each one taken is logged as what they told themselves.
 * @throws 404; 403 for anybody else; 409 certificate.over
 */
export async function takeBadge(
	db: Db,
	actor: Actor,
	certificateId: Id,
	{ named }: z.infer<typeof BadgeChoice>,
	{ origin, secret }: Issuer
): Promise<string> {
	const { id: keyId, key } = await signingKey(db, secret);
	const certificate = await taken(db, actor, certificateId, named);
	const credential = credentialOf(certificate, origin, named);
	return new SignJWT(credential)
		.setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: `${origin}/verify/keys/${keyId}` })
		.setIssuer(credential.issuer.id)
		.setSubject(credential.credentialSubject.id)
		.setJti(credential.id)
		.setNotBefore(new Date(certificate.at))
		.sign(key);
}

async function taken(db: Db, actor: Actor, certificateId: Id, named: boolean): Promise<CertificateRow> {
	if (actor.kind !== 'participant') throw forbidden('own.read');
	return db.write(async (tx) => {
		const found = await findCertificate(tx, actor, certificateId);
		if (!isValid(found)) throw conflict('certificate.over');
		const { participantId, organizationId } = found;
		const information = named ? ['name', 'completion'] : ['completion'];
		const what = { information, certificates: [certificateId] };
		const told = { participantId, organizationId, audience: 'themselves' as const, what };
		await logOwnDisclosure(tx, actor, 'certificate', told);
		const data = { certificateId, named };
		const subject = `participant:${participantId}`;
		await appendEvent(tx, actor, { organizationId, subject, kind: 'badge.taken', data });
		return found;
	});
}

const badgeId = (certificateId: Id) => `urn:uuid:${certificateId}`;

function credentialOf(certificate: CertificateRow, origin: string, named: boolean) {
	const { id, organizationId, organization, editionId, titles, at, name } = certificate;
	return {
		'@context': contexts,
		id: badgeId(id),
		type: ['VerifiableCredential', 'OpenBadgeCredential'],
		name: titles.en,
		issuer: profileOf(origin, organizationId, organization),
		validFrom: at,
		credentialSubject: {
			// Of this badge alone: two badges of one person have nothing in common.
			id: `urn:uuid:${v5('holder', id)}`,
			type: ['AchievementSubject'],
			...(named && name && { identifier: [nameAs(name)] }),
			achievement: achievementOf(origin, editionId, titles)
		},
		credentialStatus: { id: `${origin}/verify/status/${organizationId}`, type: '1EdTechRevocationList' }
	};
}

const nameAs = (name: string) => ({
	type: 'IdentityObject',
	hashed: false,
	identityHash: name,
	identityType: 'name'
});

const profileOf = (origin: string, organizationId: Id, name: string) => ({
	id: `${origin}/verify/issuers/${organizationId}`,
	type: ['Profile'],
	name
});

/** In neutral words: a badge is shown to anybody. */
const achievementOf = (origin: string, editionId: Id, titles: InBoth) => ({
	id: `${origin}/verify/achievements/${editionId}`,
	type: ['Achievement'],
	achievementType: 'Certificate',
	name: titles.en,
	description: `${titles.en}: a workforce skills course in a group, with practice at work and at home.`,
	criteria: {
		narrative:
			'Attended the lessons of the course, practiced its skills and showed them, and presented a plan for work.'
	}
});

/**
 * Who issues, as badges name it.
 * @throws 404
 */
export async function issuerProfile(read: Read, origin: string, organizationId: Id) {
	const [found] = await read.select().from(organizations).where(eq(organizations.id, organizationId));
	if (!found) throw notFound();
	return { '@context': contexts, ...profileOf(origin, found.id, found.name) };
}

/**
 * What is achieved with an edition.
 * @throws 404
 */
export async function achievement(read: Read, origin: string, editionId: Id) {
	const [found] = await read.select({ id: editions.id }).from(editions).where(eq(editions.id, editionId));
	if (!found) throw notFound();
	return { '@context': contexts, ...achievementOf(origin, editionId, await titlesOf(read, editionId)) };
}

/**
 * Badges of an organization that count no longer (1EdTech's revocation list). It has all of them: nobody learns which
 * one somebody asks about.
 * @throws 404
 */
export async function revocationList(read: Read, origin: string, organizationId: Id) {
	const issuer = await issuerProfile(read, origin, organizationId);
	const over = or(isNotNull(certificateRevocations.at), isVoided(certificates.milestoneId));
	const rows = await read
		.select({ id: certificates.id })
		.from(certificates)
		.leftJoin(certificateRevocations, eq(certificateRevocations.certificateId, certificates.id))
		.where(and(eq(certificates.organizationId, organizationId), over))
		.orderBy(asc(certificates.id));
	return {
		id: `${origin}/verify/status/${organizationId}`,
		issuer: issuer.id,
		revokedCredential: rows.map(({ id }) => ({ id: badgeId(id), revoked: true }))
	};
}
