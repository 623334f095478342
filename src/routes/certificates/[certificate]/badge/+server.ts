import { invalid } from '#lib/server/errors.ts';
import { BadgeChoice, takeBadge } from '#lib/server/feed/badges.ts';
import { findCertificate } from '#lib/server/feed/issued-certificates.ts';
import { readForm } from '#lib/server/forms.ts';

/** Each badge that is taken is logged, so it is asked for with a form. */
export const POST = async ({ request, params, locals: { db, actor, config } }) => {
	await findCertificate(db.read, actor, params.certificate);
	const form = await readForm(request, BadgeChoice);
	if (!form.ok) throw invalid(form.faults);
	const badge = await takeBadge(db, actor, params.certificate, form.data, config);
	return new Response(badge, {
		headers: {
			'content-type': 'application/vc+jwt',
			'content-disposition': 'attachment; filename="badge.jwt"'
		}
	});
};
