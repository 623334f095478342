/** Acquaintances: through which of their groups, or through which referral, somebody of the staff knows a person. */
import { and, eq } from 'drizzle-orm';
import type { Read } from '../db/open.ts';
import { referrals } from '../db/schema/index.ts';
import { DomainError, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import { facilitatorIdsOf } from './facilitators.ts';
import { findParticipant } from './people.ts';
import { referralScope, referralsWith } from './referral-steps.ts';

/**
 * The person, and the group that says what the actor may do: one that the person is in, else the last that they left; of
 * somebody who was in none, the organization that they were referred to.
 * @throws 404 for somebody whom the actor may not know of
 */
export async function acquaintanceOf(read: Read, actor: Actor, participantId: Id) {
	const known = await findParticipant(read, actor, participantId).catch(unlessUnknown);
	if (!known) return throughReferral(read, actor, participantId);
	const { enrollments, ...person } = known;
	const through = enrollments.findLast(({ exitedAt }) => !exitedAt) ?? enrollments[enrollments.length - 1];
	const facilitatorIds = await facilitatorIdsOf(read, through.groupId);
	return {
		...{ person, enrollments, facilitatorIds, referralId: null },
		group: through.group,
		organizationId: through.organizationId,
		since: enrollments[0].enrolledAt
	};
}

function unlessUnknown(error: unknown) {
	if (error instanceof DomainError && error.status === 404) return null;
	throw error;
}

async function throughReferral(read: Read, actor: Actor, participantId: Id) {
	const own = and(eq(referrals.participantId, participantId), referralScope(actor));
	const found = (await referralsWith(read, own)).at(-1);
	if (!found) throw notFound();
	const { referral, number, firstName, lastName, language } = found;
	return {
		person: { participantId, number, firstName, lastName, language },
		...{ enrollments: [], facilitatorIds: [], group: null, referralId: referral.id },
		...{ organizationId: referral.organizationId, since: referral.at }
	};
}
