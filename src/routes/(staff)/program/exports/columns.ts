import { m } from '#lib/i18n/paraglide/messages.js';
import type { fedAttendance } from '#lib/server/feed/attendance.ts';
import { notice } from '#lib/server/feed/disclosures.ts';
import type { fedEnrollments } from '#lib/server/feed/enrollments.ts';
import type { fedMilestones } from '#lib/server/feed/milestones.ts';
import { milestoneWords } from '#lib/words.ts';
import type { Column } from '../../exports/columns.ts';

type Fed<F extends (...given: never[]) => Promise<Map<string, unknown>>> =
	Awaited<ReturnType<F>> extends Map<string, infer R> ? R : never;
type Told = {
	participant: { number: string };
	organization: { name: string };
	consent: { purpose: string; expires: string };
};
type Enrollment = Fed<typeof fedEnrollments> & Told;
type Attendance = Fed<typeof fedAttendance> & Told;
type Milestone = Fed<typeof fedMilestones> & Told & { date: string };

const whose = [
	{ key: 'number', label: m.people_csv_number, value: (row: Told) => row.participant.number },
	{ key: 'organization', label: m.people_csv_organization, value: (row: Told) => row.organization.name }
];
/** It goes along with each row: rows are taken apart and put together again. */
const under = [
	{ key: 'purpose', label: m.exports_col_purpose, value: (row: Told) => row.consent.purpose },
	{ key: 'consentUntil', label: m.exports_col_consent_until, value: (row: Told) => row.consent.expires },
	{ key: 'notice', label: m.exports_col_notice, value: () => notice }
];

export const enrollmentColumns: Column<Enrollment>[] = [
	...whose,
	{ key: 'enrolled', label: m.people_csv_enrolled, value: (row) => row.enrolled },
	{ key: 'left', label: m.exports_col_left, value: (row) => row.left },
	...under
];

const attended = {
	yes: m.exports_attended_yes,
	part: m.exports_attended_part,
	no: m.exports_attended_no,
	'not-required': m.exports_attended_not_required,
	'in-review': m.exports_in_review,
	unmarked: m.exports_attended_unmarked
};
export const attendanceColumns: Column<Attendance>[] = [
	{ key: 'date', label: m.exports_col_date, value: (row) => row.date },
	...whose,
	{
		key: 'attended',
		label: m.exports_col_attendance,
		value: (row) => row.attended,
		told: (row) => attended[row.attended]()
	},
	{ key: 'minutes', label: m.exports_col_minutes, value: (row) => row.minutes },
	...under
];

export const milestoneColumns: Column<Milestone>[] = [
	{ key: 'date', label: m.exports_col_date, value: (row) => row.date },
	...whose,
	{
		key: 'milestone',
		label: m.exports_col_milestone,
		value: (row) => row.milestone,
		told: (row) => milestoneWords[row.milestone]()
	},
	{ key: 'detail', label: m.exports_col_detail, value: (row) => row.module ?? row.definition },
	{
		key: 'takenBack',
		label: m.exports_col_taken_back,
		value: (row) => row.type === 'milestone.voided',
		told: (row) => (row.type === 'milestone.voided' ? m.exports_yes() : null)
	},
	...under
];
