import { redirect } from '@sveltejs/kit';
import {
	answerCeremony,
	CeremonyAnswer,
	ceremonyList,
	CeremonyQuery
} from '#lib/server/domain/ceremonies.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';

export const load = async ({ locals: { db, actor }, url }) => {
	const query = CeremonyQuery.parse(Object.fromEntries(url.searchParams));
	const { people, ...days } = await ceremonyList(db.read, actor, query);
	for (const organizationId of new Set(people.map((one) => one.organizationId)))
		logRead(actor, { organizationId, subject: `organization:${organizationId}`, kind: 'ceremony.read' });
	return {
		...days,
		people: people.map((one) => ({ ...one, operationId: newId() })),
		said: url.searchParams.has('saved')
	};
};

export const actions = {
	answer: ({ request, locals: { db, actor }, url }) =>
		submit(request, CeremonyAnswer, async (input) => {
			await answerCeremony(db, actor, input);
			const days = new URLSearchParams(
				['from', 'by'].flatMap((name) => {
					const day = url.searchParams.get(name);
					return day ? [[name, day]] : [];
				})
			);
			redirect(303, `/people/ceremony?${days}&saved#${input.enrollmentId}`);
		})
};
