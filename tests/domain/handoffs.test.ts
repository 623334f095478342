import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { handoffReaches } from '#lib/server/db/schema/index.ts';
import { recordOwnContact } from '#lib/server/domain/contacts.ts';
import { consentsOf, createRecipient, revokeConsent } from '#lib/server/domain/consents.ts';
import { historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import { dueHandoffs, handoffCounts, handoffOf, listHandoffs } from '#lib/server/domain/handoff-lists.ts';
import { handoffOffersTo, offerHandoff } from '#lib/server/domain/handoff-offers.ts';
import {
	AskedHandoff,
	askHandoff,
	takeUpHandoff,
	turnDownHandoff,
	withdrawHandoff
} from '#lib/server/domain/handoffs.ts';
import { handoffForm, ownHandoffs } from '#lib/server/domain/own-handoffs.ts';
import { shownCounts } from '#lib/server/domain/small-cells.ts';
import { worklistOf } from '#lib/server/domain/worklists.ts';
import { workingDaysBetween } from '#lib/server/domain/working-days.ts';
import { answerFromFeed, answerHandoff, handoffsFor, takeHandoff } from '#lib/server/feed/handoffs.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Staff } from '#lib/server/policy.ts';
import { addStaff, at, world, type World } from '../support/world.ts';

/** The world, with two case managers at Northside and one at Harbor. */
async function place() {
	const cast = await world();
	const { db, northside, harbor } = cast;
	const marta = await addStaff(db, 'Marta', [['case-manager', northside.id]]);
	const cody = await addStaff(db, 'Cody', [['case-manager', northside.id]]);
	const hana = await addStaff(db, 'Hana', [['case-manager', harbor.id]]);
	return { ...cast, marta, cody, hana, andreSelf: cast.self(cast.andre) };
}
type Place = Awaited<ReturnType<typeof place>>;

type Wish = z.input<typeof AskedHandoff>;
const wish = ({ northside }: Pick<World, 'northside'>, change: Partial<Wish> = {}): Wish => ({
	operationId: newId(),
	category: 'housing',
	to: `case-manager/${northside.id}`,
	days: '90',
	reach: 'other',
	way: 'text',
	line: '323-555-0142',
	safe: true,
	agreed: true,
	sensitive: false,
	language: 'en',
	...change
});

async function asked(cast: Place, change: Partial<Wish> = {}) {
	const sent = wish(cast, change);
	await askHandoff(cast.db, cast.andreSelf, sent);
	return sent.operationId;
}

/** How it stands now on the screens of somebody who has the list. */
async function rowOf({ db }: Place, who: Staff, id: string) {
	const all = [await listHandoffs(db.read, who, 'open'), await listHandoffs(db.read, who, 'over')];
	return all.flatMap(({ rows }) => rows).find((row) => row.id === id)!;
}
async function take(cast: Place, who: Staff, id: string) {
	const { stepId } = await rowOf(cast, who, id);
	await takeHandoff(cast.db, who, id, { operationId: newId(), stepId });
}
async function answer(
	cast: Place,
	who: Staff,
	id: string,
	state: 'contacted' | 'connected' | 'closed',
	outcome: 'connected' | 'elsewhere' | 'not-wanted' | 'not-reached' | null = null
) {
	const { stepId } = await rowOf(cast, who, id);
	await answerHandoff(cast.db, who, id, { operationId: newId(), stepId, state, outcome });
}
const told = { status: 409 };

describe('asking', () => {
	test('goes to the organization’s case manager, and the participant sees each state', async () => {
		const cast = await place();
		const id = await asked(cast);
		const mine = async () => (await ownHandoffs(cast.db.read, cast.andreSelf)).open[0];
		expect(await mine()).toMatchObject({ state: 'asked', to: 'Northside Works', with: null });
		await take(cast, cast.marta, id);
		expect(await mine()).toMatchObject({ state: 'received', with: 'Marta' });
		await answer(cast, cast.marta, id, 'contacted');
		await answer(cast, cast.marta, id, 'connected');
		expect(await mine()).toMatchObject({ state: 'connected' });
		await answer(cast, cast.marta, id, 'closed', 'connected');
		const { open, over } = await ownHandoffs(cast.db.read, cast.andreSelf);
		expect(open).toEqual([]);
		expect(over).toMatchObject([{ state: 'closed', outcome: 'connected' }]);
	});

	test('sent twice is one; with other content it is refused; the same again while it is open, too', async () => {
		const cast = await place();
		const sent = wish(cast);
		const send = (change: Partial<Wish> = {}) => askHandoff(cast.db, cast.andreSelf, { ...sent, ...change });
		await send();
		await send();
		expect((await ownHandoffs(cast.db.read, cast.andreSelf)).open).toHaveLength(1);
		await expect(send({ category: 'work' })).rejects.toMatchObject({ ...told, code: 'operation.reused' });
		const again = send({ operationId: newId() });
		await expect(again).rejects.toMatchObject({ ...told, code: 'handoff.open' });
		await send({ operationId: newId(), category: 'work' });
	});

	test.each<[string, Partial<Wish>, object]>([
		['a way that is not safe', { safe: false }, { safe: 'handoff.safe' }],
		['a call without a number', { line: null, way: 'call' }, { line: 'contact.phone' }],
		['words in place of a number', { line: 'ask for my sister' }, { line: 'contact.phone' }],
		['no way at all', { way: null }, { way: 'choice' }],
		['a line that tells a story', { way: 'in-person', line: 'x'.repeat(61) }, { line: 'too_big' }]
	])('with %s is refused beside the field', (_what, change, fields) => {
		const parsed = AskedHandoff.safeParse(wish({ northside: { id: newId() } as never }, change));
		const faults = parsed.error!.issues.map(({ path, message, code }) => [
			path[0],
			message.includes(' ') ? code : message
		]);
		expect(Object.fromEntries(faults)).toMatchObject(fields);
	});

	test('about one’s health takes a tick of its own', async () => {
		const cast = await place();
		const send = (change: Partial<Wish>) =>
			askHandoff(cast.db, cast.andreSelf, wish(cast, { category: 'mental-health', ...change }));
		await expect(send({})).rejects.toMatchObject({ fields: { sensitive: { code: 'handoff.tick' } } });
		await send({ sensitive: true });
		const events = await historyOf(cast.db.read, `participant:${cast.andre.participantId}`);
		expect(JSON.stringify(events)).not.toMatch(/mental|323-555/);
	});

	test('of another organization’s case manager there is no choice, nor where there is none', async () => {
		const cast = await place();
		const elsewhere = askHandoff(
			cast.db,
			cast.andreSelf,
			wish(cast, { to: `case-manager/${cast.harbor.id}` })
		);
		await expect(elsewhere).rejects.toMatchObject({ fields: { to: { code: 'choice' } } });
		const plain = await world();
		const { destinations } = await handoffForm(plain.db.read, plain.self(plain.andre), null);
		expect(destinations.map(({ way }) => way)).toEqual(['recipient']);
	});

	test('as one’s contact says: what is said later holds, and without a contact there is none', async () => {
		const cast = await place();
		const asSaid = { reach: 'as-said' as const, way: null, line: null, safe: false };
		await expect(asked(cast, asSaid)).rejects.toMatchObject({
			fields: { reach: { code: 'handoff.no-contact' } }
		});
		const say = (shownAt: string | null, change: object) =>
			recordOwnContact(cast.db, cast.andreSelf, {
				...{ operationId: newId(), shownAt, phone: '2135550199', way: 'call' as const },
				...{ safe: 'yes' as const, askFor: null, neutral: true, ...change }
			});
		await say(null, {});
		const id = await asked(cast, asSaid);
		await take(cast, cast.marta, id);
		const reach = async () => (await handoffOf(cast.db.read, cast.marta, id)).reach;
		expect(await reach()).toMatchObject({ way: 'call', line: '2135550199' });
		await say(new Date().toISOString(), { way: 'in-person', safe: 'no' });
		expect(await reach()).toMatchObject({ way: 'in-person', line: null });
	});
});

describe('who sees what', () => {
	test('a name and how to reach them only whoever has taken it', async () => {
		const cast = await place();
		const id = await asked(cast);
		expect(await rowOf(cast, cast.marta, id)).toMatchObject({ person: null, category: 'housing' });
		expect(await handoffOf(cast.db.read, cast.marta, id)).toMatchObject({ person: null, reach: null });
		await take(cast, cast.marta, id);
		expect(await handoffOf(cast.db.read, cast.marta, id)).toMatchObject({
			person: { firstName: 'Andre' },
			reach: { way: 'text', line: '323-555-0142' }
		});
		expect(await handoffOf(cast.db.read, cast.cody, id)).toMatchObject({
			...{ person: null, reach: null, with: 'Marta' }
		});
		expect(await rowOf(cast, cast.carl, id)).toMatchObject({ person: null, with: 'Marta' });
	});

	test('another organization’s case manager finds none; others may not', async () => {
		const cast = await place();
		const id = await asked(cast);
		await expect(handoffOf(cast.db.read, cast.hana, id)).rejects.toMatchObject({ status: 404 });
		await expect(handoffOf(cast.db.read, cast.henry, id)).rejects.toMatchObject({ status: 404 });
		await expect(handoffOf(cast.db.read, cast.carl, id)).rejects.toMatchObject({ status: 403 });
		await expect(handoffOf(cast.db.read, cast.fatima, id)).rejects.toMatchObject({ status: 404 });
		await expect(listHandoffs(cast.db.read, cast.fatima, 'open')).rejects.toMatchObject({ status: 403 });
		expect((await listHandoffs(cast.db.read, cast.hana, 'open')).rows).toEqual([]);
		const other = cast.self(cast.beatriz);
		const [{ stepId }] = (await ownHandoffs(cast.db.read, cast.andreSelf)).open;
		const ended = { operationId: newId(), handoffId: id, stepId };
		await expect(withdrawHandoff(cast.db, other, ended)).rejects.toMatchObject({ status: 404 });
		expect((await ownHandoffs(cast.db.read, other)).open).toEqual([]);
	});

	test('taking one is told in the accounts of what was told, by the participant’s own act', async () => {
		const cast = await place();
		const id = await asked(cast);
		await take(cast, cast.marta, id);
		const events = await historyOf(cast.db.read, `participant:${cast.andre.participantId}`);
		expect(events.map(({ kind }) => kind)).toEqual(
			expect.arrayContaining(['handoff.asked', 'handoff.received', 'disclosure.own'])
		);
		expect((await verifyEvents(cast.db)).faults).toEqual([]);
	});
});

describe('two at once', () => {
	test('of two case managers who take it at once, one has it and the other is told', async () => {
		const cast = await place();
		const id = await asked(cast);
		// Both have it on their screens as it was asked for.
		const { stepId } = await rowOf(cast, cast.marta, id);
		const takes = [cast.marta, cast.cody].map((who) =>
			takeHandoff(cast.db, who, id, { operationId: newId(), stepId })
		);
		const both = await Promise.allSettled(takes);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const refused = both.find((one) => one.status === 'rejected')!;
		expect(refused.reason).toMatchObject({ ...told, code: 'handoff.changed' });
		const has = both[0].status === 'fulfilled' ? cast.marta : cast.cody;
		expect(await rowOf(cast, has, id)).toMatchObject({ with: has.name, isMine: true });
	});

	test('it can be taken over; whoever had it sees nothing more, and can say nothing more', async () => {
		const cast = await place();
		const id = await asked(cast);
		await take(cast, cast.marta, id);
		await answer(cast, cast.marta, id, 'contacted');
		await take(cast, cast.cody, id);
		expect(await rowOf(cast, cast.cody, id)).toMatchObject({ state: 'contacted', isMine: true });
		expect(await handoffOf(cast.db.read, cast.marta, id)).toMatchObject({ person: null, reach: null });
		const late = answer(cast, cast.marta, id, 'connected');
		await expect(late).rejects.toMatchObject({ ...told, code: 'handoff.anothers' });
	});

	test('withdrawn while it is being answered: the answer is refused, and nothing is left to read', async () => {
		const cast = await place();
		const id = await asked(cast);
		await take(cast, cast.marta, id);
		const { stepId } = await rowOf(cast, cast.marta, id);
		const ended = { operationId: newId(), handoffId: id, stepId };
		await withdrawHandoff(cast.db, cast.andreSelf, ended);
		await withdrawHandoff(cast.db, cast.andreSelf, ended);
		const late = { operationId: newId(), stepId, state: 'contacted' as const };
		await expect(answerHandoff(cast.db, cast.marta, id, late)).rejects.toMatchObject({
			...{ ...told, code: 'handoff.stopped' }
		});
		const after = await handoffOf(cast.db.read, cast.marta, id);
		expect(after).toMatchObject({ standing: 'over', state: 'withdrawn', person: null, reach: null });
		expect(await cast.db.read.select().from(handoffReaches)).toEqual([]);
		const again = { ...ended, operationId: newId() };
		await expect(withdrawHandoff(cast.db, cast.andreSelf, again)).rejects.toMatchObject({
			...{ ...told, code: 'handoff.over' }
		});
	});

	test('a request can be taken back although a case manager has just said something', async () => {
		const cast = await place();
		const id = await asked(cast);
		const [{ stepId }] = (await ownHandoffs(cast.db.read, cast.andreSelf)).open;
		await take(cast, cast.marta, id);
		await withdrawHandoff(cast.db, cast.andreSelf, { operationId: newId(), handoffId: id, stepId });
		expect((await ownHandoffs(cast.db.read, cast.andreSelf)).open).toEqual([]);
	});
});

test('states follow each other, and only what led to help is closed as connected', async () => {
	const cast = await place();
	const id = await asked(cast);
	await take(cast, cast.marta, id);
	await expect(answer(cast, cast.marta, id, 'connected')).rejects.toMatchObject({
		...{ ...told, code: 'handoff.order' }
	});
	await expect(answer(cast, cast.marta, id, 'closed', 'connected')).rejects.toMatchObject({
		...{ status: 400, fields: { outcome: { code: 'choice' } } }
	});
	await answer(cast, cast.marta, id, 'closed', 'not-reached');
	expect(await rowOf(cast, cast.marta, id)).toMatchObject({ standing: 'over', person: null });
});

test('after the day until which it was agreed to, nobody reads or answers it', async () => {
	const cast = await place();
	const id = await asked(cast, { days: '30' });
	await take(cast, cast.marta, id);
	at('2026-04-03T18:00:00.000Z');
	expect(await rowOf(cast, cast.marta, id)).toMatchObject({ standing: 'stopped', person: null });
	await expect(answer(cast, cast.marta, id, 'contacted')).rejects.toMatchObject({ code: 'handoff.stopped' });
	expect((await ownHandoffs(cast.db.read, cast.andreSelf)).open).toMatchObject([{ standing: 'stopped' }]);
	await asked(cast);
});

describe('over the feed', () => {
	const toRecipient = ({ caseManagement }: World): Partial<Wish> => ({
		to: `recipient/${caseManagement.id}`
	});
	const keyOf = ({ key }: World) => ({ ...key, scopes: ['handoffs'] });

	test('case management reads it under the consent that was given with it, and answers', async () => {
		const cast = await place();
		const id = await asked(cast, toRecipient(cast));
		const read = () => cast.db.write((tx) => handoffsFor(tx, keyOf(cast)));
		expect(await read()).toMatchObject([
			{ id, category: 'housing', state: 'asked', number: 'P-1001', reach: { line: '323-555-0142' } }
		]);
		expect((await listHandoffs(cast.db.read, cast.marta, 'open')).rows).toEqual([]);
		const said = { operationId: newId(), state: 'received' as const, outcome: null };
		await answerFromFeed(cast.db, keyOf(cast), id, said);
		await answerFromFeed(cast.db, keyOf(cast), id, said);
		expect((await ownHandoffs(cast.db.read, cast.andreSelf)).open).toMatchObject([
			{ state: 'received', to: 'Case management' }
		]);
	});

	test('the consent that was given for it ends with the request', async () => {
		const cast = await place();
		const handoffId = await asked(cast, toRecipient(cast));
		const [{ stepId }] = (await ownHandoffs(cast.db.read, cast.andreSelf)).open;
		const states = async () =>
			(await consentsOf(cast.db.read, cast.carl, cast.andre.participantId)).map(({ state }) => state);
		expect(await states()).toEqual(['in-force']);
		await withdrawHandoff(cast.db, cast.andreSelf, { operationId: newId(), handoffId, stepId });
		expect(await states()).toEqual(['revoked']);
		expect(await cast.db.write((tx) => handoffsFor(tx, keyOf(cast)))).toEqual([]);
	});

	test('a revoked consent, another recipient, another scope: there is none', async () => {
		const cast = await place();
		const id = await asked(cast, toRecipient(cast));
		const said = () => ({ operationId: newId(), state: 'received' as const, outcome: null });
		const evaluator = await createRecipient(cast.db, system, { name: 'Evaluator', kind: 'evaluator' });
		const foreign = { ...keyOf(cast), recipientId: evaluator.id };
		expect(await cast.db.write((tx) => handoffsFor(tx, foreign))).toEqual([]);
		await expect(answerFromFeed(cast.db, foreign, id, said())).rejects.toMatchObject({ status: 404 });
		await expect(answerFromFeed(cast.db, cast.key, id, said())).rejects.toMatchObject({ status: 403 });
		const [{ consentId }] = await cast.db.write((tx) => handoffsFor(tx, keyOf(cast)));
		await revokeConsent(cast.db, cast.carl, cast.andre.participantId, consentId);
		expect(await cast.db.write((tx) => handoffsFor(tx, keyOf(cast)))).toEqual([]);
		await expect(answerFromFeed(cast.db, keyOf(cast), id, said())).rejects.toMatchObject({ status: 404 });
		expect((await ownHandoffs(cast.db.read, cast.andreSelf)).open).toMatchObject([{ standing: 'stopped' }]);
	});
});

describe('offers', () => {
	const offer = async (cast: Place, by = cast.fatima) => {
		const operationId = newId();
		await offerHandoff(cast.db, by, cast.andre.participantId, { operationId, category: 'housing' });
		return operationId;
	};
	const seenBy = async (cast: Place, who: Staff) =>
		(await handoffOffersTo(cast.db.read, who, cast.andre.participantId)).offers;
	const yes = (cast: Place, handoffId: string, stepId: string, shared: boolean) => {
		const { category: _, ...agreed } = wish(cast);
		return takeUpHandoff(cast.db, cast.andreSelf, { ...agreed, handoffId, stepId, shared });
	};

	test('tell nobody anything until the participant says yes; then whoever offered sees that, and no more', async () => {
		const cast = await place();
		const id = await offer(cast);
		expect((await listHandoffs(cast.db.read, cast.marta, 'open')).rows).toEqual([]);
		const [{ stepId }] = (await ownHandoffs(cast.db.read, cast.andreSelf)).offers;
		await yes(cast, id, stepId, false);
		await take(cast, cast.marta, id);
		expect(await seenBy(cast, cast.fatima)).toMatchObject([{ answer: 'taken-up', state: null }]);
		expect(await seenBy(cast, cast.rosa)).toEqual([]);
		expect(await seenBy(cast, cast.carl)).toEqual([]);
	});

	test('what becomes of it is seen where the participant agrees', async () => {
		const cast = await place();
		const id = await offer(cast);
		const [{ stepId }] = (await ownHandoffs(cast.db.read, cast.andreSelf)).offers;
		await yes(cast, id, stepId, true);
		await take(cast, cast.marta, id);
		expect(await seenBy(cast, cast.fatima)).toMatchObject([{ answer: 'taken-up', state: 'received' }]);
	});

	test('can be turned down once, and then taken up no more', async () => {
		const cast = await place();
		const id = await offer(cast);
		const [{ stepId }] = (await ownHandoffs(cast.db.read, cast.andreSelf)).offers;
		const ended = { operationId: newId(), handoffId: id, stepId };
		await turnDownHandoff(cast.db, cast.andreSelf, ended);
		await turnDownHandoff(cast.db, cast.andreSelf, ended);
		await expect(yes(cast, id, stepId, false)).rejects.toMatchObject({ ...told, code: 'handoff.changed' });
		expect(await seenBy(cast, cast.fatima)).toMatchObject([{ answer: 'declined', state: null }]);
		await expect(handoffForm(cast.db.read, cast.andreSelf, id)).rejects.toMatchObject({ status: 404 });
	});

	test('are made by the group’s own staff, the same one once', async () => {
		const cast = await place();
		await offer(cast);
		await expect(offer(cast)).rejects.toMatchObject({ ...told, code: 'handoff.offered' });
		await offer(cast, cast.carl);
		await expect(offer(cast, cast.olga)).rejects.toMatchObject({ status: 404 });
		await expect(offer(cast, cast.marta)).rejects.toMatchObject({ status: 404 });
	});
});

describe('age', () => {
	test('is counted in working days', () => {
		const isHoliday = (day: string) => day === '2026-03-09';
		expect(workingDaysBetween('2026-03-06', '2026-03-06', isHoliday)).toBe(0);
		expect(workingDaysBetween('2026-03-06', '2026-03-08', isHoliday)).toBe(0);
		expect(workingDaysBetween('2026-03-06', '2026-03-10', isHoliday)).toBe(1);
		expect(workingDaysBetween('2026-03-10', '2026-03-06', isHoliday)).toBe(0);
	});

	test('shows on the coordinator’s worklist after three working days, louder after seven, without a name', async () => {
		const cast = await place();
		const id = await asked(cast);
		const due = () => dueHandoffs(cast.db.read, cast.carl);
		at('2026-03-05T20:00:00.000Z');
		expect(await due()).toEqual([]);
		at('2026-03-06T20:00:00.000Z');
		expect(await due()).toEqual([{ id, category: 'housing', days: 3, isOverdue: false }]);
		at('2026-03-12T20:00:00.000Z');
		expect(await due()).toMatchObject([{ days: 7, isOverdue: true }]);
		const list = await worklistOf(cast.db.read, cast.carl, 'en');
		expect(list.handoffs).toHaveLength(1);
		expect((await worklistOf(cast.db.read, cast.henry, 'en')).handoffs).toEqual([]);
		expect((await worklistOf(cast.db.read, cast.fatima, 'en')).handoffs).toEqual([]);
		expect(await rowOf(cast, cast.marta, id)).toMatchObject({ age: 'overdue', days: 7 });
		await take(cast, cast.marta, id);
		expect(await due()).toEqual([]);
	});
});

describe('counts', () => {
	test('hide fewer than five, and a second one where a single one is hidden', () => {
		expect(shownCounts({ a: 0, b: 4, c: 9, d: 6 })).toEqual({ a: 0, b: null, c: 9, d: null });
		expect(shownCounts({ a: 1, b: 4, c: 9 })).toEqual({ a: null, b: null, c: 9 });
		expect(shownCounts({ a: 5, b: 0 })).toEqual({ a: 5, b: 0 });
		expect(shownCounts({ a: 2, b: 0 })).toEqual({ a: null, b: 0 });
	});

	test('are read by program staff and coordinators, each over their own', async () => {
		const cast = await place();
		await asked(cast);
		const counts = await handoffCounts(cast.db.read, cast.priya);
		expect(counts.categories).toMatchObject({ housing: null, work: 0 });
		expect(counts.ends).toMatchObject({ open: null, connected: 0 });
		expect((await handoffCounts(cast.db.read, cast.henry)).categories.housing).toBe(0);
	});
});
