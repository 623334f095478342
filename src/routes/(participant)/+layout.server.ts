import { sharedCookie } from '#lib/server/cookies.ts';
import { idleShared } from '#lib/server/identity/card-logins.ts';

/** A moment after the login has ended the page goes too: the next person at this screen does not see it. */
const after = idleShared / 1000 + 5;

export const load = ({ cookies, setHeaders }) => {
	if (cookies.get(sharedCookie) !== undefined) setHeaders({ refresh: `${after}; url=/card` });
};
