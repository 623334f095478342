import { takeBadge } from '#lib/server/feed/badges.ts';

/** Each badge that is taken is logged, so it is asked for with a form. */
export const POST = async ({ request, params, locals: { db, actor, config } }) => {
	const form = await request.formData();
	const named = form.get('named') === 'on';
	const badge = await takeBadge(db, actor, params.certificate, { named }, config);
	return new Response(badge, {
		headers: {
			'content-type': 'application/vc+jwt',
			'content-disposition': 'attachment; filename="badge.jwt"'
		}
	});
};
