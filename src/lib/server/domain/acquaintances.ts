/** Acquaintances: through which of their groups somebody of the staff knows a person. */
import type { Read } from '../db/open.ts';
import type { Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import { facilitatorIdsOf } from './facilitators.ts';
import { findParticipant } from './people.ts';

/**
 * The person, and the group that says what the actor may do: one that the person is in, else the last that they left.
 * @throws 404 for somebody whom the actor may not know of
 */
export async function acquaintanceOf(read: Read, actor: Actor, participantId: Id) {
	const { enrollments, ...person } = await findParticipant(read, actor, participantId);
	const through = enrollments.findLast(({ exitedAt }) => !exitedAt) ?? enrollments[enrollments.length - 1];
	const facilitatorIds = await facilitatorIdsOf(read, through.groupId);
	return {
		person,
		enrollments,
		group: through.group,
		organizationId: through.organizationId,
		facilitatorIds
	};
}
