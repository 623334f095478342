import { ExportQuery, spanOf } from '#lib/server/domain/exports.ts';
import {
	allowProgramFile,
	countProgramPeople,
	programKinds,
	type ProgramKind
} from '#lib/server/feed/program-files.ts';

export const load = async ({ url, locals: { db, actor } }) => {
	allowProgramFile(actor);
	const span = await spanOf(db.read, ExportQuery.parse(Object.fromEntries(url.searchParams)));
	const asked = url.searchParams.get('kind');
	const kind: ProgramKind = programKinds.find((one) => one === asked) ?? 'milestones';
	return {
		...{ kinds: programKinds, kind, ...span, chosen: asked !== null },
		people: await countProgramPeople(db.read, actor, kind)
	};
};
