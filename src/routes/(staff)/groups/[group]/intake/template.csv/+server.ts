import { csvOf, csvResponse } from '#lib/server/csv.ts';
import { findGroup } from '#lib/server/domain/groups.ts';
import { allow } from '#lib/server/policy.ts';
import { columnWords } from '../words.ts';

export const GET = async ({ locals: { db, actor }, params }) => {
	allow(actor, 'people.create', await findGroup(db.read, actor, params.group));
	const head = Object.values(columnWords).map((word) => word());
	return csvResponse('intake', csvOf(head, []));
};
