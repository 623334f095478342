import { redirect } from '@sveltejs/kit';
import { makePack, PackQuery } from '#lib/server/domain/packs.ts';
import { nameOf } from '#lib/server/policy.ts';
import { packPrint } from '#lib/pack-words.ts';
import { packOptions, pdfResponse } from '../asked.ts';

/** One click, one file. */
export const GET = async (event) => {
	const { db, actor, press } = event.locals;
	const query = PackQuery.parse(Object.fromEntries(event.url.searchParams));
	const options = packOptions(event);
	const meetings = await makePack(db, actor, query, options.language);
	if (meetings.length === 0) redirect(303, '/packs');
	const pdf = await press.print(packPrint(meetings, options), nameOf(actor));
	return pdfResponse(pdf, `pack-${options.at.slice(0, 10)}-${options.language}.pdf`, options.language);
};
