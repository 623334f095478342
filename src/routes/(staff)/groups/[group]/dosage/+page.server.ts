import { groupDosage } from '#lib/server/domain/dosages.ts';
import { logRead } from '#lib/server/domain/reads.ts';

export const load = async ({ locals: { db, actor }, params }) => {
	const { group, people } = await groupDosage(db.read, actor, params.group);
	const { id, name, organizationId } = group;
	logRead(actor, { organizationId, subject: `group:${id}`, kind: 'roster.read' });
	return { group: { id, name }, people };
};
