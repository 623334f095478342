import { can, type Action, type Actor } from '#lib/server/policy.ts';

/** Places of the bar, in its order, and what it takes to go there somewhere. */
const places = {
	today: ['groups.list'],
	worklist: ['groups.list'],
	groups: ['groups.list'],
	people: ['people.list'],
	referrals: ['referrals.list'],
	handoffs: ['handoffs.list'],
	facilitators: ['facilitators.list'],
	observations: ['observations.list'],
	program: ['program.counts'],
	incentives: ['incentives.list', 'incentives.budget'],
	lessons: ['curriculum.read'],
	curriculum: ['curriculum.edit'],
	admin: ['organizations.manage', 'staff.list']
} satisfies Record<string, Action[]>;
export type Place = keyof typeof places;

/** Only what to show in the bar: each page and verb refuses for itself. */
export const load = ({ locals: { actor, config } }) => ({
	places: (Object.keys(places) as Place[]).filter((place) => mayGo(actor, places[place])),
	person: actor.kind === 'staff' ? actor.name : null,
	demo: config.demo
});

function mayGo(actor: Actor, actions: Action[]): boolean {
	const organizations =
		actor.kind === 'staff' ? actor.grants.map(({ organizationId }) => organizationId) : [];
	return actions.some((action) =>
		[null, ...organizations].some((organizationId) => can(actor, action, { organizationId }))
	);
}
