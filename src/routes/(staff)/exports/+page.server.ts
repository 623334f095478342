import { attendanceRows, dosageRows, milestoneRows } from '#lib/server/domain/export-rows.ts';
import { exportKinds, ExportQuery, spanOf, type Asked, type ExportKind } from '#lib/server/domain/exports.ts';
import { listGroups } from '#lib/server/domain/groups.ts';
import { listPeople, PeopleQuery } from '#lib/server/domain/reports.ts';
import { allow, can, type Actor } from '#lib/server/policy.ts';
import type { Read } from '#lib/server/db/open.ts';

export const load = async ({ url, locals: { db, actor } }) => {
	allow(actor, 'people.list');
	const query = ExportQuery.parse(Object.fromEntries(url.searchParams));
	const asked = { ...(await spanOf(db.read, query)), group: query.group };
	const groups = (await listGroups(db.read, actor)).filter(({ organizationId }) =>
		can(actor, 'consents.read', { organizationId })
	);
	return {
		kinds: exportKinds,
		kind: query.kind,
		...asked,
		chosen: url.searchParams.has('kind'),
		empty: url.searchParams.has('kind') && !(await hasRows(db.read, actor, query.kind, asked)),
		groups: groups.map(({ id, name }) => ({ id, name }))
	};
};

/** Is there anything at all? The rest is read when the file is. */
async function hasRows(read: Read, actor: Actor, kind: ExportKind, asked: Asked): Promise<boolean> {
	if (kind === 'people') {
		const people = await listPeople(read, actor, PeopleQuery.parse({ state: 'all', group: asked.group }));
		return people.length > 0;
	}
	const parts = {
		attendance: attendanceRows,
		milestones: milestoneRows,
		dosage: dosageRows
	}[kind](read, actor, asked);
	for await (const rows of parts) if (rows.length > 0) return true;
	return false;
}
