import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { now } from '#lib/server/clock.ts';
import { plusDays } from '#lib/server/domain/days.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { endEndpoint, rotateEndpointSecret, turnOff, turnOn } from '#lib/server/feed/endpoints.ts';
import { replay, replayAll, ReplaySince, sendTest } from '#lib/server/feed/replays.ts';
import { endpointPage } from '#lib/server/feed/webhooks.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';

const Operation = z.strictObject({ operationId: z.uuid() });
const Message = z.strictObject({ messageId: z.string().max(60) });
const Sure = z.strictObject({ sure: z.literal('yes') });

export const load = async ({ locals: { db, actor }, params }) => {
	allow(actor, 'webhooks.manage');
	const { zone } = await findProgram(db.read);
	const today = dayIn(zone, now());
	return {
		endpoint: await endpointPage(db.read, actor, params.endpoint),
		...{ zone, today, weekAgo: plusDays(today, -7) },
		operationId: newId()
	};
};

export const actions = {
	test: ({ request, locals: { db, actor }, params }) =>
		submit(request, Operation, async ({ operationId }) => {
			await sendTest(db, actor, params.endpoint, operationId);
			return { tested: true };
		}),

	/** The only answer that ever holds the secret. */
	rotate: ({ request, locals: { db, actor }, params }) =>
		submit(request, Operation, async ({ operationId }) => ({
			rotated: await rotateEndpointSecret(db, actor, params.endpoint, operationId)
		})),

	off: ({ request, locals: { db, actor }, params }) =>
		submit(request, z.strictObject({}), async () => {
			await turnOff(db, actor, params.endpoint);
			return { changed: true };
		}),

	on: ({ request, locals: { db, actor }, params }) =>
		submit(request, z.strictObject({}), async () => {
			await turnOn(db, actor, params.endpoint);
			return { changed: true };
		}),

	end: ({ request, locals: { db, actor }, params }) =>
		submit(request, Sure, async () => {
			await endEndpoint(db, actor, params.endpoint);
			redirect(303, '/admin/webhooks');
		}),

	replay: ({ request, locals: { db, actor }, params }) =>
		submit(request, Message, async ({ messageId }) => {
			await replay(db, actor, params.endpoint, messageId);
			return { replayed: 1 };
		}),

	replayAll: ({ request, locals: { db, actor }, params }) =>
		submit(request, ReplaySince, async (input) => ({
			replayed: await replayAll(db, actor, params.endpoint, input)
		}))
};
