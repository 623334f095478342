import { fileOf } from '#lib/server/domain/files.ts';
import { fileResponse } from '#lib/server/attachments.ts';

export const GET = async ({ locals: { db, actor }, params }) =>
	fileResponse(await fileOf(db, actor, params.participant));
