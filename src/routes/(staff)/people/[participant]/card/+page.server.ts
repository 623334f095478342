import { findProgram } from '#lib/server/domain/organizations.ts';
import { findParticipant } from '#lib/server/domain/people.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { refused } from '#lib/server/forms.ts';
import { cardStateOf, issueCard, resetPin, withdrawCard } from '#lib/server/identity/cards.ts';

export const load = async ({ locals: { db, actor, config }, params: { participant } }) => {
	const card = await cardStateOf(db.read, actor, participant);
	const { enrollments, ...person } = await findParticipant(db.read, actor, participant);
	const [{ organizationId }] = enrollments;
	logRead(actor, { organizationId, subject: `participant:${participant}`, kind: 'card.read' });
	const { zone } = await findProgram(db.read);
	return { person, card, zone, origin: config.origin };
};

export const actions = {
	/** The only answer that ever holds the code and the token. */
	issue: async ({ locals: { db, actor }, params: { participant } }) => {
		const { code, token } = await issueCard(db, actor, participant);
		return { issued: { code, token } };
	},

	resetPin: async ({ locals: { db, actor }, params: { participant } }) => {
		try {
			await resetPin(db, actor, participant);
			return { said: 'reset' as const };
		} catch (error) {
			return refused(error);
		}
	},

	stop: async ({ locals: { db, actor }, params: { participant } }) => {
		try {
			await withdrawCard(db, actor, participant);
			return { said: 'stopped' as const };
		} catch (error) {
			return refused(error);
		}
	}
};
