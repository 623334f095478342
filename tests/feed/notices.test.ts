/** The notice that goes along with a disclosure stands on each line of a file. */
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import type { Db } from '#lib/server/db/open.ts';
import { createRecipient } from '#lib/server/domain/consents.ts';
import { makeBatch } from '#lib/server/domain/incentive-batches.ts';
import { noticeIn } from '#lib/server/feed/notices.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Actor } from '#lib/server/policy.ts';
import { GET as payerFile } from '../../src/routes/(staff)/incentives/batches/[batch]/payer.csv/+server.ts';
import { GET as programFile } from '../../src/routes/(staff)/program/exports/[file]/+server.ts';
import { approve, incentiveFor, payingWorld } from '../support/paying.ts';
import { hold } from '../support/telling.ts';

/** What an address answers, as lines without the head. */
async function linesOf<P>(
	get: (event: never) => Promise<Response>,
	db: Db,
	actor: Actor,
	params: P
): Promise<string[][]> {
	const event = { locals: { db, actor }, params, url: new URL('https://here.example/') };
	const answer = await get(event as never);
	return parse(await answer.text(), { bom: true }).slice(1) as string[][];
}

test('each line for the program’s office, and for a payer outside, has the notice; the own finance needs none', async () => {
	const cast = await payingWorld();
	const { db, fatima, carl, vera, priya, andre, northside, tuesdaySession, consent } = cast;
	const office = await createRecipient(db, system, { name: 'Program office', kind: 'program' });
	const desk = await createRecipient(db, system, { name: 'Incentives desk', kind: 'incentives' });
	await consent(andre, office.id, { information: ['enrollment', 'attendance', 'milestones'] });
	await consent(andre, desk.id, { information: ['incentives'] });
	await hold(db, fatima, tuesdaySession, [andre]);

	for (const kind of ['enrollments', 'attendance', 'milestones']) {
		const lines = await linesOf(programFile, db, priya, { file: `${kind}.csv` });
		expect(lines.length, kind).toBeGreaterThan(0);
		for (const line of lines) expect(line, kind).toContain(noticeIn('en'));
	}

	for (const [kind, recipientId] of [
		['first-session', desk.id],
		['completed', null]
	] as const) {
		const incentiveId = await incentiveFor(db, andre.id, kind);
		await approve(db, vera, incentiveId);
		const asked = { operationId: newId(), organizationId: northside.id, form: 'gift-card' as const };
		const batch = await makeBatch(db, carl, { ...asked, recipientId, incentiveIds: [incentiveId] });
		const [line] = await linesOf(payerFile, db, carl, { batch });
		expect(line.includes(noticeIn('en'))).toBe(recipientId !== null);
	}
});
