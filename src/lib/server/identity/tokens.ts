/** Secrets that are shown once and kept as hashes. */
import { createHash, randomBytes } from 'node:crypto';

/** 256 bits, as text for a cookie, a link or a header. */
export const newToken = (bytes = 32) => randomBytes(bytes).toString('base64url');

/** How a token of full strength is kept: guessing it is hopeless, so one fast round does. */
export const hashToken = (token: string) => createHash('sha256').update(token).digest('hex');
