/** What a group's dates would be, before anybody makes it: its sessions, and the days that it leaves out. */
import { outlineIn } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import { invalid } from '../errors.ts';
import { allow, type Actor } from '../policy.ts';
import { clashesOfPlan, courseWith, type NewGroup } from './groups.ts';
import { outlineOf } from './lessons.ts';
import { closedOn } from './observances.ts';
import { closuresOf, findSite } from './organizations.ts';
import { planSessions } from './schedule.ts';

/** The sessions that `createGroup` would make, and which of the weekly days it would skip, with the site's own reason. */
export async function previewGroup(read: Read, actor: Actor, input: NewGroup, language = 'en') {
	const site = await findSite(read, actor, input.siteId).catch(() => {
		throw invalid({ siteId: { code: 'choice' } });
	});
	allow(actor, 'groups.create', { organizationId: site.organizationId });
	const outline = await outlineOf(read, input.editionId).catch(() => {
		throw invalid({ editionId: { code: 'choice' } });
	});
	const lessons = courseWith(outlineIn(outline, language), input.electives);
	const isClosed = await closedOn(read, site);
	const weekdays = new Set(input.slots.map((slot) => slot.weekday));
	const skipped: string[] = [];
	const sessions = planSessions(input.slots, site.zone, input.startsOn, lessons.length, (day) => {
		if (isClosed(day) && weekdays.has(weekdayOf(day))) skipped.push(day);
		return isClosed(day);
	});
	const reasons = new Map((await closuresOf(read, actor, site.id)).map(({ date, reason }) => [date, reason]));
	return {
		clashes: await clashesOfPlan(read, actor, input, sessions),
		sessions: sessions.map((session, i) => ({ ...session, lesson: lessons[i].title })),
		/** The reason is the closure's; null for a public holiday. */
		skipped: skipped.map((date) => ({ date, reason: reasons.get(date) ?? null }))
	};
}

/** ISO, 1 (Monday) to 7. */
const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
