/** The feed of milestones: what a recipient may know, in an order that a cursor can follow. */
import { asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Db, Read } from '../db/open.ts';
import { milestones, organizations, participants } from '../db/schema/index.ts';
import type { Key } from '../policy.ts';
import { milestoneKinds } from '#lib/vocabulary.ts';
import type { ListQuery } from './lists.ts';
import { consent, noticed, organization, participant } from './shapes.ts';
import { tellPage, type List } from './telling.ts';

const about = {
	id: z.uuid().meta({ description: 'Id of this statement. The same statement may come twice: keep one.' }),
	type: z.enum(['milestone.awarded', 'milestone.voided']),
	milestone: z.enum(milestoneKinds),
	module: z.string().nullable().meta({ description: 'Module id, for the milestone "module".' }),
	definition: z
		.string()
		.nullable()
		.meta({ description: 'Id of the program\'s own definition, for the milestone "defined".' }),
	voids: z.uuid().nullable().meta({ description: 'Id of the awarded milestone that this one takes back.' }),
	participant,
	organization,
	enrollment: z.uuid(),
	at: z.iso.datetime().meta({ description: 'When it was awarded or voided, UTC.' })
};
export const FedMilestone = z.strictObject({ ...about, consent }).meta({ id: 'Milestone' });
export const MilestonesAnswer = z
	.strictObject({ milestones: z.array(FedMilestone), ...noticed })
	.meta({ id: 'Milestones' });
type Told = Omit<z.infer<typeof FedMilestone>, 'consent'>;

/** Milestones by id. */
export async function fedMilestones(read: Read, ids: string[]): Promise<Map<string, Told>> {
	if (ids.length === 0) return new Map();
	const rows = await read
		.select({
			milestone: milestones,
			number: participants.number,
			organization: organizations.name
		})
		.from(milestones)
		.innerJoin(participants, eq(participants.id, milestones.participantId))
		.innerJoin(organizations, eq(organizations.id, milestones.organizationId))
		.where(inArray(milestones.id, ids))
		.orderBy(asc(milestones.position));
	return new Map(rows.map((row) => [row.milestone.id, asFed(row)]));
}

type Row = { milestone: typeof milestones.$inferSelect; number: string; organization: string };

function asFed({ milestone, number, organization: name }: Row): Told {
	const { id, kind, moduleId, voids, organizationId, enrollmentId, at } = milestone;
	return {
		id,
		type: voids ? 'milestone.voided' : 'milestone.awarded',
		milestone: kind as Told['milestone'],
		module: kind === 'module' ? moduleId : null,
		definition: kind === 'defined' ? moduleId : null,
		voids,
		participant: { number },
		organization: { id: organizationId, name },
		enrollment: enrollmentId,
		at
	};
}

const list: List<Told> = {
	resource: 'milestones',
	action: 'feed.milestones',
	records: (tx, entries) =>
		fedMilestones(
			tx,
			entries.map(({ recordId }) => recordId)
		)
};

/**
 * Milestones of the participants who consented to this recipient, oldest first; each answer is logged as disclosures in
 * the transaction that checked the consents. A consent given later brings the earlier milestones with it: a milestone's
 * place is where both it and the consent were there.
 * @throws 403; 400 beside `after`
 */
export async function feedMilestones(db: Db, key: Key, query: ListQuery) {
	return (await taggedMilestones(db, key, query)).answer!;
}

/** The same, unless its reader has it. */
export async function taggedMilestones(db: Db, key: Key, query: ListQuery, known?: string | null) {
	const { tag, answer } = await tellPage(db, key, list, query, known);
	if (!answer) return { tag, answer };
	const { records, ...rest } = answer;
	return { tag, answer: { milestones: records, ...rest } satisfies z.infer<typeof MilestonesAnswer> };
}
