import { findProgram } from '#lib/server/domain/organizations.ts';
import { ownAccounting, Period } from '#lib/server/feed/accounting.ts';

export const load = async ({ locals: { db, actor }, url }) => {
	const period = Period.parse(Object.fromEntries(url.searchParams));
	const { zone } = await findProgram(db.read);
	return { told: await ownAccounting(db.read, actor, period), period, zone };
};
