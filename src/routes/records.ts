/** How the paper of a record is asked for, and sent. */
import { getLocale, locales } from '#lib/i18n/paraglide/runtime.js';
import { sizes } from '#lib/print.ts';
import type { RecordPrint } from '#lib/record-print.ts';
import type { RecordOptions } from '#lib/record-words.ts';
import { nameOf } from '#lib/server/policy.ts';

type Asked = { url: URL; locals: App.Locals };

export const recordOptions = ({ url }: Pick<Asked, 'url'>): RecordOptions => ({
	language: locales.find((one) => one === url.searchParams.get('language')) ?? getLocale(),
	size: sizes.find((one) => one === url.searchParams.get('size')) ?? 'letter'
});

export async function recordResponse(print: RecordPrint, name: string, { press, actor }: App.Locals) {
	const pdf = await press.print(print, nameOf(actor));
	return new Response(new Uint8Array(pdf), {
		headers: {
			'content-type': 'application/pdf',
			'content-length': String(pdf.length),
			'content-disposition': `attachment; filename="${name}.pdf"`,
			'content-language': print.language
		}
	});
}
