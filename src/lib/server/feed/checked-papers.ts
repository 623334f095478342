/** Checked papers: whether a certificate or letter is what it says, for anybody who has its code. It names nobody. */
import { eq } from 'drizzle-orm';
import { RateLimiterRes } from 'rate-limiter-flexible';
import type { Db, Read } from '../db/open.ts';
import { certificateRevocations, certificates, letters } from '../db/schema/index.ts';
import { findProgram } from '../domain/organizations.ts';
import { dayIn } from '../domain/schedule.ts';
import { tooMany } from '../errors.ts';
import { normalizeCode } from '../identity/codes.ts';
import { Limit, networkOf } from '../identity/limits.ts';
import { letterVoided } from './letters.ts';
import { paperCodeLength } from './certificates.ts';
import { voided } from './issued-certificates.ts';
import type { InBoth, LetterKind } from '#lib/paper-kinds.ts';

/** Codes that one network may check: a hiring office checks a few, a machine that guesses needs 10^15 years. */
const tries = (db: Db) => new Limit(db, 'paper-codes', 60, 15 * 60);

export type CheckedPaper =
	| { state: 'valid' | 'over'; paper: 'certificate'; titles: InBoth; on: string }
	| { state: 'valid' | 'over'; paper: 'letter'; kind: LetterKind; on: string }
	| { state: 'unknown' };

/**
 * What a code stands for. Known, over and unknown ask the same of the database.
 * @param address of whoever asks: those of one network are counted together
 * @throws 429 verify.wait
 */
export async function checkPaper(db: Db, typed: string, address: string): Promise<CheckedPaper> {
	await tries(db)
		.consume(networkOf(address))
		.catch((refused: unknown) => {
			if (!(refused instanceof RateLimiterRes)) throw refused;
			throw tooMany('verify.wait', Math.ceil(refused.msBeforeNext / 1000));
		});
	const code = normalizeCode(typed, paperCodeLength) ?? '';
	const [certificate, letter] = [await certificateBy(db.read, code), await letterBy(db.read, code)];
	return certificate ?? letter ?? { state: 'unknown' };
}

async function certificateBy(read: Read, code: string): Promise<CheckedPaper | null> {
	const { titles, completedOn } = certificates;
	const [found] = await read
		.select({ titles, on: completedOn, voided, revokedAt: certificateRevocations.at })
		.from(certificates)
		.leftJoin(certificateRevocations, eq(certificateRevocations.certificateId, certificates.id))
		.where(eq(certificates.code, code));
	if (!found) return null;
	const isOver = found.revokedAt !== null || found.voided === 1;
	return { state: isOver ? 'over' : 'valid', paper: 'certificate', titles: found.titles, on: found.on };
}

async function letterBy(read: Read, code: string): Promise<CheckedPaper | null> {
	const { zone } = await findProgram(read);
	const { kind, at } = letters;
	const [found] = await read
		.select({ kind, at, voided: letterVoided })
		.from(letters)
		.where(eq(letters.code, code));
	if (!found) return null;
	const on = dayIn(zone, found.at);
	return { state: found.voided === 1 ? 'over' : 'valid', paper: 'letter', kind: found.kind, on };
}
