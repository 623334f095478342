/** How pages' data goes to the browser where it is more than plain values. */
import type { Transport } from '@sveltejs/kit';
import { Markup } from '#lib/markup.ts';

export const transport: Transport = {
	Markup: {
		encode: (value) => value instanceof Markup && value.sent(),
		decode: (html: string) => new Markup(html)
	}
};
