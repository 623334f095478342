/** Reconciliation: a reader who computes what the contract says finds that their copy is whole, or that it is not. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { revokeConsent } from '#lib/server/domain/consents.ts';
import { disclosures } from '#lib/server/db/schema/index.ts';
import { taggedAttendance } from '#lib/server/feed/attendance.ts';
import { taggedEnrollments } from '#lib/server/feed/enrollments.ts';
import { taggedGroups, taggedSessions } from '#lib/server/feed/meetings.ts';
import { feedMilestones } from '#lib/server/feed/milestones.ts';
import {
	reconcile,
	ReconciliationAnswer,
	ReconciliationQuery,
	type ReconciliationQuery as Query
} from '#lib/server/feed/reconciliation.ts';
import { system, type Key } from '#lib/server/policy.ts';
import { hold, onRoll } from '../support/telling.ts';
import { present, world } from '../support/world.ts';

const all = { after: '0', limit: 500 };
const span = { from: '2026-03-01', to: '2026-12-31' };

/** As the contract describes it, computed by somebody who has read nothing else. */
const sum = (lines: string[]) =>
	createHash('sha256')
		.update(
			lines
				.sort()
				.map((line) => `${line}\n`)
				.join('')
		)
		.digest('hex');

async function setting() {
	const cast = await world();
	const scopes = ['milestones', 'enrollments', 'attendance', 'groups', 'sessions'];
	const key: Key = { ...cast.key, scopes };
	const information = ['milestones', 'enrollment', 'attendance'];
	const given = await cast.consent(cast.andre, undefined, { information });
	await cast.consent(cast.beatriz, undefined, { information });
	await hold(cast.db, cast.fatima, cast.tuesdaySession, [cast.andre, cast.beatriz]);
	const said = async (query: Partial<Query> & Pick<Query, 'resource'>, as = key) =>
		(await reconcile(cast.db, as, { ...span, by: 'day', ...query })).periods;
	return { ...cast, key, said, given };
}

describe('a copy that was read to its end', () => {
	test('has the counts and checksums of every resource, by day and by month', async () => {
		const { db, key } = await setting();
		const copies = {
			milestones: (await feedMilestones(db, key, all)).milestones.map((one) => [one.at, one.id]),
			enrollments: (await taggedEnrollments(db, key, all)).answer!.enrollments.map((one) => [
				...[one.enrolled, `${one.id}:${one.version}`]
			]),
			attendance: (await taggedAttendance(db, key, all)).answer!.attendance.map((one) => [
				...[one.date, `${one.id}:${one.version}`]
			]),
			sessions: (await taggedSessions(db, key, all)).answer!.sessions.map((one) => [
				...[one.date, `${one.id}:${one.version}`]
			]),
			groups: (await taggedGroups(db, key, all)).answer!.groups.map((one) => [
				...[one.starts, `${one.id}:${one.version}`]
			])
		};
		for (const [name, copy] of Object.entries(copies)) {
			expect(copy.length, name).toBeGreaterThan(1);
			for (const [by, length] of [
				['day', 10],
				['month', 7]
			] as const) {
				const periods = Map.groupBy(copy, ([day]) => day.slice(0, length));
				const own = [...periods].sort().map(([period, rows]) => ({
					...{ period, count: rows.length, checksum: sum(rows.map(([, line]) => line)) }
				}));
				const told = await reconcile(db, key, { ...span, by, resource: name as Query['resource'] });
				expect(told, `${name} by ${by}`).toEqual({ resource: name, periods: own });
				expect(ReconciliationAnswer.parse(told)).toEqual(told);
			}
		}
	});

	test('is known to be behind by a correction that was not read', async () => {
		const { db, fatima, tuesdaySession, andre, said } = await setting();
		const before = await said({ resource: 'attendance' });
		const { heads } = await onRoll(db, fatima, tuesdaySession, andre.id);
		const change = { status: 'absent-unexcused', replaces: heads, correction: 'mistake' };
		await mark(db, fatima, tuesdaySession, present(andre.id, change));
		const after = await said({ resource: 'attendance' });
		expect(after.map(({ count }) => count)).toEqual(before.map(({ count }) => count));
		expect(after[0].checksum).not.toBe(before[0].checksum);
	});

	test('holds too much once a consent is revoked: the count says so, and names nobody', async () => {
		const { db, andre, given, said } = await setting();
		const counted = async () => (await said({ resource: 'attendance' })).map(({ count }) => count);
		expect(await counted()).toEqual([2]);
		const logged = await db.read.$count(disclosures);
		await revokeConsent(db, system, andre.participantId, given.id);
		expect(await counted()).toEqual([1]);
		expect(await db.read.$count(disclosures)).toBe(logged);
	});
});

test('it is asked for by the scope of its resource, and of the key’s own organization', async () => {
	const { key, said, harbor } = await setting();
	await expect(said({ resource: 'attendance' }, { ...key, scopes: ['milestones'] })).rejects.toMatchObject({
		status: 403
	});
	expect(await said({ resource: 'milestones' }, { ...key, organizationId: harbor.id })).toEqual([]);
	expect(await said({ resource: 'groups', from: '2025-01-01', to: '2025-12-31' })).toEqual([]);
});

test('a span that is turned round, too long or unknown is refused with its field', () => {
	const faults = (query: object) => {
		const read = ReconciliationQuery.safeParse({ resource: 'milestones', ...span, ...query });
		return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
	};
	expect(faults({})).toEqual([]);
	expect(faults({ to: '2026-02-28' })).toEqual(['to api.to-before-from']);
	expect(faults({ to: '2027-03-02' })).toEqual(['to api.span']);
	expect(faults({ to: '2027-03-01' })).toEqual([]);
	expect(faults({ resource: 'practices' })[0]).toMatch(/^resource /);
	expect(faults({ color: 'red' })[0]).toMatch('Unrecognized key');
});
