/** What a group's dates would be, before anybody makes it: its sessions, and the days that it leaves out. */
import { outlineIn } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import { invalid } from '../errors.ts';
import { allow, type Actor } from '../policy.ts';
import { clashesOfPlan, courseWith, timesOf, type NewGroup } from './groups.ts';
import { laidOut } from './layouts.ts';
import { outlineOf } from './lessons.ts';
import { closedOn } from './observances.ts';
import { closuresOf, findSite } from './organizations.ts';
import { oddMeeting, slotOf } from './schedule.ts';

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
	const times = timesOf(input);
	const skipped: string[] = [];
	const sessions = laidOut(times, site.zone, lessons, (day) => {
		if (isClosed(day) && times.slots.some(({ weekday }) => weekday === weekdayOf(day))) skipped.push(day);
		return isClosed(day);
	});
	const reasons = new Map((await closuresOf(read, actor, site.id)).map(({ date, reason }) => [date, reason]));
	return {
		clashes: await clashesOfPlan(read, actor, input, sessions, isClosed),
		sessions: sessions.map(({ lessons, ...session }) => ({
			...session,
			lessons: lessons.map(({ title }) => title),
			odd: oddMeeting(session, times)
		})),
		/** The reason is the closure's; null for a public holiday. */
		skipped: skipped.map((date) => ({ date, reason: reasons.get(date) ?? null }))
	};
}

const weekdayOf = (day: string) => slotOf({ date: day, time: '', minutes: 0 }).weekday;
