import { answered } from '#lib/server/api.ts';
import { reconcile, ReconciliationQuery } from '#lib/server/feed/reconciliation.ts';
import { readQuery } from '#lib/server/forms.ts';

export const GET = (event) =>
	answered(event, async (key) => {
		const told = await reconcile(event.locals.db, key, readQuery(event.url, ReconciliationQuery));
		return Response.json(told, { headers: { 'cache-control': 'no-store' } });
	});
