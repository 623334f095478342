import { listReferrals, ReferralQuery } from '#lib/server/domain/referral-lists.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { readQuery } from '#lib/server/forms.ts';
import { organizationsOf } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor }, url }) => {
	const { view } = readQuery(url, ReferralQuery);
	const { rows, counts } = await listReferrals(db.read, actor, view);
	for (const organizationId of organizationsOf(actor, 'coordinator'))
		logRead(actor, { organizationId, subject: `organization:${organizationId}`, kind: 'referrals.read' });
	const intake = Number(url.searchParams.get('intake'));
	return { view, counts, referrals: rows, intake: Number.isInteger(intake) ? intake : 0 };
};
