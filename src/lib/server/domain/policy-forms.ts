/** A policy as a form tells it: dollars and percent, choices in words, empty rows left out. */
import { z } from 'zod';
import { uuid } from './inputs.ts';
import { AdoptInput, paidKinds, PreviewInput } from './policy-inputs.ts';
import { absenceReasons } from '#lib/vocabulary.ts';

const whole = z.int().min(0).max(100_000);
const percent = z.number().min(0).max(100);
/** With cents at the most. */
const dollars = z.number().min(0).max(10_000).multipleOf(0.01);
const text = z.string().max(200).default('');

const ToldMilestone = z.strictObject({
	id: text,
	names: z.strictObject({ en: text, es: text }),
	condition: z.strictObject({
		lessons: z.strictObject({ ids: z.array(z.string().max(80)).max(100), atLeast: whole.nullable() }),
		minutes: whole.nullable(),
		practice: whole.nullable(),
		module: z.string().max(80).nullable(),
		plan: z.boolean()
	}),
	amount: dollars.nullable(),
	remove: z.boolean()
});
type ToldMilestone = z.infer<typeof ToldMilestone>;

const kindAmounts = Object.fromEntries(paidKinds.map((kind) => [kind, dollars.nullish()]));

const ToldForm = z.strictObject({
	operationId: uuid,
	basedOn: z.int().min(1),
	groupIds: z.array(uuid).max(500),
	lateCutoff: whole.nullable(),
	creditThreshold: percent.min(1),
	absencesAllowed: whole.nullable(),
	makeUps: z.strictObject({ limit: whole, days: whole, packet: percent }),
	practiceDays: whole,
	lockDays: whole,
	neutralReasons: z.array(z.enum(absenceReasons)).max(absenceReasons.length),
	completion: z.strictObject({
		coreLessons: whole.nullable(),
		electives: whole.nullable(),
		applications: whole.nullable(),
		everyApplication: z.boolean(),
		practiceEntries: whole.nullable(),
		practiceSkills: whole.nullable(),
		skillsShown: whole.nullable(),
		plan: z.enum(['edition', 'yes', 'no'])
	}),
	entry: z.enum(['edition', 'own']),
	gates: z.array(z.string().max(80)).max(100),
	dosage: z.strictObject({
		sessions: z.boolean(),
		makeUps: z.boolean(),
		packets: percent,
		homework: whole
	}),
	milestones: z.array(ToldMilestone).max(60),
	amounts: z.strictObject({
		kinds: z.strictObject(kindAmounts),
		modules: z.record(z.string().max(80), z.preprocess(numberIn, dollars.nullish()))
	})
});
type Told = z.infer<typeof ToldForm>;

function numberIn(typed: unknown) {
	return typeof typed === 'string' && /^\d+(\.\d+)?$/.test(typed.trim()) ? Number(typed) : typed;
}

/** The form of a next version, as the verb takes it. What the verb's own schema refuses is under "policy." */
export const ToldPolicy = ToldForm.transform(
	({ operationId, basedOn, groupIds, ...told }): z.input<typeof AdoptInput> => ({
		...{ operationId, basedOn, groupIds, policy: policyOf(told) }
	})
).pipe(AdoptInput);
export const ToldPreview = ToldForm.transform(({ groupIds, ...told }): z.input<typeof PreviewInput> => ({
	...{ groupIds, policy: policyOf(told) }
})).pipe(PreviewInput);

function policyOf(
	told: Omit<Told, 'operationId' | 'basedOn' | 'groupIds'>
): z.input<typeof AdoptInput>['policy'] {
	const { creditThreshold, makeUps, completion, entry, gates, dosage, milestones, amounts } = told;
	const { lateCutoff, absencesAllowed, practiceDays, lockDays, neutralReasons } = told;
	return {
		...{ lateCutoff, absencesAllowed, practiceDays, lockDays, neutralReasons },
		creditThreshold: creditThreshold / 100,
		makeUps: { ...makeUps, packet: makeUps.packet / 100 },
		completion: completionOf(completion),
		gates: entry === 'own' ? gates : null,
		dosage: { ...dosage, packets: dosage.packets / 100 },
		milestones: milestones.filter(isMeant).map(milestoneOf),
		amounts: { kinds: inCents(amounts.kinds), modules: inCents(amounts.modules) }
	};
}

const completionOf = ({ plan, everyApplication, applications, electives, ...rest }: Told['completion']) => ({
	...rest,
	electives: electives ?? 0,
	applications: everyApplication ? ('all' as const) : applications,
	plan: plan === 'edition' ? null : plan === 'yes'
});

/** A row in which nothing was said, or that is taken out, is no milestone. */
export const isMeant = ({ names, condition, amount, remove }: ToldMilestone) =>
	!remove &&
	(names.en !== '' ||
		names.es !== '' ||
		condition.lessons.ids.length > 0 ||
		[condition.minutes, condition.practice, condition.module, amount].some((part) => part !== null) ||
		condition.plan);

function milestoneOf(
	{ id, names, condition, amount }: ToldMilestone,
	place: number
): z.input<typeof AdoptInput>['policy']['milestones'][number] {
	const { lessons, minutes, practice, module, plan } = condition;
	return {
		id: id || idFrom(names.en, place),
		names,
		condition: {
			...(lessons.ids.length > 0 && { lessons: { ids: lessons.ids, atLeast: lessons.atLeast ?? 'all' } }),
			...(minutes !== null && { minutes }),
			...(practice !== null && { practice }),
			...(module !== null && { module }),
			...(plan && { plan })
		},
		amount: Math.round((amount ?? 0) * 100)
	};
}

/** "A good start" → "a-good-start-2": its place keeps two of one name apart. */
const idFrom = (name: string, place: number) =>
	[
		...(name.toLowerCase().match(/[a-z0-9]+/g) ?? ['milestone']).join('-').slice(0, 50).split(/-+$/),
		place + 1
	]
		.filter((part) => part !== '')
		.join('-');

const inCents = <Key extends string>(amounts: Partial<Record<Key, number | null>>) =>
	Object.fromEntries(
		Object.entries<number | null | undefined>(amounts).flatMap(([key, amount]) =>
			amount ? [[key, Math.round(amount * 100)]] : []
		)
	) as Partial<Record<Key, number>> & Record<string, number>;
