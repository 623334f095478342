import { redirect } from '@sveltejs/kit';
import { PackQuery, packOffer } from '#lib/server/domain/packs.ts';
import { SheetCode, sessionOfCode } from '#lib/server/domain/sheets.ts';
import { DomainError } from '#lib/server/errors.ts';
import { packOptions } from './asked.ts';

export const load = async (event) => {
	const { db, actor } = event.locals;
	const query = PackQuery.parse(Object.fromEntries(event.url.searchParams));
	const code = event.url.searchParams.get('code');
	const found = code === null ? null : await idOf(event.locals, code);
	if (found) redirect(303, `/sessions/${found}/sheet`);
	const { language, size } = packOptions(event);
	return { ...(await packOffer(db.read, actor, query)), query, code, language, size };
};

/** Null when there is no such sheet for the actor. */
async function idOf({ db, actor }: App.Locals, code: string): Promise<string | null> {
	const read = SheetCode.safeParse({ code });
	if (!read.success) return null;
	try {
		return await sessionOfCode(db.read, actor, read.data);
	} catch (error) {
		if (error instanceof DomainError && error.status === 400) return null;
		throw error;
	}
}
