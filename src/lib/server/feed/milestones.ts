/** The feed of milestones: what a recipient may know, in an order that a cursor can follow. */
import { and, asc, eq, like, sql } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Tx } from '../db/open.ts';
import { consents, milestones, organizations, participants, revocations } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, type Key } from '../policy.ts';
import { inForce } from '../domain/consents.ts';
import { findProgram } from '../domain/organizations.ts';
import { dayIn } from '../domain/schedule.ts';
import { milestoneKinds } from '#lib/vocabulary.ts';
import { logDisclosures, notice } from './disclosures.ts';

/** Where a reader stands: "0" at the beginning. Opaque to them. */
export const Cursor = z
	.string()
	.regex(/^\d{1,15}(\.\d{1,15})?$/)
	.default('0')
	.meta({
		description: 'Where the last answer ended (its `next`). Leave out to begin at the beginning.',
		example: '0'
	});
export const MilestonesQuery = z.strictObject({
	after: Cursor,
	limit: z.coerce
		.number()
		.int()
		.min(1)
		.max(500)
		.default(100)
		.meta({ description: 'Milestones in one answer, at most.' })
});

export const FedMilestone = z
	.strictObject({
		id: z.uuid().meta({ description: 'Id of this statement. The same statement may come twice: keep one.' }),
		type: z.enum(['milestone.awarded', 'milestone.voided']),
		milestone: z.enum(milestoneKinds),
		module: z.string().nullable().meta({ description: 'Module id, for the milestone "module".' }),
		voids: z.uuid().nullable().meta({ description: 'Id of the awarded milestone that this one takes back.' }),
		participant: z.strictObject({
			number: z.string().meta({ description: "The program's number of the participant." })
		}),
		organization: z.strictObject({ id: z.uuid(), name: z.string() }),
		enrollment: z.uuid(),
		consent: z
			.strictObject({ id: z.uuid(), purpose: z.string(), expires: z.iso.date() })
			.meta({ description: 'The consent under which this is told: for what, and until when (42 CFR 2.32).' }),
		at: z.iso.datetime().meta({ description: 'When it was awarded or voided, UTC.' })
	})
	.meta({ id: 'Milestone' });
export const MilestonesAnswer = z
	.strictObject({
		milestones: z.array(FedMilestone),
		next: z.string().meta({ description: 'Ask with `after` set to this for what comes later.' }),
		more: z.boolean().meta({ description: 'True: ask again at once.' }),
		notice: z.string().meta({ description: 'Must stay with the data (42 CFR 2.32).' })
	})
	.meta({ id: 'Milestones' });

/**
 * Milestones of the participants who consented to this recipient, oldest first; each answer is logged as disclosures in
 * the transaction that checked the consents. A consent given later brings the earlier milestones with it: a milestone's
 * place is where both it and the consent were there.
 * @throws 403
 */
export async function feedMilestones(
	db: Db,
	actor: Key,
	query: z.infer<typeof MilestonesQuery>
): Promise<z.infer<typeof MilestonesAnswer>> {
	return db.write(async (tx) => {
		allow(actor, 'feed.milestones');
		const found = await allowed(tx, actor, query);
		const page = found.slice(0, query.limit);
		const told = once(page);
		await logDisclosures(tx, actor, 'api', toldOf(actor, told));
		const last = page.at(-1);
		return {
			milestones: told.map(asFed),
			next: last ? `${last.place}.${last.position}` : query.after,
			more: found.length > query.limit,
			notice
		};
	});
}

type Row = Awaited<ReturnType<typeof allowed>>[number];

async function allowed(tx: Tx, actor: Key, { after, limit }: z.infer<typeof MilestonesQuery>) {
	const [place, position = 0] = after.split('.').map(Number);
	const { zone } = await findProgram(tx);
	const visibleFrom = sql<number>`case when ${milestones.position} > ${consents.position} then ${milestones.position} else ${consents.position} end`;
	return tx
		.select({
			id: milestones.id,
			kind: milestones.kind,
			moduleId: milestones.moduleId,
			voids: milestones.voids,
			at: milestones.at,
			enrollmentId: milestones.enrollmentId,
			participantId: milestones.participantId,
			position: milestones.position,
			place: visibleFrom.mapWith(Number),
			number: participants.number,
			organizationId: organizations.id,
			organization: organizations.name,
			consentId: consents.id,
			purpose: consents.purpose,
			expiresOn: consents.expiresOn
		})
		.from(milestones)
		.innerJoin(
			consents,
			and(
				eq(consents.participantId, milestones.participantId),
				eq(consents.organizationId, milestones.organizationId)
			)
		)
		.leftJoin(revocations, eq(revocations.consentId, consents.id))
		.innerJoin(participants, eq(participants.id, milestones.participantId))
		.innerJoin(organizations, eq(organizations.id, milestones.organizationId))
		.where(
			and(
				eq(consents.recipientId, actor.recipientId),
				like(consents.information, '%"milestones"%'),
				inForce(dayIn(zone, now())),
				actor.organizationId ? eq(milestones.organizationId, actor.organizationId) : undefined,
				sql`(${visibleFrom} > ${place} or (${visibleFrom} = ${place} and ${milestones.position} > ${position}))`
			)
		)
		.orderBy(asc(visibleFrom), asc(milestones.position), asc(consents.position))
		.limit(limit + 1);
}

/** Two consents may let out the same milestone: it is told once. */
const once = (rows: Row[]) => [...new Map(rows.map((row) => [row.id, row])).values()];

function asFed(row: Row): z.infer<typeof FedMilestone> {
	return {
		id: row.id,
		type: row.voids ? 'milestone.voided' : 'milestone.awarded',
		milestone: row.kind as z.infer<typeof FedMilestone>['milestone'],
		module: row.moduleId || null,
		voids: row.voids,
		participant: { number: row.number },
		organization: { id: row.organizationId, name: row.organization },
		enrollment: row.enrollmentId,
		consent: { id: row.consentId, purpose: row.purpose, expires: row.expiresOn },
		at: row.at
	};
}

/** One disclosure a consent, with what was told under it. */
function toldOf(actor: Key, rows: Row[]) {
	return [...Map.groupBy(rows, (row) => row.consentId).values()].map((own) => ({
		participantId: own[0].participantId as Id,
		organizationId: own[0].organizationId,
		recipientId: actor.recipientId,
		consentId: own[0].consentId,
		what: { milestones: own.map((row) => row.id) }
	}));
}
