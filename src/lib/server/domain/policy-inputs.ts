/** Policies as they are handed in: by a verb in cents and shares, by a form in dollars and percent. */
import { z } from 'zod';
import { line, uuid } from './inputs.ts';
import { absenceReasons, milestoneKinds } from '#lib/vocabulary.ts';

const lessonId = z.string().min(1).max(80);
const moduleId = lessonId;
const count = z.int().min(0).max(500);
const days = z.int().min(0).max(365);
const share = z.number().min(0).max(1);
/** Cents: none is below nothing, and none above 10,000 dollars. */
const cents = z.int().min(0).max(1_000_000);

export const CompletionInput = z.strictObject({
	coreLessons: count.nullable(),
	electives: count,
	applications: z.union([z.literal('all'), count]).nullable(),
	practiceEntries: count.nullable(),
	practiceSkills: count.nullable(),
	skillsShown: count.nullable(),
	plan: z.boolean().nullable()
});

export const ConditionInput = z
	.strictObject({
		lessons: z
			.strictObject({
				ids: z.array(lessonId).min(1).max(100),
				atLeast: z.union([z.literal('all'), z.int().min(1).max(100)])
			})
			.optional(),
		minutes: z.int().min(1).max(100_000).optional(),
		practice: z.int().min(1).max(500).optional(),
		module: moduleId.optional(),
		plan: z.literal(true).optional()
	})
	.refine((condition) => Object.values(condition).some((part) => part !== undefined), 'policy.no-condition');

export const DefinedInput = z.strictObject({
	id: z
		.string()
		.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
		.max(60),
	names: z.strictObject({ en: line(80), es: line(80) }),
	condition: ConditionInput,
	amount: cents
});

/** Of the milestones that every program has. */
export const paidKinds = milestoneKinds.filter((kind) => kind !== 'defined');

/** A whole policy: nothing is left to a default, and nothing is known beside it. */
export const PolicyInput = z.strictObject({
	lateCutoff: z.int().min(0).max(240).nullable(),
	creditThreshold: z.number().min(0.01).max(1),
	absencesAllowed: count.nullable(),
	makeUps: z.strictObject({ limit: count, days, packet: share.optional() }),
	practiceDays: days,
	lockDays: days,
	neutralReasons: z.array(z.enum(absenceReasons)).max(absenceReasons.length),
	completion: CompletionInput,
	gates: z.array(moduleId).min(1).max(100).nullable(),
	dosage: z.strictObject({
		sessions: z.boolean(),
		makeUps: z.boolean(),
		packets: share,
		homework: z.int().min(0).max(240)
	}),
	milestones: z
		.array(DefinedInput)
		.max(50)
		.refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'policy.same-id'),
	amounts: z.strictObject({
		kinds: z.partialRecord(z.enum(paidKinds), cents),
		modules: z.record(moduleId, cents)
	})
});

/** What a preview is asked about: a draft, or a version that there is; for these groups, else for all that are not done. */
export const PreviewInput = z.strictObject({
	policy: PolicyInput,
	groupIds: z.array(uuid).max(500).default([])
});
export const AdoptInput = z.strictObject({
	operationId: uuid,
	/** The version that the draft was made from: somebody may have adopted another one since. */
	basedOn: z.int().min(1),
	policy: PolicyInput,
	/** Groups that move to it at once. Others keep what they began with. */
	groupIds: z.array(uuid).max(500).default([])
});
export const MoveInput = z.strictObject({ operationId: uuid, policyId: uuid });
