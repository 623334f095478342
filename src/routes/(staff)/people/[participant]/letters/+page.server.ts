import { redirect } from '@sveltejs/kit';
import { dayOf } from '#lib/format.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { findParticipant } from '#lib/server/domain/people.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { lettersOf, makeLetter } from '#lib/server/feed/letters.ts';
import { submit } from '#lib/server/forms.ts';
import { allow, can } from '#lib/server/policy.ts';
import { LetterOf, letterForm } from '../../../../letters/form.ts';

export const load = async (event) => {
	const { params, locals } = event;
	const { db, actor } = locals;
	const { firstName, lastName, participantId, enrollments } = await findParticipant(
		db.read,
		actor,
		params.participant
	);
	const may = (organizationId: string) => can(actor, 'letters.make', { organizationId });
	const organizations = [...new Set(enrollments.map(({ organizationId }) => organizationId))];
	const mine = organizations.filter(may);
	if (mine.length === 0) allow(actor, 'letters.make', { organizationId: organizations[0] });
	logRead(actor, { organizationId: mine[0], subject: `participant:${participantId}`, kind: 'letters.read' });
	const { zone } = await findProgram(db.read);
	const made = [];
	for (const organizationId of mine)
		made.push(...(await lettersOf(db.read, actor, participantId, organizationId)));
	return {
		person: { firstName, lastName, participantId },
		letters: made.map(({ id, kind, audience, wording, asked, at, over }) => ({
			...{ id, kind, audience, wording, asked, over },
			on: dayOf(at, zone)
		})),
		letter: await letterForm(event, participantId, may)
	};
};

export const actions = {
	make: ({ request, params, locals: { db, actor } }) =>
		submit(request, LetterOf, async ({ enrollmentId, ...wanted }) => {
			await findParticipant(db.read, actor, params.participant);
			redirect(303, `/letters/${await makeLetter(db, actor, enrollmentId, wanted)}`);
		})
};
