import { redirect } from '@sveltejs/kit';
import { v7 } from 'uuid';
import { dropCookie, ticketCookie } from '#lib/server/cookies.ts';
import { ownArrivals } from '#lib/server/domain/arrivals.ts';
import { NewArrival, proposeCheckIn } from '#lib/server/domain/check-ins.ts';
import { conflict } from '#lib/server/errors.ts';
import { submit } from '#lib/server/forms.ts';
import { readTicket, seeCode, TypedCode, type Seen } from '#lib/server/identity/check-in-codes.ts';
import type { RequestEvent } from './$types';

/** Why what was scanned does not count; anything else that stands in the address is nothing. */
const refusals = ['check-in.code', 'check-in.not-yet', 'check-in.over'] as const;

export const load = async ({ cookies, url, locals: { db, actor } }) => {
	const meetings = await ownArrivals(db.read, actor);
	const seen = readTicket(cookies.get(ticketCookie));
	const asked = seen && meetings.find(({ sessionId }) => sessionId === seen.sessionId);
	return {
		/** Each but the one that is asked about. */
		meetings: meetings.filter((one) => one !== asked),
		asked: asked ?? null,
		isAnother: seen !== null && !asked,
		refused: refusals.find((code) => code === url.searchParams.get('not')) ?? null,
		operationId: v7()
	};
};

export const actions = {
	/** Typed: the code is the word that they are here. */
	code: (event) =>
		submit(event.request, TypedCode, async ({ operationId, code }) => {
			const { db, actor } = event.locals;
			await come(event, operationId, await seeCode(db, actor, code, event.getClientAddress()));
		}),
	/** Scanned a moment ago, and perhaps signed in since. */
	here: (event) =>
		submit(event.request, NewArrival, async ({ operationId }) => {
			const seen = readTicket(event.cookies.get(ticketCookie));
			if (!seen) throw conflict('check-in.code');
			await come(event, operationId, seen);
		})
};

async function come({ cookies, locals }: RequestEvent, operationId: string, seen: Seen): Promise<never> {
	const { db, actor, config } = locals;
	const { sessionId, arrivedAt } = seen;
	await proposeCheckIn(db, actor, sessionId, { operationId, way: 'phone', arrivedAt });
	dropCookie(cookies, ticketCookie, config.secure);
	redirect(303, '/me/check-in');
}
