/** Whatever becomes of a person between two groups of two organizations, nothing that they earned is lost or doubled. */
import fc from 'fast-check';
import { asc, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { enrollments, milestones, standings } from '#lib/server/db/schema/index.ts';
import { recompute, standing } from '#lib/server/domain/milestones.ts';
import { explainFor } from '#lib/server/domain/outlooks.ts';
import { pauseEnrollment, resumeEnrollment } from '#lib/server/domain/pauses.ts';
import { enrollByNumber, exitEnrollment } from '#lib/server/domain/people.ts';
import { sessionsOf } from '#lib/server/domain/sessions.ts';
import { stateOf } from '#lib/server/domain/stays.ts';
import { takeBackIn } from '#lib/server/domain/transfers.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { hold } from '../support/telling.ts';
import { at, world, type World } from '../support/world.ts';

const steps = ['meet', 'miss', 'pause', 'leave', 'return', 'move'] as const;
type Step = (typeof steps)[number];
const operation = () => ({ operationId: newId() });

/** One person's way through the two groups: each step that makes no sense as things stand is skipped. */
async function live(cast: World, way: Step[]) {
	const { db, carl, henry, fatima, olga, andre, tuesdayGroup, harborGroup } = cast;
	const houses = [
		{ groupId: tuesdayGroup.id, coordinator: carl, facilitator: fatima, sessions: [...cast.tuesdaySessions] },
		{ groupId: harborGroup.id, coordinator: henry, facilitator: olga, sessions: [...cast.harborSessions] }
	];
	for (const step of way) {
		const own = await enrollmentsOf(cast);
		const open = own.find(({ exitedAt }) => exitedAt === null);
		const house = houses.find(({ groupId }) => groupId === open?.groupId) ?? houses[0];
		const other = houses.find((one) => one !== house)!;
		if (step === 'meet' || step === 'miss') {
			const next = house.sessions.find(({ startsAt }) => Date.parse(startsAt) > Date.now() - 1_200_000);
			if (!next) continue;
			house.sessions.splice(0, house.sessions.indexOf(next) + 1);
			at(new Date(Date.parse(next.startsAt) + 80 * 60_000).toISOString());
			const isThere = step === 'meet' && open && open.pausedOn === null;
			await hold(db, house.facilitator, next.id, isThere ? [open] : []);
		} else if (step === 'pause' && open) {
			if (open.pausedOn) await resumeEnrollment(db, house.coordinator, open.id, operation());
			else await pauseEnrollment(db, house.coordinator, open.id, { ...operation(), ...(await daysFrom()) });
		} else if (step === 'leave' && open) {
			await exitEnrollment(db, house.coordinator, open.id, { ...operation(), reason: 'moved' });
		} else if (step === 'return' && !open) {
			const before = own.find(({ groupId }) => groupId === house.groupId)!;
			await takeBackIn(db, house.coordinator, before.id, { ...operation(), override: 'next-cycle' }).catch(
				over
			);
		} else if (step === 'move') {
			const sent = { ...operation(), number: 'P-1001', moves: true, override: 'next-cycle' as const };
			await enrollByNumber(db, other.coordinator, other.groupId, sent).catch(over);
		}
		await check(cast);
	}
	expect(await recompute(db, system)).toMatchObject({ changed: 0 });

	async function daysFrom() {
		const today = new Date(Date.now() - 8 * 3_600_000).toISOString().slice(0, 10);
		return { from: today, backOn: '2026-12-01', reason: 'work' as const };
	}
	async function enrollmentsOf({ db }: World) {
		const ofAndre = eq(enrollments.participantId, andre.participantId);
		return db.read.select().from(enrollments).where(ofAndre).orderBy(asc(enrollments.id));
	}
}

/** A course that is over takes nobody. */
function over(error: { code?: string }) {
	if (error.code !== 'placement.unavailable') throw error;
}

const seen = new WeakMap<World, Set<string>>();

async function check(cast: World) {
	const { db, andre } = cast;
	const ofAndre = eq(enrollments.participantId, andre.participantId);
	const rows = await db.read
		.select({ enrollment: enrollments, came: standings.came, outlook: standings.outlook })
		.from(enrollments)
		.innerJoin(standings, eq(standings.enrollmentId, enrollments.id))
		.where(ofAndre)
		.orderBy(asc(enrollments.id));
	expect(rows.filter(({ enrollment }) => enrollment.exitedAt === null).length).toBeLessThanOrEqual(1);
	for (const { enrollment, came, outlook } of rows) {
		const state = stateOf(enrollment, { came, outlook, today: '2027-01-01' });
		if (state === 'active' || state === 'enrolled') expect(enrollment.exitedAt).toBeNull();
		for (const { from, until } of enrollment.away) expect(from < until).toBe(true);
	}

	const all = await db.read
		.select()
		.from(milestones)
		.where(eq(milestones.participantId, andre.participantId))
		.orderBy(asc(milestones.position));
	const earned = standing(all).map(({ kind, moduleId }) => `${kind}|${moduleId}`);
	expect(new Set(earned).size).toBe(earned.length);
	expect(all.filter(({ voids }) => voids !== null)).toEqual([]);

	const open = rows.find(({ enrollment }) => enrollment.exitedAt === null)?.enrollment;
	if (!open) return;
	const before = seen.get(cast) ?? new Set();
	const { lessons } = await explainFor(db.read, open.groupId, open.id);
	const credited = new Set(lessons.filter(({ state }) => state === 'credited').map(({ id }) => id));
	for (const id of before) expect(credited).toContain(id);
	seen.set(cast, credited);
}

test('credit only grows, no milestone is doubled or lost, no state contradicts itself', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.constantFrom(...steps), { minLength: 3, maxLength: 14 }), async (way) => {
			const cast = await world();
			expect(await sessionsOf(cast.db.read, cast.harborGroup.id)).toHaveLength(6);
			await live(cast, way);
		}),
		{
			numRuns: 12,
			examples: [
				[['meet', 'move', 'meet', 'move', 'meet', 'move', 'meet']],
				[['meet', 'leave', 'return', 'pause', 'miss', 'pause', 'meet', 'move', 'meet']],
				[['meet', 'meet', 'meet', 'meet', 'meet', 'move', 'leave', 'return']]
			]
		}
	);
});
