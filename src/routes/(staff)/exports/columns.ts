import { m } from '#lib/i18n/paraglide/messages.js';
import type { Cell } from '#lib/server/csv.ts';
import type { AttendanceRow, DosageRow, MilestoneRow } from '#lib/server/domain/export-rows.ts';
import type { ExitReason } from '#lib/vocabulary.ts';
import type { exportPeople } from '#lib/server/domain/reports.ts';
import { exitWords, markWords, milestoneWords, outlookWords, reasonWords, stateWords } from '#lib/words.ts';

/**
 * A column: what programs call it, what people call it; its value, and how it is said in a table where that differs.
 */
export type Column<Row> = {
	key: string;
	label: () => string;
	value: (row: Row) => Cell | boolean;
	told?: (row: Row) => Cell;
};

type Person = {
	number: string;
	firstName: string | null;
	lastName: string | null;
	group: string;
	organization: string;
};
const ofPerson = [
	{ key: 'number', label: m.people_csv_number, value: (row: Person) => row.number },
	{
		key: 'name',
		label: m.people_col_name,
		value: (row: Person) => `${row.firstName ?? ''} ${row.lastName ?? ''}`.trim()
	},
	{ key: 'group', label: m.people_col_group, value: (row: Person) => row.group },
	{ key: 'organization', label: m.people_csv_organization, value: (row: Person) => row.organization }
];

export const attendanceColumns: Column<AttendanceRow>[] = [
	{ key: 'date', label: m.exports_col_date, value: (row) => row.date },
	{ key: 'session', label: m.exports_col_session, value: (row) => row.session },
	...ofPerson,
	{
		key: 'status',
		label: m.exports_col_attendance,
		value: (row) => (row.review ? 'in-review' : row.status),
		told: (row) => (row.review ? m.exports_in_review() : markWords[row.status]())
	},
	{
		key: 'reason',
		label: m.exports_col_reason,
		value: (row) => row.reason,
		told: (row) => (row.reason ? reasonWords[row.reason]() : null)
	},
	{ key: 'minutes', label: m.exports_col_minutes, value: (row) => row.minutes },
	{ key: 'of', label: m.exports_col_of, value: (row) => row.of }
];

export const milestoneColumns: Column<MilestoneRow>[] = [
	{ key: 'date', label: m.exports_col_date, value: (row) => row.date },
	...ofPerson,
	{
		key: 'milestone',
		label: m.exports_col_milestone,
		value: (row) => row.kind,
		told: (row) => milestoneWords[row.kind]()
	},
	{ key: 'detail', label: m.exports_col_detail, value: (row) => row.detail }
];

export const dosageColumns: Column<DosageRow>[] = [
	...ofPerson,
	{ key: 'minutes', label: m.exports_col_attended, value: (row) => row.minutes },
	{ key: 'dosage', label: m.exports_col_dosage, value: (row) => row.dosage },
	{ key: 'target', label: m.exports_col_target, value: (row) => row.target }
];

type PersonRow = Awaited<ReturnType<typeof exportPeople>>[number];
const left = (row: PersonRow) => m.people_csv_left({ reason: exitWords[row.exitReason as ExitReason]() });

/** The columns of the list of people, what it shows together each in one of its own. */
export const peopleColumns: Column<PersonRow>[] = [
	...ofPerson,
	{ key: 'lessons', label: m.people_col_lessons, value: (row) => row.lessonsDone },
	{ key: 'lessonsNeeded', label: m.people_csv_lessons_needed, value: (row) => row.lessonsNeeded },
	{ key: 'minutes', label: m.exports_col_minutes, value: (row) => row.minutes },
	{ key: 'practice', label: m.people_col_practice, value: (row) => row.practices },
	{ key: 'practiceNeeded', label: m.people_csv_practice_needed, value: (row) => row.practicesNeeded },
	{
		key: 'state',
		label: m.placement_state,
		value: (row) => row.state,
		told: (row) => stateWords[row.state]()
	},
	{
		key: 'outlook',
		label: m.people_col_outlook,
		value: (row) => (row.exitedAt ? 'left' : row.outlook),
		told: (row) => (row.exitedAt ? left(row) : outlookWords[row.outlook]())
	},
	{
		key: 'finish',
		label: m.people_csv_finish,
		value: (row) => (row.exitedAt ? null : row.finishOn)
	},
	{ key: 'enrolled', label: m.people_csv_enrolled, value: (row) => row.enrolledOn }
];
