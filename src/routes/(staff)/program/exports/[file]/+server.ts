import { now } from '#lib/server/clock.ts';
import { ExportQuery, spanOf } from '#lib/server/domain/exports.ts';
import { notFound } from '#lib/server/errors.ts';
import {
	allowProgramFile,
	programAttendance,
	programEnrollments,
	programMilestones
} from '#lib/server/feed/program-files.ts';
import { fileOf, formats } from '../../../exports/files.ts';
import { attendanceColumns, enrollmentColumns, milestoneColumns } from '../columns.ts';

export const GET = async ({ params, url, locals: { db, actor } }) => {
	allowProgramFile(actor);
	const [kind, ending, ...rest] = params.file.split('.');
	const format = formats.find((one) => one === ending);
	if (!format || rest.length > 0) throw notFound();
	const span = await spanOf(db.read, ExportQuery.parse(Object.fromEntries(url.searchParams)));
	const name = `program-${kind}-${now().slice(0, 10)}`;
	switch (kind) {
		case 'enrollments':
			return fileOf(name, format, enrollmentColumns, programEnrollments(db, actor, span));
		case 'attendance':
			return fileOf(name, format, attendanceColumns, programAttendance(db, actor, span));
		case 'milestones':
			return fileOf(name, format, milestoneColumns, programMilestones(db, actor, span));
		default:
			throw notFound();
	}
};
