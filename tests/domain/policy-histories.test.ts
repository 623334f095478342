/** Whatever was done in whatever groups, and whatever policy comes: what the preview said is what then happens. */
import fc from 'fast-check';
import { asc } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { isPostgres } from '#lib/server/db/dialect.ts';
import { enrollments, groups, standings } from '#lib/server/db/schema/index.ts';
import { mark } from '#lib/server/domain/attendance.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { factsIn } from '#lib/server/domain/facts.ts';
import { createGroup } from '#lib/server/domain/groups.ts';
import { recompute } from '#lib/server/domain/milestones.ts';
import { newestPolicy } from '#lib/server/domain/organizations.ts';
import { enrollByNumber } from '#lib/server/domain/people.ts';
import { adoptPolicy } from '#lib/server/domain/policies.ts';
import { PolicyInput } from '#lib/server/domain/policy-inputs.ts';
import { previewPolicy } from '#lib/server/domain/policy-previews.ts';
import { recordPractice } from '#lib/server/domain/practices.ts';
import { progress } from '#lib/server/domain/progress.ts';
import { heldBy } from '#lib/server/domain/reckonings.ts';
import { rollOf } from '#lib/server/domain/rolls.ts';
import { sessionsOf } from '#lib/server/domain/sessions.ts';
import { DomainError } from '#lib/server/errors.ts';
import { newId } from '#lib/server/ids.ts';
import { activities, lessonIds } from '../support/curriculum.ts';
import { fittingPolicies } from '../support/policies.ts';
import { note, tick } from '../support/telling.ts';
import { at, present, world, type World } from '../support/world.ts';

type Place = { groupId: string; sessionIds: string[]; people: string[] };
const step = fc.record({
	who: fc.nat(1),
	place: fc.nat(3),
	person: fc.nat(2),
	session: fc.nat(3),
	what: fc.constantFrom('mark', 'mark', 'all', 'all', 'tick', 'note', 'move'),
	pick: fc.nat(1000),
	/** Knows what was said before, and replaces it. */
	aware: fc.boolean()
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
const statuses = ['present', 'present', 'present', 'partial', 'absent-excused', 'absent-neutral'] as const;
const reasons = { 'absent-excused': 'sick', 'absent-neutral': 'court' } as const;
const keys = Object.keys(activities);
const completion = `  coreLessons: 1
  essential: []
  applications: 0
  practice: {entries: 1, skills: 1}
  skillsShown: 0
  plan: null`;

async function placesIn(cast: World): Promise<Place[]> {
	const { db, carl, fatima, rosa, mainStreet, edition, tuesdayGroup, tuesdaySessions } = cast;
	const own = { groupId: tuesdayGroup.id, people: [cast.andre.id, cast.beatriz.id] };
	const places: Place[] = [{ ...own, sessionIds: tuesdaySessions.map(({ id }) => id) }];
	for (const weekday of [3, 4, 5]) {
		const group = await createGroup(db, carl, {
			...{ name: `Group ${weekday}`, siteId: mainStreet.id, room: `Room ${weekday}` },
			...{ startsOn: '2026-03-04', facilitatorIds: [fatima.id, rosa.id], override: 'agreed' },
			...{ slots: [{ weekday, time: '09:00', minutes: 90 }], editionId: edition.id }
		});
		const people: string[] = [];
		for (const i of [1, 2, 3])
			people.push((await cast.enroll(carl, group.id, `P-${weekday}00${i}`, `Name ${i}`, `Of ${weekday}`)).id);
		const sessionIds = (await sessionsOf(db.read, group.id)).map(({ id }) => id);
		places.push({ groupId: group.id, sessionIds, people });
	}
	return places;
}

async function take({ db, fatima, rosa, carl }: World, places: Place[], one: Step) {
	const actor = [fatima, rosa][one.who];
	const place = places[one.place % places.length];
	const id = place.people[one.person % place.people.length];
	const sessionId = place.sessionIds[one.session];
	const lessonId = lessonIds[one.session];
	if (one.what === 'mark') {
		const status = statuses[one.pick % statuses.length];
		const entry = (await rollOf(db.read, actor, sessionId)).find(({ enrollmentId }) => enrollmentId === id);
		const minutes = status === 'partial' ? { leftAt: 10 + (one.pick % 80) } : {};
		const reason = status in reasons ? reasons[status as keyof typeof reasons] : null;
		const replaces = one.aware ? (entry?.heads ?? []) : [];
		await mark(db, actor, sessionId, present(id, { status, ...minutes, reason, replaces }));
	}
	if (one.what === 'all' || one.what === 'tick')
		for (const key of one.what === 'all' ? keys : [keys[one.pick % keys.length]]) {
			const minutes = one.what === 'tick' ? 5 + (one.pick % 40) : null;
			const state = minutes ? ('shortened' as const) : ('done' as const);
			const reason = minutes ? ('time' as const) : null;
			await recordDelivery(db, actor, sessionId, tick(lessonId, key, { state, minutes, reason }));
		}
	if (one.what === 'note') await recordPractice(db, actor, sessionId, note(id, lessonId));
	if (one.what === 'move' && one.place > 0) {
		const numbers = [3, 4, 5].map((day) => `P-${day}001`);
		const to = places[(one.place + 1) % places.length];
		const sent = { operationId: newId(), number: numbers[one.pick % 3], moves: true };
		await enrollByNumber(db, carl, to.groupId, { ...sent, override: 'next-cycle' as const });
	}
}

/** Of everybody: what they hold, and whether they have completed. */
async function truth({ db }: World) {
	const all = await db.read.select().from(enrollments).orderBy(asc(enrollments.id));
	const ids = all.map(({ id }) => id);
	const held = await heldBy(db.read, ids);
	const complete = new Map<string, boolean>();
	for (const { id } of await db.read.select({ id: groups.id }).from(groups)) {
		const { policy, edition, facts } = await factsIn(db.read, id);
		for (const [one, own] of facts) complete.set(one, progress(policy, edition, own).complete);
	}
	const namesOf = (id: string) => (held.get(id) ?? []).map(({ kind, moduleId }) => `${kind} ${moduleId}`);
	return new Map(ids.map((id) => [id, { held: new Set(namesOf(id)), complete: complete.get(id)! }]));
}

test('a preview equals what then happens, in whatever groups and under whatever policy', async () => {
	const cast = await world({ completion });
	const { db, carl, priya } = cast;
	const places = await placesIn(cast);
	at('2026-03-30T02:10:00Z');
	const seen = { gained: 0, lost: 0, completed: 0, uncompleted: 0 };
	const rounds = fc.sample(
		fc.tuple(
			fc.array(step, { minLength: 12, maxLength: 24 }),
			fittingPolicies,
			fc.subarray(places, { minLength: 1 })
		),
		{ numRuns: isPostgres ? 5 : 10, seed: 11 }
	);
	for (const [steps, drawn, chosen] of rounds) {
		const policy = PolicyInput.parse(drawn);
		for (const one of steps)
			await take(cast, places, one).catch((error: unknown) => {
				if (!(error instanceof DomainError)) throw error;
			});
		const groupIds = chosen.map(({ groupId }) => groupId);
		const before = await truth(cast);
		const { groups: told } = await previewPolicy(db.read, carl, { policy, groupIds });
		expect(await truth(cast)).toEqual(before);
		const { version: basedOn } = await newestPolicy(db.read);
		await adoptPolicy(db, priya, { operationId: newId(), basedOn, policy, groupIds });

		const after = await truth(cast);
		const changes = new Map(told.flatMap(({ changed }) => changed!).map((one) => [one.enrollmentId, one]));
		const names = (some: { kind: string; moduleId: string }[]) =>
			some.map(({ kind, moduleId }) => `${kind} ${moduleId}`).sort();
		for (const [id, then] of after) {
			const was = before.get(id)!;
			const said = changes.get(id) ?? { gained: [], lost: [], completes: false, uncompletes: false };
			expect(names(said.gained)).toEqual([...then.held.difference(was.held)].sort());
			expect(names(said.lost)).toEqual([...was.held.difference(then.held)].sort());
			expect(said.completes).toBe(then.complete && !was.complete);
			expect(said.uncompletes).toBe(was.complete && !then.complete);
			seen.gained += said.gained.length;
			seen.lost += said.lost.length;
			seen.completed += Number(said.completes);
			seen.uncompleted += Number(said.uncompletes);
		}
		const stood = await db.read.select().from(standings).orderBy(asc(standings.enrollmentId));
		expect(await recompute(db, carl)).toMatchObject({ changed: 0 });
		expect(await db.read.select().from(standings).orderBy(asc(standings.enrollmentId))).toEqual(stood);
	}
	for (const times of Object.values(seen)) expect(times).toBeGreaterThan(0);
	const carrying = (await db.read.select().from(enrollments)).filter(({ carries }) => carries.length > 0);
	expect(carrying.length).toBeGreaterThan(0);
});
