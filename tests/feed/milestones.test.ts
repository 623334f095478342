import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { createRecipient, revokeConsent } from '#lib/server/domain/consents.ts';
import { historyOf } from '#lib/server/domain/events.ts';
import { enrollByNumber } from '#lib/server/domain/people.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { isPostgres } from '#lib/server/db/dialect.ts';
import { disclosures } from '#lib/server/db/schema/index.ts';
import { ListQuery } from '#lib/server/feed/lists.ts';
import { feedMilestones, MilestonesAnswer } from '#lib/server/feed/milestones.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Key } from '#lib/server/policy.ts';
import { hasTwoConnections } from '../support/database.ts';
import { hold, onRoll } from '../support/telling.ts';
import { at, present, world, type World } from '../support/world.ts';

type Fed = Awaited<ReturnType<typeof feedMilestones>>;
const all = { after: '0', limit: 100 };
const read = ({ db, key }: Pick<World, 'db' | 'key'>, query = all, as: Key = key) =>
	feedMilestones(db, as, query);
const lines = ({ milestones }: Fed) =>
	milestones.map(
		({ type, milestone, participant }) => `${type.slice(10)} ${milestone} ${participant.number}`
	);

/** Reads to the end in pages, as a recipient would. */
async function follow(cast: Pick<World, 'db' | 'key'>, limit: number, after = '0') {
	const pages: Fed[] = [];
	for (let more = true; more;) {
		const page = await read(cast, { after, limit });
		pages.push(page);
		({ more, next: after } = page);
	}
	return { milestones: pages.flatMap((page) => page.milestones), pages, after };
}

describe('consent', () => {
	test('without one a participant is not there at all', async () => {
		const cast = await world();
		expect(await read(cast)).toMatchObject({ milestones: [], next: '0', more: false });
		expect(await cast.db.read.$count(disclosures)).toBe(0);
	});

	test('the answer for nobody’s consent is the answer for nobody', async () => {
		const cast = await world();
		const none = await read(cast);
		await cast.enroll(cast.carl, cast.tuesdayGroup.id, 'P-1009', 'Nadia', 'Reyes');
		await cast.consent(cast.andre, undefined, { information: ['name', 'enrollment', 'attendance'] });
		expect(JSON.stringify(await read(cast))).toBe(JSON.stringify(none));
	});

	test('a consent given later brings the earlier milestones, after what the reader already has', async () => {
		const cast = await world();
		await cast.consent(cast.beatriz);
		const first = await read(cast);
		expect(lines(first)).toEqual(['awarded enrolled P-1002']);
		await cast.consent(cast.andre);
		const later = await read(cast, { after: first.next, limit: 100 });
		expect(lines(later)).toEqual(['awarded enrolled P-1001']);
	});

	test('is for one recipient and no other', async () => {
		const cast = await world();
		await cast.consent(cast.andre);
		const evaluator = await createRecipient(cast.db, system, { name: 'Evaluator', kind: 'evaluator' });
		expect((await read(cast, all, { ...cast.key, recipientId: evaluator.id })).milestones).toEqual([]);
		expect((await read(cast)).milestones).toHaveLength(1);
	});

	test('covers the milestones at the organization that it was given to, not another’s', async () => {
		const cast = await world();
		await cast.consent(cast.andre);
		await enrollByNumber(cast.db, cast.henry, cast.harborGroup.id, {
			operationId: newId(),
			number: 'P-1001'
		});
		expect((await read(cast)).milestones.map((one) => one.organization.name)).toEqual(['Northside Works']);
	});

	test('holds through its last day where the program is, and not a minute longer', async () => {
		const cast = await world();
		await cast.consent(cast.andre, undefined, { expiresOn: '2026-03-10' });
		at('2026-03-11T06:59:00Z'); // March 10, 23:59 in Los Angeles
		expect((await read(cast)).milestones).toHaveLength(1);
		at('2026-03-11T07:00:00Z');
		expect((await read(cast)).milestones).toEqual([]);
	});

	test('revoked, the next request finds nothing, and finds no trace', async () => {
		const cast = await world();
		const none = await read(cast);
		const { id } = await cast.consent(cast.andre);
		expect((await read(cast)).milestones).toHaveLength(1);
		await revokeConsent(cast.db, cast.carl, cast.andre.participantId, id);
		expect(JSON.stringify(await read(cast))).toBe(JSON.stringify(none));
	});

	test('of two that let out the same the milestone is told once, and either may end', async () => {
		const cast = await world();
		const first = await cast.consent(cast.andre);
		const second = await cast.consent(cast.andre, undefined, { purpose: 'Arrange transport' });
		expect(lines(await read(cast))).toEqual(['awarded enrolled P-1001']);
		await revokeConsent(cast.db, cast.carl, cast.andre.participantId, second.id);
		expect((await read(cast)).milestones.map((one) => one.consent.id)).toEqual([first.id]);
	});
});

describe('the answer', () => {
	test('is what the contract says, with the notice and the consent’s scope', async () => {
		const cast = await world();
		const consent = await cast.consent(cast.andre);
		const answer = await read(cast);
		expect(MilestonesAnswer.parse(answer)).toEqual(answer);
		expect(answer.notice).toMatch('42 CFR part 2');
		expect(answer.milestones[0]).toEqual({
			id: answer.milestones[0].id,
			...{ type: 'milestone.awarded', milestone: 'enrolled', module: null, definition: null, voids: null },
			participant: { number: 'P-1001' },
			organization: { id: cast.northside.id, name: 'Northside Works' },
			enrollment: cast.andre.id,
			consent: { id: consent.id, purpose: 'Plan services together', expires: '2027-03-01' },
			at: '2026-03-04T02:10:00.000Z'
		});
	});

	test('has no name, no mark, no practice in it', async () => {
		const cast = await world();
		await cast.consent(cast.andre, undefined, {
			information: ['name', 'enrollment', 'attendance', 'milestones']
		});
		await hold(cast.db, cast.fatima, cast.tuesdaySession, [cast.andre]);
		expect(JSON.stringify(await read(cast))).not.toMatch(/Andre|Miller|present|minutes|lesson-/);
	});

	test('follows a void after the award that it takes back', async () => {
		const cast = await world();
		await cast.consent(cast.andre);
		await mark(cast.db, cast.fatima, cast.tuesdaySession, present(cast.andre.id));
		const before = await read(cast);
		const { heads } = await onRoll(cast.db, cast.fatima, cast.tuesdaySession, cast.andre.id);
		await mark(
			cast.db,
			cast.fatima,
			cast.tuesdaySession,
			present(cast.andre.id, { status: 'absent-unexcused', replaces: heads })
		);
		expect(lines(await read(cast))).toEqual([
			...['awarded enrolled P-1001', 'awarded first-session P-1001', 'voided first-session P-1001']
		]);
		const { milestones } = await read(cast, { after: before.next, limit: 100 });
		expect(milestones).toMatchObject([{ type: 'milestone.voided', voids: before.milestones[1].id }]);
	});

	test('is for keys with the scope, and nobody else', async () => {
		const { db, key, consent, andre } = await world();
		await consent(andre);
		await expect(feedMilestones(db, { ...key, scopes: [] }, all)).rejects.toMatchObject({ status: 403 });
		await expect(feedMilestones(db, { ...key, scopes: ['attendance'] }, all)).rejects.toMatchObject({
			status: 403
		});
		expect(await db.read.$count(disclosures)).toBe(0);
	});

	test('of a key bound to an organization leaves out all others', async () => {
		const cast = await world();
		await cast.consent(cast.andre);
		await cast.consent(cast.dolores);
		const bound = (organizationId: string) => read(cast, all, { ...cast.key, organizationId });
		expect(lines(await bound(cast.northside.id))).toEqual(['awarded enrolled P-1001']);
		expect(lines(await bound(cast.harbor.id))).toEqual(['awarded enrolled P-2001']);
		expect(lines(await read(cast))).toHaveLength(2);
	});
});

describe('the cursor', () => {
	test('accepts its own answers and refuses anything else', async () => {
		const cast = await world();
		await cast.consent(cast.andre);
		const { next } = await read(cast);
		expect((await read(cast, { after: next, limit: 10 })).milestones).toEqual([]);
		const ours = Buffer.from(next, 'base64url').toString();
		const made = (text: string) => Buffer.from(text).toString('base64url');
		for (const bad of ['12', '12.7', 'abc', made('x 1 y'), made(`${ours.split(' ')[0]} -1 x`)]) {
			await expect(read(cast, { after: bad, limit: 10 }), bad).rejects.toMatchObject({
				...{ status: 400, fields: { after: { code: 'cursor' } } }
			});
		}
		for (const bad of ['', '1 2', "1' or 1=1", '1'.repeat(241)])
			expect(ListQuery.safeParse({ after: bad }).success, bad).toBe(false);
		expect(ListQuery.safeParse({ limit: '0' }).success).toBe(false);
		expect(ListQuery.safeParse({ limit: '501' }).success).toBe(false);
		expect(ListQuery.safeParse({ since: '1' }).success).toBe(false);
		expect(ListQuery.parse({})).toEqual({ after: '0', limit: 100 });
	});

	test('of another recipient, organization or list is refused, and says so', async () => {
		const cast = await world();
		await cast.consent(cast.andre);
		const { next } = await read(cast);
		const evaluator = await createRecipient(cast.db, system, { name: 'Evaluator', kind: 'evaluator' });
		for (const other of [
			{ ...cast.key, recipientId: evaluator.id },
			{ ...cast.key, organizationId: cast.northside.id }
		]) {
			await expect(read(cast, { after: next, limit: 10 }, other)).rejects.toMatchObject({
				...{ status: 400, fields: { after: { code: 'cursor' } } }
			});
		}
		const rotated = { ...cast.key, id: newId() };
		expect((await read(cast, { after: next, limit: 10 }, rotated)).milestones).toEqual([]);
	});

	test('in pages of one or of many brings the same, in the same order', async () => {
		const cast = await world();
		for (const one of [cast.andre, cast.beatriz, cast.dolores]) await cast.consent(one);
		await hold(cast.db, cast.fatima, cast.tuesdaySession, [cast.andre, cast.beatriz]);
		const whole = await follow(cast, 500);
		expect(whole.milestones).toHaveLength(5);
		for (const limit of [1, 2, 3]) {
			expect((await follow(cast, limit)).milestones.map((one) => one.id)).toEqual(
				whole.milestones.map((one) => one.id)
			);
		}
		const { next } = await read(cast, { after: whole.after, limit: 10 });
		expect(next).toBe(whole.after);
	});

	test('whatever comes in whatever order, a reader who follows it ends up with all that stands', async () => {
		const people = ['andre', 'beatriz', 'dolores'] as const;
		const step = fc.record({
			person: fc.constantFrom(...people),
			what: fc.constantFrom('consent', 'mark', 'correct', 'revoke', 'read', 'read')
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(step, { minLength: 8, maxLength: 24 }),
				fc.integer({ min: 1, max: 3 }),
				async (steps, limit) => {
					const cast = await world();
					const got: Fed['milestones'] = [];
					const open = new Map<string, string>();
					let after = '0';
					for (const { person, what } of steps) {
						const { id, participantId } = cast[person];
						const [actor, session] =
							person === 'dolores' ? [cast.olga, cast.harborSession] : [cast.fatima, cast.tuesdaySession];
						if (what === 'consent' && !open.has(person))
							open.set(person, (await cast.consent(cast[person])).id);
						if (what === 'revoke' && open.has(person)) {
							await revokeConsent(cast.db, system, participantId, open.get(person)!);
							open.delete(person);
						}
						if (what === 'mark' || what === 'correct') {
							const { heads, status } = await onRoll(cast.db, actor, session, id);
							const other = status === 'present' ? 'absent-unexcused' : 'present';
							await mark(cast.db, actor, session, present(id, { status: other, replaces: heads }));
						}
						if (what === 'read') {
							const page = await read(cast, { after, limit });
							got.push(...page.milestones);
							after = page.next;
						}
					}
					got.push(...(await follow(cast, limit, after)).milestones);

					// Whoever consents now is known in full: every statement once or more, each void after its award.
					const due = (await read(cast)).milestones;
					expect(got.map((one) => one.id)).toEqual(expect.arrayContaining(due.map((one) => one.id)));
					for (const one of due.filter(({ voids }) => voids !== null)) {
						const ids = got.map(({ id }) => id);
						expect(ids.indexOf(one.voids!)).toBeLessThan(ids.lastIndexOf(one.id));
					}
				}
			),
			{ numRuns: isPostgres ? 4 : 8 }
		);
	});
});

describe('disclosures', () => {
	test('each answer is logged once a participant, with what was told and to whom', async () => {
		const cast = await world();
		const consent = await cast.consent(cast.andre);
		await mark(cast.db, cast.fatima, cast.tuesdaySession, present(cast.andre.id));
		const told = await read(cast);
		await read(cast, { after: told.next, limit: 10 });
		const rows = await cast.db.read.select().from(disclosures);
		expect(rows).toMatchObject([
			{
				...{ participantId: cast.andre.participantId, organizationId: cast.northside.id },
				...{
					recipientId: cast.caseManagement.id,
					consentId: consent.id,
					via: 'api',
					toldTo: `key:${cast.key.id}`
				},
				what: { milestones: told.milestones.map((one) => one.id) }
			}
		]);
		const history = await historyOf(cast.db.read, `participant:${cast.andre.participantId}`);
		expect(history.filter((event) => event.kind === 'disclosure.made')).toHaveLength(1);
	});

	test('what is told again is a disclosure again', async () => {
		const cast = await world();
		await cast.consent(cast.andre);
		for (let i = 0; i < 3; i++) await read(cast);
		expect(await cast.db.read.$count(disclosures)).toBe(3);
	});
});

test('after a revocation is committed nothing more is told, however many read at once', async (context) => {
	if (!hasTwoConnections()) context.skip('PGlite has one connection');
	const cast = await world();
	const other = await cast.reopen();
	await endSession(cast.db, cast.fatima, cast.tuesdaySession, { operationId: newId() });
	const rounds = isPostgres ? 15 : 40;
	for (let round = 0; round < rounds; round++) {
		const { id } = await cast.consent(cast.andre);
		let revoked = false;
		const told: boolean[] = [];
		const reading = (i: number) => async () => {
			const begunAfter = revoked;
			const { milestones } = await feedMilestones(i % 2 ? cast.db : other, cast.key, all);
			if (begunAfter) told.push(milestones.length > 0);
		};
		const revoking = async () => {
			await revokeConsent(round % 2 ? cast.db : other, cast.carl, cast.andre.participantId, id);
			revoked = true;
		};
		const before = Array.from({ length: round % 8 }, (_, i) => reading(i)());
		const during = [revoking(), ...Array.from({ length: 8 }, (_, i) => reading(i)())];
		await Promise.all([...before, ...during]);
		await Promise.all(Array.from({ length: 4 }, (_, i) => reading(i)()));
		expect(told).not.toContain(true);
		expect(told.length).toBeGreaterThanOrEqual(4);
	}
	// The log agrees: no disclosure under a consent after its revocation.
	const history = await historyOf(cast.db.read, `participant:${cast.andre.participantId}`);
	const over = new Set<string>();
	for (const { kind, data } of history) {
		const { consentId } = JSON.parse(data);
		if (kind === 'consent.revoked') over.add(consentId);
		if (kind === 'disclosure.made') expect(over.has(consentId)).toBe(false);
	}
	expect(over.size).toBe(rounds);
});
