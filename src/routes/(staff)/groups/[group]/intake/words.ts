/** What the spreadsheet's columns are called, in the order of the template. */
import { m } from '#lib/i18n/paraglide/messages.js';

export const columnWords = {
	number: m.intake_col_number,
	firstName: m.intake_col_first,
	lastName: m.intake_col_last,
	called: m.intake_col_called,
	language: m.intake_col_language,
	sector: m.intake_col_sector
};
