import { nameOf } from '#lib/server/policy.ts';
import { packOptions, pdfResponse } from '../../../../packs/asked.ts';
import { receiptsOf } from '../receipts.ts';

/** One click, one file. */
export const GET = async (event) => {
	const { actor, press } = event.locals;
	const options = packOptions(event);
	const { batch, print } = await receiptsOf(event, options);
	const pdf = await press.print(print, nameOf(actor));
	return pdfResponse(pdf, `incentives-${batch.at.slice(0, 10)}.pdf`, options.language);
};
