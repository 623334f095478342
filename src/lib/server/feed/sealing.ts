/** Secrets that the server itself must read again: kept encrypted under the deployment's secret, never in the open. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deriveKey } from '../config.ts';

const cipher = 'aes-256-gcm';
const [ivLength, tagLength] = [12, 16];

/** The key of the deployment's secret, taken from the environment each time, never from the database. */
export const sealingKey = (secret = process.env.GROUNDWORK_SECRET ?? '') => deriveKey(secret, 'feed');

export function seal(text: string, key = sealingKey()): string {
	const iv = randomBytes(ivLength);
	const sealing = createCipheriv(cipher, key, iv);
	const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
	return Buffer.concat([iv, sealing.getAuthTag(), sealed]).toString('base64url');
}

/** @throws when it was sealed under another secret, or changed. */
export function unseal(sealed: string, key = sealingKey()): string {
	const bytes = Buffer.from(sealed, 'base64url');
	const opening = createDecipheriv(cipher, key, bytes.subarray(0, ivLength));
	opening.setAuthTag(bytes.subarray(ivLength, ivLength + tagLength));
	const text = Buffer.concat([opening.update(bytes.subarray(ivLength + tagLength)), opening.final()]);
	return text.toString('utf8');
}

/** The same text, sealed under another secret. */
export const sealAnew = (sealed: string, from: Buffer, to: Buffer) => seal(unseal(sealed, from), to);
