import { sheetOf } from '#lib/server/domain/sheets.ts';
import { logRead } from '#lib/server/jobs.ts';
import { locales } from '#lib/i18n/paraglide/runtime.js';
import { sheetPrint } from '#lib/pack-words.ts';
import { packOptions } from '../../../../packs/asked.ts';

export const load = async (event) => {
	const { db, actor } = event.locals;
	const options = packOptions(event);
	const sheet = await sheetOf(db.read, actor, event.params.session, options.language);
	const { id, organizationId } = sheet.session;
	logRead(actor, { organizationId, subject: `session:${id}`, kind: 'sheet.printed' });
	const address = (language: string) => `?${new URLSearchParams({ language, size: options.size })}`;
	return {
		print: sheetPrint(sheet, options),
		size: options.size,
		languages: locales.map((language) => ({ language, href: address(language) })),
		pdf: `/sessions/${id}/sheet/pdf${address(options.language)}`,
		key: sheet.shut === null ? `/sessions/${id}/sheet` : null,
		back: `/sessions/${id}`,
		group: sheet.session.group
	};
};
