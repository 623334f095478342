import { nameOf } from '#lib/server/policy.ts';
import { askedFor, fileName } from '../../../asked.ts';

/** One click, one file. */
export const GET = async (event) => {
	const { paper, choices, print } = await askedFor(event);
	const { press, actor } = event.locals;
	const pdf = await press.print(print, nameOf(actor));
	return new Response(new Uint8Array(pdf), {
		headers: {
			'content-type': 'application/pdf',
			'content-length': String(pdf.length),
			'content-disposition': `attachment; filename="${fileName(paper, choices)}"`,
			'content-language': choices.language
		}
	});
};
