/** Ways on: what somebody can still do to finish: how to make up what is missing, or in which other group. */
import { and, eq, isNull } from 'drizzle-orm';
import type { Read } from '../db/open.ts';
import { enrollments } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import { makeUpWays, type MakeUpWays } from './make-up-ways.ts';
import { selfOf } from './own.ts';
import { groupsToFinishIn, type FinishingGroup } from './places.ts';
import type { Outlook } from '#lib/vocabulary.ts';

export type WaysOn = {
	makeUps: MakeUpWays[];
	/** Where they could still finish, once they can't in their own group. */
	groups: FinishingGroup[];
};

/**
 * Of a participant's own enrollment: meetings as place, day and time alone. Nothing of one that is over, or of somebody
 * else's.
 * @param told how the enrollment stands
 */
export async function ownWaysOn(
	read: Read,
	actor: Actor,
	told: { enrollmentId: Id; outlook: Outlook },
	language: string
): Promise<WaysOn> {
	const own = and(
		eq(enrollments.id, told.enrollmentId),
		eq(enrollments.participantId, selfOf(actor)),
		isNull(enrollments.exitedAt)
	);
	const [enrollment] = await read.select().from(enrollments).where(own);
	if (!enrollment || told.outlook === 'complete') return { makeUps: [], groups: [] };
	return {
		makeUps: await makeUpWays(read, enrollment, language),
		groups: told.outlook === 'out-of-reach' ? await groupsToFinishIn(read, enrollment) : []
	};
}
