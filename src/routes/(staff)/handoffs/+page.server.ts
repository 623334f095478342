import { HandoffQuery, handoffCounts, listHandoffs } from '#lib/server/domain/handoff-lists.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { readQuery } from '#lib/server/forms.ts';
import { organizationsOf } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor }, url }) => {
	const { view } = readQuery(url, HandoffQuery);
	const { rows, counts, mayAnswer } = await listHandoffs(db.read, actor, view);
	for (const organizationId of organizationsOf(actor, 'case-manager', 'coordinator'))
		logRead(actor, { organizationId, subject: `organization:${organizationId}`, kind: 'handoffs.read' });
	const coordinates = organizationsOf(actor, 'coordinator').length > 0;
	return {
		...{ view, counts, mayAnswer, handoffs: rows },
		figures: coordinates ? await handoffCounts(db.read, actor) : null
	};
};
