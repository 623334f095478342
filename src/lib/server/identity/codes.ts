/** Codes that people type: Crockford's base 32, which forgives what looks alike. */
import { randomBytes } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A random code; 16 characters are 80 bits. */
export const newCode = (length: number) => codeOf(randomBytes(length));

/** A character a byte. 32 divides 256: every one is as likely as any other. */
export const codeOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => alphabet[byte % 32]).join('');

/** As it is printed: groups of four. */
export const printed = (code: string) => code.match(/.{1,4}/g)!.join('-');

/** What somebody typed, as the code was made: any case, O for 0, I or L for 1, with spaces or hyphens. Null: no code. */
export function normalizeCode(typed: string, length: number): string | null {
	const code = typed
		.normalize('NFKC')
		.toUpperCase()
		.replace(/[\s\p{Pd}_.]/gu, '')
		.replace(/O/g, '0')
		.replace(/[IL]/g, '1');
	return code.length === length && [...code].every((character) => alphabet.includes(character)) ? code : null;
}
