/** An authenticator app, written apart from what it tests. */
import { createHmac } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code that an authenticator shows now (RFC 6238). */
export function totp(key: string, steps = 0): string {
	const bits = [...key.replaceAll(' ', '')]
		.map((c) => letters.indexOf(c).toString(2).padStart(5, '0'))
		.join('');
	const bytes = Buffer.from(bits.match(/.{8}/g)!.map((eight) => parseInt(eight, 2)));
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
	const digest = createHmac('sha1', bytes).update(counter).digest();
	const offset = digest[19] & 15;
	return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
