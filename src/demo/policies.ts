/** The program's second thoughts: milestones of its own, for new groups and those of one organization. */
import type { EditionOutline } from '#lib/server/curriculum/outline.ts';
import type { Db } from '#lib/server/db/open.ts';
import { plusDays } from '#lib/server/domain/days.ts';
import { newestPolicy } from '#lib/server/domain/organizations.ts';
import { adoptPolicy } from '#lib/server/domain/policies.ts';
import { groupsWithPolicy } from '#lib/server/domain/policy-previews.ts';
import { newId } from '#lib/server/ids.ts';
import type { Staff } from '#lib/server/policy.ts';
import type { DefinedMilestone } from '#lib/policies.ts';
import type { Place } from './cohorts.ts';
import { instantAt, today } from './groups.ts';
import type { Timeline } from './timeline.ts';

/** Days before now on which it took force. */
const ago = 24;

const milestonesFor = ({ modules, lessons }: EditionOutline): DefinedMilestone[] => {
	const first = modules.find(({ id }) => lessons.some((lesson) => lesson.moduleId === id && lesson.core))!;
	return [
		{
			...{ id: 'solid-start', names: { en: 'A solid start', es: 'Un buen comienzo' } },
			...{ condition: { module: first.id, practice: 3 }, amount: 2500 }
		},
		{
			...{ id: 'five-hours', names: { en: 'Five hours', es: 'Cinco horas' } },
			...{ condition: { minutes: 300 }, amount: 0 }
		}
	];
};

export function reconsider(on: Timeline, now: Date, place: Place, head: Staff, outline: EditionOutline) {
	on.put(instantAt(plusDays(today(now), -ago), '10:00'), (db) => adopt(db, place, head, outline));
}

async function adopt(db: Db, { organizationId }: Place, head: Staff, outline: EditionOutline) {
	const { version, data } = await newestPolicy(db.read);
	const open = await groupsWithPolicy(db.read, head);
	await adoptPolicy(db, head, {
		...{ operationId: newId(), basedOn: version },
		policy: {
			...data,
			neutralReasons: [...data.neutralReasons, 'emergency'],
			milestones: milestonesFor(outline)
		},
		groupIds: open.filter((group) => group.organizationId === organizationId).map(({ id }) => id)
	});
}
