import { findProgram } from '#lib/server/domain/organizations.ts';
import { ownName } from '#lib/server/domain/records.ts';
import { ownAccounting, Period } from '#lib/server/feed/accounting.ts';
import { toldPrint } from '#lib/record-words.ts';
import { recordOptions, recordResponse } from '../../../../records.ts';

export const GET = async ({ locals, url }) => {
	const { db, actor } = locals;
	const told = await ownAccounting(db.read, actor, Period.parse(Object.fromEntries(url.searchParams)));
	const { number, name } = await ownName(db.read, actor);
	const { zone } = await findProgram(db.read);
	const person = { number, firstName: name?.firstName ?? null, lastName: name?.lastName ?? null };
	return recordResponse(toldPrint(told, { person, zone }, recordOptions({ url }), true), 'told', locals);
};
