import { checkPaper, type CheckedPaper } from '#lib/server/feed/checked-papers.ts';
import { DomainError, type Params } from '#lib/server/errors.ts';

/** Longer than any code, however it is spaced. */
const longest = 60;

export const load = async ({ params, url, locals: { db }, getClientAddress }) => {
	const typed = (url.searchParams.get('code') ?? params.code ?? '').trim().slice(0, longest);
	const wait: { code: string; params: Params } | null = null;
	if (!typed) return { typed, found: null, wait };
	try {
		return { typed, found: await checkPaper(db, typed, getClientAddress()), wait };
	} catch (error) {
		if (!(error instanceof DomainError) || error.status !== 429) throw error;
		return { typed, found: null as CheckedPaper | null, wait: { code: error.code, params: error.params } };
	}
};
