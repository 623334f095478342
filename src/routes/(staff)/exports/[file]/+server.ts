import { now } from '#lib/server/clock.ts';
import { attendanceRows, dosageRows, milestoneRows } from '#lib/server/domain/export-rows.ts';
import { ExportQuery, logExport, spanOf, type ExportKind } from '#lib/server/domain/exports.ts';
import { exportPeople, PeopleQuery } from '#lib/server/domain/reports.ts';
import { notFound } from '#lib/server/errors.ts';
import { attendanceColumns, dosageColumns, milestoneColumns, peopleColumns } from '../columns.ts';
import { fileOf, formats, type Format } from '../files.ts';

export const GET = async ({ params, url, locals: { db, actor } }) => {
	const { kind, format } = namedBy(params.file);
	const query = ExportQuery.parse(Object.fromEntries(url.searchParams));
	const name = `${kind}-${now().slice(0, 10)}`;
	if (kind === 'people') {
		const people = await exportPeople(db, actor, PeopleQuery.parse({ state: 'all', group: query.group }));
		return fileOf(name, format, peopleColumns, atOnce(people));
	}
	const asked = { ...(await spanOf(db.read, query)), group: query.group };
	await logExport(db, actor, kind, asked);
	const { read } = db;
	if (kind === 'attendance')
		return fileOf(name, format, attendanceColumns, attendanceRows(read, actor, asked));
	if (kind === 'milestones') return fileOf(name, format, milestoneColumns, milestoneRows(read, actor, asked));
	return fileOf(name, format, dosageColumns, dosageRows(read, actor, asked));
};

const files: Record<string, ExportKind> = {
	people: 'people',
	attendance: 'attendance',
	milestones: 'milestones',
	dosage: 'dosage'
};

/** "attendance.csv". @throws 404 */
function namedBy(file: string): { kind: ExportKind; format: Format } {
	const [name, format] = file.split('.');
	const known = Object.hasOwn(files, name) && formats.find((one) => one === format);
	if (!known || file.split('.').length !== 2) throw notFound();
	return { kind: files[name], format: known };
}

async function* atOnce<Row>(rows: Row[]) {
	yield rows;
}
