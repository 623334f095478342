/** How a sheet or a pack is asked for: paper and language, whoever prints it. */
import { now } from '#lib/server/clock.ts';
import { getLocale, locales } from '#lib/i18n/paraglide/runtime.js';
import type { PackOptions } from '#lib/pack-words.ts';
import { sizes } from '#lib/print.ts';

type Asked = { url: URL; locals: App.Locals };

export function packOptions({ url, locals: { actor } }: Asked): PackOptions {
	const one = <T extends string>(all: readonly T[], name: string) =>
		all.find((value) => value === url.searchParams.get(name));
	return {
		language: one(locales, 'language') ?? getLocale(),
		size: one(sizes, 'size') ?? 'letter',
		// To the minute: asked for twice in a row, it is the same paper.
		at: `${now().slice(0, 16)}:00.000Z`,
		by: actor.kind === 'staff' ? actor.name : ''
	};
}

export function pdfResponse(pdf: Uint8Array, name: string, language: string): Response {
	return new Response(new Uint8Array(pdf), {
		headers: {
			'content-type': 'application/pdf',
			'content-length': String(pdf.length),
			'content-disposition': `attachment; filename="${name}"`,
			'content-language': language
		}
	});
}
