import { sheetOf } from '#lib/server/domain/sheets.ts';
import { logRead } from '#lib/server/jobs.ts';
import { nameOf } from '#lib/server/policy.ts';
import { sheetPrint } from '#lib/pack-words.ts';
import { packOptions, pdfResponse } from '../../../../packs/asked.ts';

/** One click, one file. */
export const GET = async (event) => {
	const { db, actor, press } = event.locals;
	const options = packOptions(event);
	const sheet = await sheetOf(db.read, actor, event.params.session, options.language);
	const { id, organizationId, date } = sheet.session;
	logRead(actor, { organizationId, subject: `session:${id}`, kind: 'sheet.printed' });
	const pdf = await press.print(sheetPrint(sheet, options), nameOf(actor));
	return pdfResponse(pdf, `sheet-${date}-${sheet.code}.pdf`, options.language);
};
