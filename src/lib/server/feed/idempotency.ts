/** Idempotency: another system's own word for an operation, as the id of one of ours. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import type { Key } from '../policy.ts';

export const IdempotencyKey = z.string().regex(/^[\x21-\x7e]{8,200}$/);

/**
 * An id of its own for each key and its word: another system's word is another operation.
 * @throws 400 beside `Idempotency-Key`
 */
export function operationFor(key: Key, idempotencyKey: string | null): Id {
	const read = IdempotencyKey.safeParse(idempotencyKey ?? '');
	if (!read.success) throw invalid({ 'Idempotency-Key': { code: 'api.idempotency-key' } });
	const digest = createHash('sha256').update(`${key.id}\n${read.data}`).digest('hex');
	// RFC 9562, version 8: made by a rule of our own.
	const variant = '89ab'[parseInt(digest[16], 16) % 4];
	return [
		...[digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`],
		...[`${variant}${digest.slice(17, 20)}`, digest.slice(20, 32)]
	].join('-');
}
