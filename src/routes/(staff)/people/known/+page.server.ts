import { lookUpName, lookUpNumber, NameLookup, NumberLookup } from '#lib/server/domain/lookups.ts';
import { listOrganizations } from '#lib/server/domain/organizations.ts';
import { submit } from '#lib/server/forms.ts';
import { takeLookup } from '#lib/server/identity/lookups.ts';
import { allow, organizationsOf } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor } }) => {
	allow(actor, 'people.look-up');
	const own = organizationsOf(actor, 'coordinator', 'facilitator');
	const organizations = (await listOrganizations(db.read, actor)).filter(({ id }) => own.includes(id));
	return { organizations: organizations.map(({ id, name }) => ({ id, name })) };
};

export const actions = {
	number: ({ request, locals: { db, actor } }) =>
		submit(request, NumberLookup, async (input) => {
			allow(actor, 'people.look-up');
			await takeLookup(db, actor, 'number');
			const answer = await lookUpNumber(db, actor, input);
			return { answered: { by: 'number' as const, asked: input.number, ...answer } };
		}),

	name: ({ request, locals: { db, actor } }) =>
		submit(request, NameLookup, async (input) => {
			allow(actor, 'people.look-up');
			await takeLookup(db, actor, 'name');
			const asked = `${input.firstName} ${input.lastName}`;
			const answer = await lookUpName(db, actor, input);
			return { answered: { by: 'name' as const, asked, ...answer } };
		})
};
