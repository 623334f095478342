import { fileResponse } from '#lib/server/attachments.ts';
import { ownFile } from '#lib/server/domain/files.ts';

export const GET = async ({ locals: { db, actor } }) => fileResponse(await ownFile(db, actor));
