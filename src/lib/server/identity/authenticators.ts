/** The second factor: an authenticator app's secret, and recovery codes for the day it is lost. */
import { randomBytes } from 'node:crypto';
import { and, desc, eq, gt } from 'drizzle-orm';
import { renderSVG } from 'uqr';
import type { Read } from '../db/open.ts';
import { invitations, staff, twoFactors } from '../db/schema/index.ts';
import { conflict, DomainError } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import type { Staff } from '../policy.ts';
import { appendEvent } from '../domain/events.ts';
import type { StaffAuth } from './auth.ts';
import { newCode } from './codes.ts';
import { ago } from './seen.ts';
import { askForTotp, recoveryCode, refusedCode, type StaffFrom } from './staff.ts';
import { forgetTries, takeTry } from './tries.ts';

/** How long after using a one-time link its owner may add an authenticator. */
const open = 24 * 3_600_000;
const recoveryCodes = 10;

export type NewAuthenticator = {
	/** For typing it in by hand, in groups of four. */
	key: string;
	/** The QR as an SVG picture. */
	qr: string;
};

/**
 * The authenticator that somebody who has only shown a password is about to add: the same each time until it is added.
 * @throws 409 authenticator.present; 404 invitation.over when the one-time link was used too long ago
 */
export async function newAuthenticator(auth: StaffAuth, actor: Staff): Promise<NewAuthenticator> {
	const secret = (await waitingSecret(auth, actor.id)) ?? (await makeSecret(auth, actor.id));
	const [person] = await auth.db.read.select().from(staff).where(eq(staff.id, actor.id));
	const label = encodeURIComponent(`Groundwork:${person.email}`);
	const uri = `otpauth://totp/${label}?secret=${secret}&issuer=Groundwork&digits=6&period=30`;
	return { key: secret.match(/.{4}/g)!.join(' '), qr: renderSVG(uri, { ecc: 'M', border: 2 }) };
}

async function waitingSecret(auth: StaffAuth, staffId: Id): Promise<string | null> {
	await refuseLate(auth.db.read, staffId);
	const [row] = await auth.db.read.select().from(twoFactors).where(eq(twoFactors.userId, staffId));
	if (row?.verified) throw conflict('authenticator.present');
	return row ? (await auth.decrypt(row.secret)).replace(marker, '') : null;
}

/** How better-auth tells a secret in base 32 from the text of one. */
const marker = 'base32:';

async function makeSecret(auth: StaffAuth, staffId: Id): Promise<string> {
	const secret = base32(randomBytes(20));
	const codes = Array.from({ length: recoveryCodes }, () => recoveryCode(newCode(10)));
	const row = {
		id: newId(),
		userId: staffId,
		verified: false,
		secret: await auth.encrypt(marker + secret),
		backupCodes: await auth.encrypt(JSON.stringify(codes))
	};
	await auth.db.write((tx) => tx.insert(twoFactors).values(row).returning());
	return secret;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648, for a length that fills whole characters. */
function base32(bytes: Buffer): string {
	const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
	return bits
		.match(/.{5}/g)!
		.map((five) => letters[parseInt(five, 2)])
		.join('');
}

/** Without it, a password alone would do to add an authenticator, months later. */
async function refuseLate(read: Read, staffId: Id) {
	const lately = and(eq(invitations.staffId, staffId), gt(invitations.usedAt, ago(open)));
	const [used] = await read
		.select()
		.from(invitations)
		.where(lately)
		.orderBy(desc(invitations.usedAt))
		.limit(1);
	if (!used) throw new DomainError(404, 'invitation.over');
}

/**
 * Adds the authenticator once it shows a right code. Returns the recovery codes, never to be seen again, and cookies
 * of a new, verified login.
 * @throws 400 code.refused; 429 sign-in.wait
 */
export async function addAuthenticator(auth: StaffAuth, actor: Staff, otp: string, from: StaffFrom) {
	await waitingSecret(auth, actor.id);
	await takeTry(auth.db, 'code', actor.id);
	const cookie = `${auth.cookies.login}=${encodeURIComponent(from.login ?? '')}`;
	const answer = await askForTotp(auth, actor.id, otp.replace(/\s/g, ''), { cookie, address: from.address });
	if (!answer.ok) throw refusedCode(answer.code);
	await forgetTries(auth.db, 'code', actor.id);
	const subject = `staff:${actor.id}`;
	await auth.db.write((tx) =>
		appendEvent(tx, actor, { organizationId: null, subject, kind: 'staff.authenticator-added' })
	);
	const [row] = await auth.db.read.select().from(twoFactors).where(eq(twoFactors.userId, actor.id));
	const codes = JSON.parse(await auth.decrypt(row.backupCodes)) as string[];
	return { recoveryCodes: codes, cookies: answer.cookies };
}
