import { listOrganizations } from '#lib/server/domain/organizations.ts';
import { listStages, type StagedGroup } from '#lib/server/domain/stages.ts';
import { can } from '#lib/server/policy.ts';
import { now } from '#lib/server/clock.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';

export const load = async ({ locals: { db, actor } }) => {
	const found = await listStages(db.read, actor);
	const organizations = await listOrganizations(db.read, actor);
	return {
		stages: found.map(({ stage, groups }) => ({ stage, groups: groups.map(shown) })),
		can: { create: organizations.some(({ id }) => can(actor, 'groups.create', { organizationId: id })) }
	};
};

const shown = (group: StagedGroup) => {
	const { id, name, site, room, zone, people, size, facilitators, held, planned, unfinished, lastOn } = group;
	const next = group.next && {
		id: group.next.id,
		date: group.next.date,
		time: group.next.time,
		minutes: group.next.minutes
	};
	return {
		...{ id, name, site, room, people, size, facilitators, held, planned, unfinished, lastOn, next },
		today: dayIn(zone, now())
	};
};
