/** Prospects: what a session leaves people with: lessons to make up, absences that are left, and whether they can finish. */
import { inArray } from 'drizzle-orm';
import { lessonIn } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import { enrollments } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { factsIn } from './facts.ts';
import { hostsFor, makeUpHeads, openingFor, type Ledger, type Opening } from './openings.ts';
import { plusDays, progress, type Progress } from './progress.ts';

type Place = { groupId: Id; next: { date: string } | null };
export type Offer = { way: 'session'; sessionId: Id; day: string } | { way: 'one-to-one'; day: string };

/**
 * By enrollment. `lessonIds`: the session's, of which something may have to be made up. The caller has found the group.
 */
export async function prospectsIn(
	read: Read,
	{ groupId, next }: Place,
	people: Id[],
	lessonIds: string[],
	language: string
) {
	const { facts, policy, edition } = await factsIn(read, groupId, people);
	const heads = Map.groupBy(await makeUpHeads(read, people), ({ enrollmentId }) => enrollmentId);
	const enrolled = await stillIn(read, people);
	const all = [];
	for (const enrollmentId of people.filter((id) => enrolled.has(id))) {
		const own = facts.get(enrollmentId)!;
		const verdict = progress(policy, edition, own);
		const { lessons: standings } = verdict;
		const ledger = { policy, edition, standings, today: own.today, heads: heads.get(enrollmentId) ?? [] };
		const open = lessonIds.map((id) => openingFor(ledger, id)).filter(isToArrange);
		const hosts = open.length > 0 ? await hostsFor(read, enrolled.get(enrollmentId)!) : [];
		all.push({
			enrollmentId,
			makeUps: open.map((opening) => ({
				...shown(opening, language),
				offer: offerFor(opening, hosts, ledger, next?.date ?? null)
			})),
			...limits(verdict),
			...outlookOf(verdict)
		});
	}
	return all;
}
export type Prospect = Awaited<ReturnType<typeof prospectsIn>>[number];

async function stillIn(read: Read, people: Id[]) {
	const rows = await read
		.select()
		.from(enrollments)
		.where(inArray(enrollments.id, people))
		.orderBy(enrollments.id);
	return new Map(rows.filter(({ exitedAt }) => exitedAt === null).map((row) => [row.id, row]));
}

const isToArrange = (one: Opening) => one.short > 0 && !one.open && !one.isLate && !one.isOverLimit;

const shown = ({ lesson, short, by }: Opening, language: string) => ({
	...{ lessonId: lesson.id, title: lessonIn(lesson, language).title, short, by: by! }
});

type Hosts = Awaited<ReturnType<typeof hostsFor>>;

/** The same lesson in another group, where one comes in time; else alone, before the next meeting if it is in time. */
function offerFor({ lesson, by }: Opening, hosts: Hosts, { today }: Ledger, next: string | null): Offer {
	const host = hosts.find(({ lessonIds, date }) => lessonIds.includes(lesson.id) && date <= by!);
	if (host) return { way: 'session', sessionId: host.id, day: host.date };
	const soon = next ?? plusDays(today, 7);
	return { way: 'one-to-one', day: soon >= today && soon <= by! ? soon : by! };
}

/** Absences that were used up but one, or all of them; null where there are more, or no limit. */
function limits({ requirements }: Progress) {
	const absences = requirements.find(({ kind }) => kind === 'absences');
	const isNear = absences !== undefined && absences.need - absences.have <= 1 && absences.have > 0;
	return { absences: isNear ? { have: absences.have, need: absences.need } : null };
}

const outlookOf = ({ outlook, finishOn, requirements }: Progress) => ({
	outlook,
	finishOn,
	/** What can't be met any more, or with make-ups alone. */
	hard: requirements.filter(({ reach }) => reach === 'make-up' || reach === 'none').map(({ kind }) => kind)
});
