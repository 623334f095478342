import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { groups, milestones, policies } from '#lib/server/db/schema/index.ts';
import { mark } from '#lib/server/domain/attendance.ts';
import { createGroup } from '#lib/server/domain/groups.ts';
import { historyOf } from '#lib/server/domain/events.ts';
import { factsIn } from '#lib/server/domain/facts.ts';
import { milestonesOf, recompute } from '#lib/server/domain/milestones.ts';
import { newestPolicy } from '#lib/server/domain/organizations.ts';
import { explainFor } from '#lib/server/domain/outlooks.ts';
import { adoptPolicy, listPolicies, moveGroupToPolicy } from '#lib/server/domain/policies.ts';
import { AdoptInput, PolicyInput } from '#lib/server/domain/policy-inputs.ts';
import { previewPolicy } from '#lib/server/domain/policy-previews.ts';
import { now } from '#lib/server/clock.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import type { Policy } from '#lib/vocabulary.ts';
import { completionWith, defined, policyWith } from '../support/policies.ts';
import { hold } from '../support/telling.ts';
import { at, present, world, type World } from '../support/world.ts';

const adopting = (policy: Policy, groupIds: string[] = [], change: object = {}) =>
	AdoptInput.parse({ operationId: newId(), basedOn: 1, policy, groupIds, ...change });
const kindsOf = async ({ db }: World, enrollmentId: string) =>
	(await milestonesOf(db.read, enrollmentId)).map(({ kind, moduleId }) =>
		moduleId ? `${kind} ${moduleId}` : kind
	);
const versionOf = async ({ db }: World, groupId: string) => {
	const [row] = await db.read
		.select({ version: policies.version })
		.from(groups)
		.innerJoin(policies, eq(policies.id, groups.policyId))
		.where(eq(groups.id, groupId));
	return row.version;
};
/** Andre came to the first session and got its lesson; Beatriz missed it. */
async function begun() {
	const cast = await world();
	await hold(cast.db, cast.fatima, cast.tuesdaySession, [cast.andre]);
	return cast;
}
const firstLesson = defined({ lessons: { ids: ['lesson-one'], atLeast: 'all' } });

describe('a new version', () => {
	test('new groups begin with it, and groups that there are keep theirs', async () => {
		const cast = await world();
		const { db, priya, carl, mainStreet, edition, fatima, tuesdayGroup } = cast;
		const policy = policyWith({ absencesAllowed: 3, milestones: [firstLesson] });
		expect(await adoptPolicy(db, priya, adopting(policy))).toMatchObject({ version: 2, moved: [] });
		expect(await newestPolicy(db.read)).toMatchObject({ version: 2, data: policy });
		const later = await createGroup(db, carl, {
			...{ name: 'Later', siteId: mainStreet.id, room: 'Room 9', editionId: edition.id },
			...{ startsOn: '2026-03-05', facilitatorIds: [fatima.id], override: 'agreed' },
			slots: [{ weekday: 4, time: '09:00', minutes: 90 }]
		});
		expect(await versionOf(cast, later.id)).toBe(2);
		expect(await versionOf(cast, tuesdayGroup.id)).toBe(1);
		expect((await factsIn(db.read, tuesdayGroup.id)).policy.absencesAllowed).toBeNull();
	});

	test('a version of the first shape is read with what holds where it does not say', async () => {
		const { db } = await world();
		const old = {
			...{ lateCutoff: 15, creditThreshold: 0.8, absencesAllowed: 2, practiceDays: 7, lockDays: 3 },
			makeUps: { limit: 1, days: 7 }
		};
		const row = { id: newId(), version: 2, data: old, createdAt: now() };
		await db.write((tx) => tx.insert(policies).values(row).returning());
		expect((await newestPolicy(db.read)).data).toEqual(policyWith(old));
	});

	test('sent twice it is one version; made from an older version than the newest, it is refused', async () => {
		const { db, priya } = await world();
		const first = adopting(policyWith({ lockDays: 10 }));
		await adoptPolicy(db, priya, first);
		expect(await adoptPolicy(db, priya, first)).toMatchObject({ version: 2 });
		await expect(adoptPolicy(db, priya, adopting(policyWith({ lockDays: 11 })))).rejects.toMatchObject({
			...{ status: 409, code: 'policy.adopted-since', params: { version: 2 } }
		});
		await expect(
			adoptPolicy(db, priya, { ...first, policy: policyWith({ lockDays: 12 }) })
		).rejects.toMatchObject({ status: 409, code: 'operation.reused' });
		expect((await listPolicies(db.read, priya)).map(({ version }) => version)).toEqual([2, 1]);
	});

	test('two at once make one version, and the other is told', async () => {
		const { db, priya } = await world();
		const both = [8, 9].map((lockDays) => adoptPolicy(db, priya, adopting(policyWith({ lockDays }))));
		const ends = (await Promise.allSettled(both)).map((end) =>
			end.status === 'fulfilled' ? end.value.version : (end.reason as { code: string }).code
		);
		expect(ends.sort()).toEqual([2, 'policy.adopted-since']);
	});

	test('coordinators, facilitators and administrators do not adopt one', async () => {
		const { db, carl, fatima, ada, lee } = await world();
		for (const actor of [carl, fatima, ada, lee])
			await expect(adoptPolicy(db, actor, adopting(policyWith()))).rejects.toMatchObject({ status: 403 });
	});
});

describe('moving groups', () => {
	test('what people reached under it is awarded, and taken back when the group moves on, saying the version', async () => {
		const cast = await begun();
		const { db, priya, carl, andre, beatriz, tuesdayGroup, harborGroup } = cast;
		const { policyId, moved } = await adoptPolicy(
			db,
			priya,
			adopting(policyWith({ milestones: [firstLesson] }), [tuesdayGroup.id])
		);
		expect(moved).toEqual([tuesdayGroup.id]);
		expect(await kindsOf(cast, andre.id)).toContain('defined own-one');
		expect(await kindsOf(cast, beatriz.id)).not.toContain('defined own-one');
		expect(await versionOf(cast, harborGroup.id)).toBe(1);
		const { milestones: told } = await explainFor(db.read, tuesdayGroup.id, andre.id, 'es');
		expect(told.at(-1)).toMatchObject({ kind: 'defined', module: 'Un buen comienzo' });

		const first = (await listPolicies(db.read, carl)).at(-1)!;
		expect(first.id).not.toBe(policyId);
		const back = { operationId: newId(), policyId: first.id };
		expect(await moveGroupToPolicy(db, carl, tuesdayGroup.id, back)).toBe(true);
		expect(await moveGroupToPolicy(db, carl, tuesdayGroup.id, back)).toBe(false);
		expect(await kindsOf(cast, andre.id)).not.toContain('defined own-one');
		const history = await historyOf(db.read, `participant:${andre.participantId}`);
		const said = history.filter(({ kind }) => kind.startsWith('milestone.')).slice(-2);
		expect(said.map(({ kind, data }) => [kind, JSON.parse(data)])).toMatchObject([
			['milestone.awarded', { milestone: 'defined', moduleId: 'own-one', policyVersion: 2 }],
			['milestone.voided', { milestone: 'defined', moduleId: 'own-one', policyVersion: 1 }]
		]);
		expect(await recompute(db, system)).toMatchObject({ changed: 0 });
	});

	test('an adoption that broke off in the middle goes on when it is sent again, and moves nothing twice', async () => {
		const cast = await begun();
		const { db, priya, carl, tuesdayGroup, harborGroup } = cast;
		const adoption = adopting(policyWith({ milestones: [firstLesson] }), [tuesdayGroup.id, harborGroup.id]);
		let writes = 0;
		const breaking: typeof db = {
			...db,
			write: (work) => (++writes > 2 ? Promise.reject(new Error('gone')) : db.write(work))
		};
		await expect(adoptPolicy(breaking, priya, adoption)).rejects.toThrow('gone');
		expect([await versionOf(cast, tuesdayGroup.id), await versionOf(cast, harborGroup.id)]).toEqual([2, 1]);

		const first = (await listPolicies(db.read, carl)).at(-1)!;
		await moveGroupToPolicy(db, carl, tuesdayGroup.id, { operationId: newId(), policyId: first.id });
		expect(await adoptPolicy(db, priya, adoption)).toMatchObject({ version: 2, moved: [harborGroup.id] });
		expect([await versionOf(cast, tuesdayGroup.id), await versionOf(cast, harborGroup.id)]).toEqual([1, 2]);
	});

	test('a coordinator moves groups of their organization; of others’ they do not know', async () => {
		const { db, carl, fatima, priya, tuesdayGroup, harborGroup } = await world();
		const { policyId } = await adoptPolicy(db, priya, adopting(policyWith()));
		const move = () => ({ operationId: newId(), policyId });
		await expect(moveGroupToPolicy(db, carl, harborGroup.id, move())).rejects.toMatchObject({ status: 404 });
		await expect(moveGroupToPolicy(db, priya, harborGroup.id, move())).rejects.toMatchObject({ status: 404 });
		await expect(moveGroupToPolicy(db, fatima, tuesdayGroup.id, move())).rejects.toMatchObject({
			status: 403
		});
		await expect(
			moveGroupToPolicy(db, carl, tuesdayGroup.id, { operationId: newId(), policyId: newId() })
		).rejects.toMatchObject({ status: 400, fields: { policyId: { code: 'choice' } } });
	});
});

describe('a preview', () => {
	test('says who would gain and lose what; names only to their coordinators, and writes nothing', async () => {
		const cast = await begun();
		const { db, carl, henry, priya, andre, tuesdayGroup } = cast;
		const policy = policyWith({ milestones: [firstLesson], completion: completionWith(oneLesson) });
		const rows = await db.read.select().from(milestones);
		const counts = { people: 2, complete: 1, uncomplete: 0, gain: 1, lose: 0 };
		const seen = await previewPolicy(db.read, carl, { policy });
		expect(seen.groups).toMatchObject([{ id: tuesdayGroup.id, version: 1, counts }]);
		expect(seen.groups[0].changed).toMatchObject([
			{
				...{ enrollmentId: andre.id, name: 'Andre Miller', completes: true, lost: [] },
				gained: expect.arrayContaining([
					{ kind: 'completed', moduleId: '' },
					{ kind: 'defined', moduleId: 'own-one' }
				])
			}
		]);
		const ofProgram = await previewPolicy(db.read, priya, { policy });
		expect(ofProgram.total).toEqual({ ...counts, people: 3 });
		expect(ofProgram.groups.map(({ changed }) => changed)).toEqual([null, null]);
		expect(JSON.stringify(ofProgram)).not.toMatch(/Andre|Miller/);
		expect((await previewPolicy(db.read, henry, { policy })).groups.map(({ name }) => name)).toEqual([
			'Harbor group'
		]);
		expect(await db.read.select().from(milestones)).toEqual(rows);
	});

	test('is not for facilitators, and not of groups that one may not know of', async () => {
		const { db, carl, fatima, harborGroup } = await world();
		const policy = policyWith();
		await expect(previewPolicy(db.read, fatima, { policy })).rejects.toMatchObject({ status: 403 });
		await expect(previewPolicy(db.read, carl, { policy, groupIds: [harborGroup.id] })).rejects.toMatchObject({
			status: 404
		});
	});
});
const oneLesson = {
	...{ coreLessons: 1, applications: 0, practiceEntries: 0, practiceSkills: 0, skillsShown: 0 }
};

describe('what a policy says', () => {
	test('an excused absence counts until its reason is neutral, and a court date once it no longer is', async () => {
		const cast = await world();
		const { db, fatima, priya, andre, beatriz, tuesdaySession, tuesdayGroup } = cast;
		await mark(db, fatima, tuesdaySession, present(andre.id, { status: 'absent-excused', reason: 'sick' }));
		await mark(
			db,
			fatima,
			tuesdaySession,
			present(beatriz.id, { status: 'absent-neutral', reason: 'court' })
		);
		const absences = async () => {
			const told = await Promise.all(
				[andre, beatriz].map(({ id }) => explainFor(db.read, tuesdayGroup.id, id))
			);
			return told.map(({ requirements }) => requirements.find(({ kind }) => kind === 'absences')?.have);
		};
		await adoptPolicy(db, priya, adopting(policyWith({ absencesAllowed: 0 }), [tuesdayGroup.id]));
		expect(await absences()).toEqual([1, 0]);
		const policy = policyWith({ absencesAllowed: 0, neutralReasons: ['sick'] });
		await adoptPolicy(db, priya, adopting(policy, [tuesdayGroup.id], { basedOn: 2 }));
		expect(await absences()).toEqual([0, 1]);
	});

	test('electives stand in for core lessons, as many as it says', async () => {
		const cast = await world({ more: true });
		const { db, priya, carl, fatima, mainStreet, edition } = cast;
		const group = await createGroup(db, carl, {
			...{ name: 'With electives', siteId: mainStreet.id, room: 'Room 9', editionId: edition.id },
			...{ startsOn: '2026-03-05', facilitatorIds: [fatima.id], override: 'agreed' },
			...{ slots: [{ weekday: 4, time: '09:00', minutes: 90 }], electives: ['extra-one', 'extra-two'] }
		});
		const person = await cast.enroll(carl, group.id, 'P-3001', 'Ines', 'Roy');
		const policy = policyWith({ completion: completionWith({ ...oneLesson, coreLessons: 7, electives: 1 }) });
		await adoptPolicy(db, priya, adopting(policy, [group.id]));
		at('2026-03-01T20:00:00Z');
		const { requirements } = await explainFor(db.read, group.id, person.id);
		expect(requirements[0]).toMatchObject({ kind: 'core', need: 7, reach: 'planned' });
		const all = policyWith({ completion: completionWith({ ...oneLesson, coreLessons: 8, electives: 1 }) });
		await expect(adoptPolicy(db, priya, adopting(all, [], { basedOn: 2 }))).rejects.toMatchObject({
			fields: {
				'policy.completion.coreLessons': {
					...{ code: 'policy.too-many-lessons', params: { need: 8, most: 7, over: 1 } }
				}
			}
		});
	});
});

describe('bad input', () => {
	const refusal = async (change: Partial<Policy>) => {
		const { db, priya } = await world();
		return adoptPolicy(db, priya, adopting(policyWith(change))).then(
			() => ({}),
			({ fields }: { fields: object }) =>
				Object.fromEntries(
					Object.entries(fields).map(([field, fault]) => [field.replace(/^policy\./, ''), fault])
				)
		);
	};

	test.each<[string, Partial<Policy>, object]>([
		[
			'more lessons than the edition has',
			{ completion: completionWith({ coreLessons: 9 }) },
			{ 'completion.coreLessons': { code: 'policy.too-many-lessons', params: { need: 9, most: 6, over: 3 } } }
		],
		[
			'application lessons that there are not',
			{ completion: completionWith({ applications: 1 }) },
			{
				'completion.applications': { code: 'policy.too-many-lessons', params: { need: 1, most: 0, over: 1 } }
			}
		],
		[
			'practice of more skills than it teaches',
			{ completion: completionWith({ practiceSkills: 8 }) },
			{
				'completion.practiceSkills': { code: 'policy.too-many-skills', params: { need: 8, most: 6, over: 2 } }
			}
		],
		[
			'more skills shown than it has',
			{ completion: completionWith({ skillsShown: 7 }) },
			{ 'completion.skillsShown': { code: 'policy.too-many-skills', params: { need: 7, most: 6, over: 1 } } }
		],
		[
			'a plan that no lesson is for',
			{ completion: completionWith({ plan: true }) },
			{ 'completion.plan': { code: 'policy.no-plan' } }
		],
		[
			'a gate that is no module',
			{ gates: ['first-part', 'nowhere'] },
			{ gates: { code: 'policy.module-unknown', params: { module: 'nowhere' } } }
		],
		[
			'a milestone of a lesson that no edition has',
			{ milestones: [defined({ lessons: { ids: ['lesson-one', 'lesson-nine'], atLeast: 1 } })] },
			{
				'milestones.0.condition.lessons.ids': {
					...{ code: 'policy.lesson-unknown', params: { lesson: 'lesson-nine' } }
				}
			}
		],
		[
			'more lessons of a milestone than it names',
			{ milestones: [defined({ lessons: { ids: ['lesson-one'], atLeast: 2 } })] },
			{
				'milestones.0.condition.lessons.atLeast': {
					...{ code: 'policy.too-many-lessons', params: { need: 2, most: 1, over: 1 } }
				}
			}
		],
		[
			'more minutes than an edition has',
			{ milestones: [defined({ minutes: 541 })] },
			{
				'milestones.0.condition.minutes': {
					...{ code: 'policy.too-many-minutes', params: { need: 541, most: 540, over: 1 } }
				}
			}
		],
		[
			'an amount for a module that there is not',
			{ amounts: { kinds: {}, modules: { nowhere: 100 } } },
			{ 'amounts.modules.nowhere': { code: 'policy.module-unknown', params: { module: 'nowhere' } } }
		]
	])('%s', async (_, change, fields) => {
		expect(await refusal(change)).toEqual(fields);
	});

	test('a group whose edition cannot meet the rule is not moved', async () => {
		const { db, priya, carl, tuesdayGroup } = await world();
		await db.write((tx) =>
			tx
				.insert(policies)
				.values({
					...{ id: newId(), version: 2, createdAt: '2026-03-01T00:00:00.000Z' },
					data: policyWith({ completion: completionWith({ coreLessons: 9 }) })
				})
				.returning()
		);
		const [{ id: policyId }] = await listPolicies(db.read, priya);
		await expect(
			moveGroupToPolicy(db, carl, tuesdayGroup.id, { operationId: newId(), policyId })
		).rejects.toMatchObject({ status: 409, code: 'policy.unmeetable' });
	});

	test('unknown keys, missing keys, shares beyond 0 to 1 and amounts below nothing are no policy', () => {
		const codes = (policy: object) =>
			PolicyInput.safeParse(policy).error?.issues.map(({ path }) => path.join('.')) ?? [];
		expect(codes(policyWith())).toEqual([]);
		expect(codes({ ...policyWith(), lateCutof: 5 })).toEqual(['']);
		const { dosage: _, ...less } = policyWith();
		expect(codes(less)).toEqual(['dosage']);
		expect(codes(policyWith({ creditThreshold: 1.2 }))).toEqual(['creditThreshold']);
		expect(codes(policyWith({ creditThreshold: -0.1 }))).toEqual(['creditThreshold']);
		expect(codes(policyWith({ amounts: { kinds: { completed: -1 }, modules: {} } }))).toEqual([
			'amounts.kinds.completed'
		]);
		expect(codes(policyWith({ milestones: [defined({})] }))).toEqual(['milestones.0.condition']);
		expect(codes(policyWith({ milestones: [firstLesson, firstLesson] }))).toEqual(['milestones']);
	});
});
