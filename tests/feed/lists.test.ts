/** Enrollments, attendance, groups and sessions in the feed: who is told what, and how a change comes again. */
import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { createRecipient, revokeConsent } from '#lib/server/domain/consents.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { exitEnrollment } from '#lib/server/domain/people.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { consents, disclosures, feedFills, feedPlaces } from '#lib/server/db/schema/index.ts';
import { AttendanceAnswer, taggedAttendance } from '#lib/server/feed/attendance.ts';
import { EnrollmentsAnswer, taggedEnrollments } from '#lib/server/feed/enrollments.ts';
import { changeTerms, termsOf } from '#lib/server/domain/terms.ts';
import { cursorOf } from '#lib/server/feed/cursors.ts';
import { fillFeed } from '#lib/server/feed/filling.ts';
import { GroupsAnswer, SessionsAnswer, taggedGroups, taggedSessions } from '#lib/server/feed/meetings.ts';
import { feedMilestones, taggedMilestones } from '#lib/server/feed/milestones.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Key } from '#lib/server/policy.ts';
import type { InformationKind } from '#lib/disclosures.ts';
import { onRoll } from '../support/telling.ts';
import { present, world } from '../support/world.ts';

const all = { after: '0', limit: 100 };
const ofPerson = ({ participantId, place }: typeof feedPlaces.$inferSelect) => (participantId ? [place] : []);
const everything = {
	scopes: ['milestones', 'enrollments', 'attendance', 'groups', 'sessions']
};

async function setting() {
	const cast = await world();
	const key: Key = { ...cast.key, ...everything };
	const agree = (information: string[], one = cast.andre) => cast.consent(one, undefined, { information });
	const attendance = async (query = all, as = key) => (await taggedAttendance(cast.db, as, query)).answer!;
	const enrollments = async (query = all, as = key) => (await taggedEnrollments(cast.db, as, query)).answer!;
	const sessions = async (query = all, as = key) => (await taggedSessions(cast.db, as, query)).answer!;
	const groups = async (query = all, as = key) => (await taggedGroups(cast.db, as, query)).answer!;
	return { ...cast, key, agree, attendance, enrollments, sessions, groups };
}

test('a cursor farther than any place is none of ours', async () => {
	const { db, key } = await setting();
	const mark = Buffer.from(cursorOf(key, 'attendance', { place: 1, recordId: 'r' }), 'base64url').toString();
	for (const place of ['2147483648', '999999999999999', '-1', '1e3']) {
		const after = Buffer.from(mark.replace(' 1 ', ` ${place} `)).toString('base64url');
		await expect(taggedAttendance(db, key, { after, limit: 1 })).rejects.toMatchObject({ status: 400 });
	}
});

describe('attendance', () => {
	test('is the day, there or not and for how long; a correction comes again as it stands now', async () => {
		const { db, andre, fatima, tuesdaySession, agree, attendance } = await setting();
		const { id: consentId } = await agree(['attendance']);
		await mark(db, fatima, tuesdaySession, present(andre.id, { status: 'partial', leftAt: 40 }));
		const first = await attendance();
		expect(AttendanceAnswer.parse(first)).toEqual(first);
		expect(first.attendance).toMatchObject([
			{
				...{ id: `${tuesdaySession}.${andre.id}`, session: tuesdaySession, enrollment: andre.id },
				...{ date: '2026-03-03', attended: 'part', minutes: 40, participant: { number: 'P-1001' } },
				consent: { id: consentId }
			}
		]);
		expect((await attendance({ after: first.next, limit: 10 })).attendance).toEqual([]);

		const { heads } = await onRoll(db, fatima, tuesdaySession, andre.id);
		await mark(db, fatima, tuesdaySession, present(andre.id, { replaces: heads }));
		const later = await attendance({ after: first.next, limit: 10 });
		expect(later.attendance).toMatchObject([{ attended: 'yes', minutes: 90 }]);
		expect(later.attendance[0].version).not.toBe(first.attendance[0].version);
		expect((await attendance()).attendance).toEqual(later.attendance);
	});

	test('says nothing of why: a court, a job and no word at all are told alike', async () => {
		const { db, andre, fatima, tuesdaySession, agree, attendance } = await setting();
		await agree(['attendance']);
		const told = [];
		for (const why of [
			{ status: 'absent-neutral', reason: 'court' },
			{ status: 'absent-excused', reason: 'work' },
			{ status: 'absent-unexcused' }
		]) {
			const { heads } = await onRoll(db, fatima, tuesdaySession, andre.id);
			await mark(db, fatima, tuesdaySession, present(andre.id, { ...why, replaces: heads }));
			told.push(JSON.stringify(await attendance().then(({ attendance }) => attendance)));
		}
		expect(new Set(told).size).toBe(1);
		expect(told[0]).toMatch('"attended":"no","minutes":0');
		expect(told[0]).not.toMatch(/court|work|neutral|excused/);
	});

	test('that is contradicted is in review, with no minutes, until it is settled', async () => {
		const { db, andre, fatima, rosa, tuesdaySession, agree, attendance } = await setting();
		await agree(['attendance']);
		await mark(db, fatima, tuesdaySession, present(andre.id));
		await mark(db, rosa, tuesdaySession, present(andre.id, { status: 'absent-unexcused' }));
		expect((await attendance()).attendance).toMatchObject([{ attended: 'in-review', minutes: 0 }]);
	});

	test('needs a consent to attendance; milestones let out no attendance', async () => {
		const { db, andre, key, fatima, tuesdaySession, agree, attendance } = await setting();
		await agree(['milestones', 'enrollment']);
		await mark(db, fatima, tuesdaySession, present(andre.id));
		const none = await attendance();
		expect(none).toMatchObject({ attendance: [], next: '0', more: false });
		expect(await db.read.$count(disclosures)).toBe(0);
		const { id } = await agree(['attendance']);
		const told = await attendance();
		expect(told.attendance).toHaveLength(1);
		await revokeConsent(db, system, andre.participantId, id);
		expect(JSON.stringify(await attendance())).toBe(JSON.stringify(none));
		expect((await feedMilestones(db, key, all)).milestones.length).toBeGreaterThan(0);
	});
});

describe('enrollments', () => {
	test('come with their group and day, and again when somebody leaves, never with why', async () => {
		const { db, carl, andre, tuesdayGroup, agree, enrollments } = await setting();
		await agree(['enrollment']);
		const first = await enrollments();
		expect(EnrollmentsAnswer.parse(first)).toEqual(first);
		expect(first.enrollments).toMatchObject([
			{ id: andre.id, group: tuesdayGroup.id, enrolled: '2026-03-03', state: 'active', left: null }
		]);
		await exitEnrollment(db, carl, andre.id, { operationId: newId(), reason: 'custody' });
		const later = await enrollments({ after: first.next, limit: 10 });
		expect(later.enrollments).toMatchObject([{ id: andre.id, state: 'left', left: '2026-03-03' }]);
		expect(JSON.stringify(later)).not.toMatch('custody');
	});
});

describe('a consent to completion alone', () => {
	test('lets out no other milestone', async () => {
		const { db, key, agree } = await setting();
		await agree(['completion']);
		expect((await feedMilestones(db, key, all)).milestones).toEqual([]);
	});
});

describe('groups and sessions', () => {
	test('are about no person: no consent, no disclosure, and a change comes again', async () => {
		const { db, carl, tuesdaySessions, northside, harbor, key, groups, sessions } = await setting();
		const held = await groups();
		expect(GroupsAnswer.parse(held)).toEqual(held);
		expect(held.groups.map(({ name }) => name).sort()).toEqual(['Harbor group', 'Tuesday evening']);
		const before = await sessions();
		expect(SessionsAnswer.parse(before)).toEqual(before);
		expect(before.sessions.every(({ state }) => state === 'planned')).toBe(true);
		await cancelSession(db, carl, tuesdaySessions[1].id, { operationId: newId(), reason: 'weather' });
		const { sessions: changed } = await sessions({ after: before.next, limit: 100 });
		expect(changed.find(({ id }) => id === tuesdaySessions[1].id)).toMatchObject({ state: 'cancelled' });
		expect(changed.every(({ organization }) => organization.id === northside.id)).toBe(true);
		const bound = await sessions(all, { ...key, organizationId: harbor.id });
		expect(new Set(bound.sessions.map(({ organization }) => organization.id))).toEqual(new Set([harbor.id]));
		expect(await db.read.$count(disclosures)).toBe(0);
	});

	test('each list has a scope of its own', async () => {
		const { db, key } = await setting();
		const lists = {
			milestones: taggedMilestones,
			enrollments: taggedEnrollments,
			attendance: taggedAttendance,
			groups: taggedGroups,
			sessions: taggedSessions
		};
		for (const [scope, read] of Object.entries(lists)) {
			const others = { ...key, scopes: everything.scopes.filter((one) => one !== scope) };
			await expect(read(db, others, all), scope).rejects.toMatchObject({ status: 403 });
			await expect(read(db, { ...key, scopes: [scope] }, all)).resolves.toBeDefined();
		}
	});
});

describe('the tag of an answer', () => {
	test('shown again, nothing is told and nothing logged; after a change it is another', async () => {
		const { db, key, fatima, andre, tuesdaySession, agree } = await setting();
		await agree(['attendance']);
		await mark(db, fatima, tuesdaySession, present(andre.id));
		const { tag, answer } = await taggedAttendance(db, key, all);
		expect(answer!.attendance).toHaveLength(1);
		expect(tag).toMatch(/^"[\w-]{27}"$/);
		const logged = await db.read.$count(disclosures);
		for (const known of [tag, `W/${tag}`, `"other", ${tag}`])
			expect(await taggedAttendance(db, key, all, known)).toEqual({ tag, answer: null });
		expect(await db.read.$count(disclosures)).toBe(logged);
		const { heads } = await onRoll(db, fatima, tuesdaySession, andre.id);
		await mark(db, fatima, tuesdaySession, present(andre.id, { status: 'unmarked', replaces: heads }));
		const after = await taggedAttendance(db, key, all, tag);
		expect(after.tag).not.toBe(tag);
		expect(after.answer!.attendance).toMatchObject([{ attended: 'unmarked', minutes: 0 }]);
	});
});

describe('places', () => {
	test('of what was there before there were any are made once, behind what was read', async () => {
		const { db, key, andre, fatima, tuesdaySession, agree, attendance, sessions } = await setting();
		await agree(['attendance', 'milestones']);
		await mark(db, fatima, tuesdaySession, present(andre.id));
		const [marked, held] = [await attendance(), await sessions()];
		await db.write(async (tx) => {
			await tx.delete(feedPlaces).returning();
			await tx.delete(feedFills).returning();
		});
		expect((await attendance()).attendance).toEqual([]);
		const made = await fillFeed(db);
		expect(made).toBe(3);
		expect((await attendance()).attendance).toEqual(marked.attendance);
		expect((await sessions()).sessions).toHaveLength(held.sessions.length);
		expect((await feedMilestones(db, key, all)).milestones.length).toBeGreaterThan(0);
		expect(await fillFeed(db)).toBe(0);
	});

	test('are made anew where a recipient’s terms let out more: what is long past comes too', async () => {
		const { db, ada, andre, caseManagement, fatima, tuesdaySession, agree, attendance } = await setting();
		const {
			version: _,
			recipientId: _id,
			at: _at,
			by: _by,
			...terms
		} = (await termsOf(db.read, caseManagement.id))!;
		const change = (version: number, information: InformationKind[]) =>
			changeTerms(db, ada, caseManagement.id, { ...terms, operationId: newId(), version, information });
		await agree(['attendance', 'milestones']);
		await change(1, ['milestones']);
		await mark(db, fatima, tuesdaySession, present(andre.id));
		const none = await attendance();
		expect(none.attendance).toEqual([]);
		expect(await fillFeed(db)).toBe(1);
		await change(2, ['milestones', 'attendance']);
		const placeOf = async () => Math.min(...(await db.read.select().from(feedPlaces)).flatMap(ofPerson));
		const before = await placeOf();
		expect(await fillFeed(db)).toBe(1);
		expect(await placeOf()).toBeGreaterThan(before);
		expect((await attendance({ after: none.next, limit: 10 })).attendance).toHaveLength(1);
		expect(await fillFeed(db)).toBe(0);
	});

	test('are kept for each recipient apart', async () => {
		const { db, key, andre, fatima, tuesdaySession, agree, attendance } = await setting();
		await agree(['attendance']);
		const evaluator = await createRecipient(db, system, { name: 'Evaluator', kind: 'evaluator' });
		await endSession(db, fatima, tuesdaySession, { operationId: newId() });
		await mark(db, fatima, tuesdaySession, present(andre.id, { correction: 'sheet' }));
		const other = { ...key, recipientId: evaluator.id };
		expect((await attendance()).attendance).toHaveLength(1);
		expect((await attendance(all, other)).attendance).toEqual([]);
		expect(await db.read.$count(consents)).toBe(1);
	});
});
