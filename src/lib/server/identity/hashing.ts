/** Slow hashes for what people choose: passwords and PINs. A few at a time, the rest in a line that has an end. */
import { availableParallelism } from 'node:os';
import { hash, verify, type Options } from '@node-rs/argon2';
import { DomainError } from '../errors.ts';

/** OWASP's second choice for Argon2id, the library's kind by default: 19 MiB, two rounds; about 29 ms here. */
export const standard = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } satisfies Options;

const atOnce = Math.min(4, availableParallelism());
/** A thousand sign-ins within half a minute must pass (security R42); beyond this, people are asked to come back. */
const longestLine = 2000;

let busy = 0;
const line: (() => void)[] = [];

/** @throws 503 busy when the line is full. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
	if (busy >= atOnce) await place();
	else busy += 1;
	try {
		return await work();
	} finally {
		const next = line.shift();
		if (next) next();
		else busy -= 1;
	}
}

function place(): Promise<void> {
	if (line.length >= longestLine) throw new DomainError(503, 'busy', { seconds: 10 });
	return new Promise((go) => void line.push(go));
}

export const slowHash = (secret: string, options: Options = standard) => inTurn(() => hash(secret, options));
export const slowVerify = (kept: string, secret: string) => inTurn(() => verify(kept, secret));

let decoy: Promise<string> | undefined;

/** The work of a comparison that can't succeed, so that "unknown" takes as long as "wrong". */
export async function slowNothing(secret: string): Promise<false> {
	decoy ??= slowHash('nothing');
	await slowVerify(await decoy, secret);
	return false;
}
