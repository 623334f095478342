import { json } from '@sveltejs/kit';
import { carryOut, NewTaps } from '#lib/server/domain/taps.ts';
import { readJson } from '#lib/server/forms.ts';
import { detailsOf } from '#lib/server/problems.ts';

export const POST = async ({ request, params, locals: { db, actor } }) => {
	const taps = await readJson(request, NewTaps);
	const { outcomes, room } = await carryOut(db, actor, params.session, taps);
	const results = outcomes.map(({ operationId, refusal }) =>
		refusal ? { operationId, ok: false, problem: detailsOf(refusal) } : { operationId, ok: true }
	);
	return json({ results, room }, { headers: { 'cache-control': 'no-store' } });
};
