import { m } from '#lib/i18n/paraglide/messages.js';
import { now } from '#lib/server/clock.ts';
import { csvOf, csvResponse, type Cell } from '#lib/server/csv.ts';
import { exportPeople, PeopleQuery } from '#lib/server/domain/reports.ts';
import type { ExitReason } from '#lib/vocabulary.ts';
import { exitWords, outlookWords, stateWords } from '#lib/words.ts';

type Row = Awaited<ReturnType<typeof exportPeople>>[number];

/** The columns of the screen, what it shows together each in one of its own. */
const columns: [() => string, (row: Row) => Cell][] = [
	[m.people_col_name, ({ firstName, lastName }) => `${firstName} ${lastName}`],
	[m.people_csv_number, (row) => row.number],
	[m.people_col_group, (row) => row.group],
	[m.people_csv_organization, (row) => row.organization],
	[m.people_col_lessons, (row) => row.lessonsDone],
	[m.people_csv_lessons_needed, (row) => row.lessonsNeeded],
	[m.people_col_hours, (row) => Math.round(row.minutes / 6) / 10],
	[m.people_col_practice, (row) => row.practices],
	[m.people_csv_practice_needed, (row) => row.practicesNeeded],
	[m.placement_state, (row) => stateWords[row.state]()],
	[m.people_col_outlook, (row) => (row.exitedAt ? left(row) : outlookWords[row.outlook]())],
	[m.people_csv_finish, (row) => (row.exitedAt ? null : row.finishOn)],
	[m.people_csv_enrolled, (row) => row.enrolledOn]
];

const left = (row: Row) => m.people_csv_left({ reason: exitWords[row.exitReason as ExitReason]() });

export const GET = async ({ locals: { db, actor }, url }) => {
	const query = PeopleQuery.parse(Object.fromEntries(url.searchParams));
	const people = await exportPeople(db, actor, query);
	const rows = people.map((row) => columns.map(([, cell]) => cell(row)));
	const head = columns.map(([name]) => name());
	return csvResponse(`people-${now().slice(0, 10)}`, csvOf(head, rows));
};
