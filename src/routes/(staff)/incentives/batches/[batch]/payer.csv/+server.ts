import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { now } from '#lib/server/clock.ts';
import { csvOf, csvResponse, type Cell } from '#lib/server/csv.ts';
import { noticeIn } from '#lib/server/feed/notices.ts';
import { payerList } from '#lib/server/feed/payers.ts';
import { formWords } from '#lib/incentive-words.ts';

/** What is still to be paid; to a payer outside with the notice that goes along, on each line. */
export const GET = async ({ locals: { db, actor }, params }) => {
	const { batch, rows } = await payerList(db, actor, params.batch);
	const form = formWords[batch.form]();
	const notice = batch.recipientId === null ? [] : [noticeIn(getLocale())];
	const lines = rows.map(({ reference, number, name, cents }): Cell[] => [
		...[reference, number, name],
		...[(cents / 100).toFixed(2), form, ...notice]
	]);
	const head = [
		m.incentives_col_reference(),
		m.incentives_csv_number(),
		m.incentives_csv_name(),
		m.incentives_col_amount(),
		m.incentives_csv_form(),
		...(notice.length > 0 ? [m.incentives_csv_notice()] : [])
	];
	return csvResponse(`incentives-${now().slice(0, 10)}`, csvOf(head, lines));
};
