/** Who may reach a route at all. A route that is not listed here is refused; its verbs decide the rest. */
import type { Actor } from './policy.ts';

/**
 * public: everyone. half: staff who have shown a password but no second factor. any: whoever is signed in in full.
 */
export type Audience = 'public' | 'half' | 'staff' | 'participant' | 'key' | 'any';

export const routes: Record<string, Audience[]> = {
	'/': ['public'],
	'/sign-in': ['public'],
	'/sign-in/code': ['public'],
	'/sign-out': ['public'],
	'/setup/[token]': ['public'],
	'/setup/authenticator': ['half'],
	'/card': ['public'],
	'/card/pin': ['public'],
	'/language': ['public'],
	'/refused': ['public'],
	'/healthz': ['public'],
	'/leave': ['public'],
	'/calendar': ['public'],
	'/readyz': ['public'],
	'/metrics': ['public'],

	'/handbook': ['public'],
	'/handbook/look': ['public'],
	'/handbook/decisions': ['public'],

	'/(staff)/today': ['staff'],
	'/(staff)/sessions/[session]': ['staff'],
	'/(staff)/sessions/[session]/end': ['staff'],
	'/(staff)/sessions/[session]/cancel': ['staff'],
	'/(staff)/sessions/[session]/operations': ['staff'],
	'/(staff)/sessions/[session]/room': ['staff'],
	'/(staff)/sessions/[session]/stream': ['staff'],

	'/(participant)/me': ['participant'],
	'/(participant)/me/lessons': ['participant'],
	'/(participant)/me/lessons/[lesson]': ['participant'],
	'/(participant)/me/info': ['participant'],

	'/api/v1/openapi.json': ['public'],
	'/api/v1/milestones': ['key']
};

/** What the actor counts as before a route. */
export function audienceOf(actor: Actor): Audience {
	if (actor.kind === 'staff') return actor.verified ? 'staff' : 'half';
	return actor.kind === 'participant' || actor.kind === 'key' ? actor.kind : 'public';
}

/** Deny by default: false for a route that is not in the table. */
export function mayReach(actor: Actor, routeId: string): boolean {
	const allowed = Object.hasOwn(routes, routeId) ? routes[routeId] : [];
	const mine = audienceOf(actor);
	const full = mine !== 'half' && mine !== 'public';
	return allowed.includes('public') || allowed.includes(mine) || (full && allowed.includes('any'));
}
