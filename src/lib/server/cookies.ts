/** Cookies: better-auth's own handed on as they are, and the participant's. */
import type { Cookies } from '@sveltejs/kit';
import { parseSetCookieHeader, toCookieOptions } from 'better-auth/cookies';
import { cardCookieAge } from './identity/card-logins.ts';
import { ticketAge } from './identity/check-in-codes.ts';
import { cookieNames, loginAge } from './identity/staff.ts';

/** Hands `Set-Cookie` lines on to the browser. Whoever signs in as staff is no longer signed in with a card. */
export function keepCookies(cookies: Cookies, lines: string[], secure: boolean): void {
	const { login, challenge, card } = cookieNames(secure);
	for (const line of lines) {
		for (const [name, attributes] of parseSetCookieHeader(line)) {
			// It also takes away cookies that we never let it set.
			if (name !== login && name !== challenge) continue;
			const options = { ...toCookieOptions(attributes), path: '/', secure, httpOnly: true };
			// Already encoded: better-auth signs what it sends.
			cookies.set(name, attributes.value, { ...options, encode: (value) => value });
		}
	}
	dropCookie(cookies, card, secure);
}

const strict = (secure: boolean) => ({ path: '/', httpOnly: true, sameSite: 'lax', secure }) as const;

/** Keeps a participant's token. Staff who sat here before are no longer signed in. */
export function keepCard(cookies: Cookies, token: string, secure: boolean): void {
	const names = cookieNames(secure);
	cookies.set(names.card, token, { ...strict(secure), maxAge: cardCookieAge });
	dropCookie(cookies, names.login, secure);
	dropCookie(cookies, names.challenge, secure);
}

/** A device that others use too says so by itself the next time. Its cookie names nobody. */
export const sharedCookie = 'shared';
const year = 365 * 86_400;

export function keepShared(cookies: Cookies, shared: boolean, secure: boolean): void {
	if (shared) cookies.set(sharedCookie, '1', { ...strict(secure), maxAge: year });
	else dropCookie(cookies, sharedCookie, secure);
}

/** Keeps the token of one of the demo's own people. */
export function keepLogin(cookies: Cookies, token: string, secure: boolean): void {
	const names = cookieNames(secure);
	cookies.set(names.login, token, { ...strict(secure), maxAge: loginAge });
	dropCookie(cookies, names.card, secure);
}

/** That its holder saw the room's code in time, until they have signed in and said so. It names nobody. */
export const ticketCookie = 'here';

export function keepTicket(cookies: Cookies, ticket: string, secure: boolean): void {
	cookies.set(ticketCookie, ticket, { ...strict(secure), maxAge: ticketAge });
}

export function dropCookie(cookies: Cookies, name: string, secure: boolean): void {
	if (cookies.get(name) !== undefined) cookies.delete(name, strict(secure));
}
