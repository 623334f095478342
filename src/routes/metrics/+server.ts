import { notFound } from '#lib/server/errors.ts';
import { webhookFigures } from '#lib/server/feed/webhooks.ts';
import { metricsText } from '#lib/server/metrics.ts';

const here = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

/** For this machine, not for what a proxy on it passes on; from elsewhere with a key. */
export async function GET({ request, locals: { actor, db }, getClientAddress }) {
	const passedOn = request.headers.has('x-forwarded-for') || request.headers.has('forwarded');
	const local = here.includes(getClientAddress()) && !passedOn;
	if (!local && actor.kind !== 'key') throw notFound();
	return new Response(metricsText() + (await webhookFigures(db.read)), {
		headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }
	});
}
