/** The small shapes that inputs are made of: what a line, a day or a time may be. */
import { z } from 'zod';

/** PostgreSQL refuses NUL in text, and no line needs other control characters. */
const plain = /^[^\p{Cc}]*$/u;

/** One line of text, trimmed, not empty. */
export const line = (most: number) => z.string().trim().min(1).max(most).regex(plain);
/**
 * A name in any script: composed (NFC), with something to see in it, and nothing that turns the text around it (the
 * marks of writing direction). Joiners stay: Persian and Hindi need them.
 */
export const personName = z
	.string()
	.trim()
	.normalize('NFC')
	.min(1)
	.max(200)
	.regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Noncharacter_Code_Point}]*$/u)
	.regex(/[\p{L}\p{N}\p{P}\p{S}]/u);
export const uuid = z.uuid();
/** A calendar day of this century, YYYY-MM-DD: further off it is a slip of the keyboard. */
export const dayText = z.iso.date().refine((day) => day.startsWith('20'), 'date');
/** A wall time, HH:MM, 24 hours. */
export const timeText = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export const zoneName = z.string().refine(isZone);
/** Ids of facts that this one replaces. */
export const replaces = z.array(uuid).max(20);

function isZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return true;
	} catch {
		return false;
	}
}
