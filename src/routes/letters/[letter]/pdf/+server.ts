import { nameOf } from '#lib/server/policy.ts';
import { pdfResponse } from '../../../(staff)/packs/asked.ts';
import { askedLetter } from '../../asked.ts';

/** One click, one file. */
export const GET = async (event) => {
	const { letter, print } = await askedLetter(event, event.params.letter);
	const pdf = await event.locals.press.print(print, nameOf(event.locals.actor));
	return pdfResponse(pdf, `letter-${letter.madeOn}.pdf`, print.language);
};
