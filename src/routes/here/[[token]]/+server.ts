import { redirect } from '@sveltejs/kit';
import { dropCookie, keepTicket, ticketCookie } from '#lib/server/cookies.ts';
import { DomainError } from '#lib/server/errors.ts';
import { seeToken, ticketOf } from '#lib/server/identity/check-in-codes.ts';

/**
 * Where the QR in the room leads. Nothing is kept but, by this browser, that it saw the code: whoever has to sign in
 * first has time for it, and comes back to say that they are here.
 */
export const GET = async ({ params, cookies, locals: { db, config } }) => {
	if (!params.token) redirect(303, '/me/check-in');
	const seen = await seeToken(db.read, params.token).catch(refusalOf);
	if (seen instanceof DomainError) {
		dropCookie(cookies, ticketCookie, config.secure);
		redirect(303, `/me/check-in?not=${seen.code}`);
	}
	keepTicket(cookies, ticketOf(seen), config.secure);
	redirect(303, '/me/check-in');
};

function refusalOf(error: unknown): DomainError {
	if (error instanceof DomainError) return error;
	throw error;
}
