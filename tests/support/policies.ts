/** Policies for tests of the verbs, of the lessons of the small curriculum. */
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { now } from '#lib/server/clock.ts';
import type { Db } from '#lib/server/db/open.ts';
import { groups, policies } from '#lib/server/db/schema/index.ts';
import { newId } from '#lib/server/ids.ts';
import type { MilestoneCondition } from '#lib/policies.ts';
import { absenceReasons, defaultPolicy, type Policy } from '#lib/vocabulary.ts';
import { lessonIds } from './curriculum.ts';

export const policyWith = (change: Partial<Policy> = {}): Policy => ({ ...defaultPolicy, ...change });
export const completionWith = (change: Partial<Policy['completion']>) => ({
	...defaultPolicy.completion,
	...change
});
export const defined = (condition: MilestoneCondition, id = 'own-one') => ({
	...{ id, names: { en: 'A good start', es: 'Un buen comienzo' }, condition, amount: 2500 }
});

const conditions: fc.Arbitrary<MilestoneCondition> = fc
	.record(
		{
			lessons: fc
				.subarray(lessonIds.slice(0, 4), { minLength: 1 })
				.map((ids) => ({ ids, atLeast: 'all' as const })),
			minutes: fc.integer({ min: 1, max: 200 }),
			practice: fc.integer({ min: 1, max: 3 }),
			module: fc.constantFrom('first-part', 'second-part')
		},
		{ requiredKeys: [] }
	)
	.filter((condition) => Object.keys(condition).length > 0);

/** Policies that anybody in the small curriculum could meet. */
export const fittingPolicies: fc.Arbitrary<Policy> = fc.record({
	lateCutoff: fc.constantFrom(null, 10, 30),
	creditThreshold: fc.constantFrom(0.3, 0.5, 0.75, 1),
	absencesAllowed: fc.constantFrom(null, 0, 2),
	makeUps: fc.record({ limit: fc.nat(3), days: fc.constantFrom(0, 21), packet: fc.constant(0.5) }),
	practiceDays: fc.constant(14),
	lockDays: fc.constant(7),
	neutralReasons: fc.subarray([...absenceReasons]),
	completion: fc.record({
		coreLessons: fc.option(fc.nat(3)),
		electives: fc.constant(0),
		applications: fc.constantFrom(null, 'all' as const, 0),
		practiceEntries: fc.option(fc.nat(2)),
		practiceSkills: fc.option(fc.nat(1)),
		skillsShown: fc.option(fc.nat(1)),
		plan: fc.constantFrom(null, false)
	}),
	gates: fc.constantFrom(null, ['second-part']),
	dosage: fc.constant(defaultPolicy.dosage),
	milestones: fc
		.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), conditions), { selector: ([id]) => id })
		.map((all) => all.map(([id, condition]) => defined(condition, id))),
	amounts: fc.constant(defaultPolicy.amounts)
});

/** The form of a next version as a browser sends it: little is asked for, one milestone is defined, one row is empty. */
export const toldPolicy = {
	...{
		operationId: '01890000-0000-7000-8000-000000000000',
		basedOn: '1',
		lateCutoff: '',
		absencesAllowed: ''
	},
	...{ creditThreshold: '75', 'makeUps.limit': '4', 'makeUps.days': '21', 'makeUps.packet': '50' },
	...{ practiceDays: '14', lockDays: '7', neutralReasons: ['court', 'lockdown'], entry: 'edition' },
	...{ 'completion.coreLessons': '5', 'completion.electives': '', 'completion.applications': '' },
	...{ 'completion.practiceEntries': '', 'completion.practiceSkills': '', 'completion.skillsShown': '' },
	...{
		'completion.plan': 'edition',
		'dosage.sessions': 'on',
		'dosage.packets': '50',
		'dosage.homework': '30'
	},
	...{
		'milestones.0.id': '',
		'milestones.0.names.en': 'A good start',
		'milestones.0.names.es': 'Buen comienzo'
	},
	...{ 'milestones.0.condition.lessons.atLeast': '', 'milestones.0.condition.minutes': '90' },
	...{
		'milestones.0.condition.practice': '',
		'milestones.0.condition.module': '',
		'milestones.0.amount': '12.50'
	},
	...{ 'milestones.1.id': '', 'milestones.1.names.en': '', 'milestones.1.names.es': '' },
	...{ 'milestones.1.condition.lessons.atLeast': '', 'milestones.1.condition.minutes': '' },
	...{
		'milestones.1.condition.practice': '',
		'milestones.1.condition.module': '',
		'milestones.1.amount': ''
	},
	...{ 'amounts.kinds.completed': '100', 'amounts.kinds.plan': '', 'amounts.modules.first-part': '25' }
};

/**
 * Puts a group under one more version, as the program's are never changed.
 * @param change what differs from the policy that the group is under
 */
export async function putUnder(db: Db, groupId: string, change: Partial<Policy>): Promise<void> {
	await db.write(async (tx) => {
		const all = await tx.select().from(policies).orderBy(policies.version);
		const [group] = await tx.select().from(groups).where(eq(groups.id, groupId));
		const { data } = all.find(({ id }) => id === group.policyId)!;
		const id = newId();
		const row = { id, version: all.length + 1, data: { ...data, ...change }, createdAt: now() };
		await tx.insert(policies).values(row).returning();
		await tx.update(groups).set({ policyId: id }).where(eq(groups.id, groupId)).returning();
	});
}
