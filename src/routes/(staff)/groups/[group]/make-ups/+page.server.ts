import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { guestsOf, openMakeUps } from '#lib/server/domain/arrangements.ts';
import { findGroup } from '#lib/server/domain/groups.ts';
import { dueIn } from '#lib/server/domain/openings.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { allow } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor }, params }) => {
	const group = await findGroup(db.read, actor, params.group);
	allow(actor, 'groups.read', group);
	const { id, organizationId, name } = group;
	logRead(actor, { organizationId, subject: `group:${id}`, kind: 'roster.read' });
	return {
		group: { id, name },
		open: await openMakeUps(db.read, actor, getLocale(), id),
		due: await dueIn(db.read, id, getLocale()),
		guests: await guestsOf(db.read, actor, id, getLocale())
	};
};
