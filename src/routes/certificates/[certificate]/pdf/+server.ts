import { nameOf } from '#lib/server/policy.ts';
import { pdfResponse } from '../../../(staff)/packs/asked.ts';
import { askedCertificate } from '../../asked.ts';

/** One click, one file. Its name says what it is, not whose. */
export const GET = async (event) => {
	const { print, certificate } = await askedCertificate(event, event.params.certificate);
	const pdf = await event.locals.press.print(print, nameOf(event.locals.actor));
	return pdfResponse(pdf, `certificate-${certificate.completedOn}.pdf`, print.language);
};
