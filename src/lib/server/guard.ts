/** Before anything else runs: does this request come from our own pages, and may its actor reach the route at all? */
import { DomainError } from './errors.ts';
import type { Actor } from './policy.ts';
import { audienceOf, mayReach, routes } from './routes.ts';

const safe = ['GET', 'HEAD', 'OPTIONS'];

/**
 * A browser adds its cookies to requests from anywhere: what changes something must come from our own pages, whatever
 * its content type. A key is never added by a browser.
 * @throws 403 wrong-origin
 */
export function refuseForeign(request: Request, origin: string, actor: Actor): void {
	if (safe.includes(request.method) || actor.kind === 'key') return;
	if (request.headers.get('origin') !== origin) throw new DomainError(403, 'wrong-origin');
}

/** Where to send somebody whom this page is not for as they are; null when it is, or when no sign-in would help. */
export type Passage =
	| { allowed: true }
	| { allowed: false; signIn: '/sign-in' | '/card' | '/locked' | '/setup/authenticator' | null };

export function passage(actor: Actor, routeId: string): Passage {
	if (mayReach(actor, routeId)) return { allowed: true };
	const wanted = Object.hasOwn(routes, routeId) ? routes[routeId] : [];
	const mine = audienceOf(actor);
	if (mine === 'key') return { allowed: false, signIn: null };
	if (mine === 'locked') return { allowed: false, signIn: '/locked' };
	if (mine === 'half' && wanted.includes('staff')) return { allowed: false, signIn: '/setup/authenticator' };
	if (wanted.includes('staff') || wanted.includes('half') || wanted.includes('any')) {
		return { allowed: false, signIn: '/sign-in' };
	}
	return { allowed: false, signIn: wanted.includes('participant') ? '/card' : null };
}

/** A path of ours to come back to: never another host, whatever was asked. */
export function localPath(next: string | null | undefined, otherwise: string): string {
	if (!next || !/^\/(?![/\\])/.test(next) || /[\p{Cc}\\]/u.test(next)) return otherwise;
	const here = 'http://local.invalid';
	const url = URL.parse(next, here);
	// "/.//host" is a path of ours to the parser, and another host once it is written out.
	return url?.origin === here && !url.pathname.startsWith('//') ? url.pathname + url.search : otherwise;
}
