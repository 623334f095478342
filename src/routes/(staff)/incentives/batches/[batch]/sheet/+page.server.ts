import { locales } from '#lib/i18n/paraglide/runtime.js';
import { packOptions } from '../../../../packs/asked.ts';
import { receiptsOf } from '../receipts.ts';

export const load = async (event) => {
	const options = packOptions(event);
	const { batch, print } = await receiptsOf(event, options);
	const address = (language: string) => `?${new URLSearchParams({ language, size: options.size })}`;
	const back = `/incentives/batches/${batch.id}`;
	return {
		...{ print, size: options.size, back },
		languages: locales.map((language) => ({ language, href: address(language) })),
		pdf: `${back}/pdf${address(options.language)}`
	};
};
