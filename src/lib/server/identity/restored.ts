/** After a restore: what was ended since the backup must not come back to life. */
import { asc, inArray, isNull } from 'drizzle-orm';
import { now } from '../clock.ts';
import { openDatabase, type Db } from '../db/open.ts';
import {
	cardLogins,
	certificateRevocations,
	certificates,
	consents,
	logins,
	revocations
} from '../db/schema/index.ts';
import { revokeConsent } from '../domain/consents.ts';
import { eraseAgain, erasedIn } from '../domain/erasures.ts';
import { revokeCertificate } from '../feed/certificates.ts';
import { certificatesWhere, isValid } from '../feed/issued-certificates.ts';
import { newId } from '../ids.ts';
import { system } from '../policy.ts';
import { endAgain, endingsIn } from './ended-again.ts';

/**
 * Ends all logins, and ends again what the replaced database knows as over: consents and certificates that were revoked,
 * keys, people's access, cards and addresses; names that were erased.
 * @param replaced address of the database that was there before
 * @returns how many consents
 */
export async function afterRestore(url: string, replaced: string | null): Promise<number> {
	const db = await openDatabase(url);
	try {
		await db.write(async (tx) => {
			await tx.delete(logins).returning();
			await tx.update(cardLogins).set({ endedAt: now() }).where(isNull(cardLogins.endedAt)).returning();
		});
		return replaced ? await revokeAgain(db, replaced) : 0;
	} finally {
		await db.close();
	}
}

async function revokeAgain(db: Db, replaced: string): Promise<number> {
	await endCertificatesAgain(db, replaced);
	const endings = await readIn(replaced, endingsIn);
	if (endings) await endAgain(db, endings);
	for (const erased of (await readIn(replaced, erasedIn)) ?? []) await eraseAgain(db, erased);
	const revoked = await endedIn(replaced, async ({ read }) =>
		(await read.select().from(revocations)).map((row) => row.consentId)
	);
	const done = new Set((await db.read.select().from(revocations)).map((row) => row.consentId));
	const known = await db.read
		.select({ id: consents.id, participantId: consents.participantId })
		.from(consents)
		.orderBy(asc(consents.position));
	const missing = known.filter(({ id }) => revoked.has(id) && !done.has(id));
	for (const { id, participantId } of missing) await revokeConsent(db, system, participantId, id);
	return missing.length;
}

/** A certificate that was ended after the backup is no longer valid after it either. */
async function endCertificatesAgain(db: Db, replaced: string): Promise<void> {
	const ended = await endedIn(replaced, async ({ read }) =>
		(await read.select().from(certificateRevocations)).map((row) => row.certificateId)
	);
	const valid = (await certificatesWhere(db.read, inArray(certificates.id, [...ended]))).filter(isValid);
	for (const { id: certificateId } of valid)
		await revokeCertificate(db, system, { operationId: newId(), certificateId, reason: 'other' });
}

const endedIn = async (replaced: string, ended: (old: Db) => Promise<string[]>): Promise<Set<string>> =>
	new Set(await readIn(replaced, ended));

/** Null when the replaced database can't be read: that may be why there was a restore. */
async function readIn<T>(replaced: string, work: (old: Db) => Promise<T>): Promise<T | null> {
	try {
		const old = await openDatabase(replaced);
		try {
			return await work(old);
		} finally {
			await old.close();
		}
	} catch {
		return null;
	}
}
