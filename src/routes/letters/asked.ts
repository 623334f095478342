/** A letter as it was made, with its words. */
import type { RequestEvent } from '@sveltejs/kit';
import { letterPrint } from '#lib/certificate-words.ts';
import { sizes } from '#lib/print.ts';
import { readLetter } from '#lib/server/feed/letters.ts';
import { logRead } from '#lib/server/jobs.ts';
import { chosenOf } from '../certificates/asked.ts';

export async function askedLetter({ url, locals }: RequestEvent, letterId: string) {
	const { db, actor, config } = locals;
	const size = chosenOf(url, sizes, 'size') ?? 'letter';
	const letter = await readLetter(db.read, actor, letterId);
	const { organizationId, participantId } = letter;
	if (actor.kind === 'staff')
		logRead(actor, { organizationId, subject: `participant:${participantId}`, kind: 'letter.printed' });
	return { letter, size, print: letterPrint(letter, { size, origin: config.origin }) };
}
