/** Edition previews: what a group and its people would have after a move to a later edition. Nothing is written. */
import { originsOf } from '../curriculum/equivalents.ts';
import { lessonIn, type EditionOutline, type LessonOutline } from '../curriculum/outline.ts';
import { layoutOf } from '../curriculum/layout.ts';
import type { Read } from '../db/open.ts';
import { newId, type Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { filesOf, findEdition } from './editions.ts';
import { laterEditions, planEditionMove, type PlannedMove } from './edition-moves.ts';
import { factsIn } from './facts.ts';
import { findGroup, type Group } from './groups.ts';
import { byName } from './names.ts';
import { peopleIn } from './people.ts';
import { progress, type Facts, type Progress } from './progress.ts';
import { differenceOf } from './publications.ts';
import { lessonsOf } from './remappings.ts';

/** The group's edition and those that it may move to. @throws 404, 403 */
export async function editionsFor(read: Read, actor: Actor, groupId: Id) {
	const group = await findGroup(read, actor, groupId);
	allow(actor, 'groups.change', group);
	return {
		group,
		current: await findEdition(read, group.editionId),
		later: await laterEditions(read, group)
	};
}

/**
 * The texts that differ, the lessons that come, go and become others, the meetings that it takes, and whose credit would
 * be other than it is. @throws as `planEditionMove`
 */
export async function previewEditionMove(read: Read, group: Group, editionId: Id, language: string) {
	const move = await planEditionMove(read, group, editionId);
	const named = (lesson: LessonOutline) => {
		const { id, number, title } = lessonIn(lesson, language);
		return { id, number, title };
	};
	return {
		to: await findEdition(read, editionId),
		added: move.added.map(named),
		gone: move.gone.map(named),
		mapped: move.mapped.map(({ lesson, becomes }) => ({ ...named(lesson), becomes: becomes.map(named) })),
		meetings: { before: move.open.length, after: move.plan.length },
		files: await filesChanged(read, group.editionId, editionId, language),
		people: await peopleChanged(read, group, move, language)
	};
}

/** Lessons and modules whose text differs, in the reader's language; curriculum.yaml says what completing takes. */
async function filesChanged(read: Read, from: Id, to: Id, language: string) {
	const [was, is] = [await filesOf(read, from), await filesOf(read, to)];
	const textOf = (files: typeof was, path: string) => files.find((file) => file.path === path)?.text ?? '';
	const { lessons, modules } = layoutOf([...was, ...is]);
	const own = new Set(
		[
			...lessons.map((lesson) => [lesson.language, lesson.file.path]),
			...modules.map((one) => [one.language, one.file.path])
		]
			.filter(([its]) => its === language)
			.map(([, path]) => path)
	);
	return [...own, 'curriculum.yaml']
		.filter((path) => textOf(was, path) !== textOf(is, path))
		.sort()
		.map((path) => differenceOf(path, textOf(was, path), textOf(is, path)));
}

/** People who are in the group, whose lessons or outlook would not be what they are. */
async function peopleChanged(read: Read, group: Group, move: PlannedMove, language: string) {
	const people = await peopleIn(read, group.id, true);
	const { facts, policy } = await factsIn(
		read,
		group.id,
		people.map(({ enrollmentId }) => enrollmentId)
	);
	return people
		.map(({ enrollmentId, participantId, firstName, lastName }) => {
			const own = facts.get(enrollmentId)!;
			const before = progress(policy, move.from, own);
			const after = progress(policy, move.to, factsAfter(own, move));
			const person = { enrollmentId, participantId, firstName, lastName };
			return { ...person, ...credits(move, before, after, language), ...standings(before, after) };
		})
		.filter(({ gains, loses, before, after }) => {
			return gains.length + loses.length > 0 || JSON.stringify(before) !== JSON.stringify(after);
		})
		.sort(byName);
}

const creditedIn = ({ lessons }: Progress) =>
	new Set(lessons.filter(({ state }) => state === 'credited').map(({ lessonId }) => lessonId));

/** What is credited then and was not, under whatever id, and what was and has no lesson in the other edition that would be. */
function credits({ from, to }: PlannedMove, before: Progress, after: Progress, language: string) {
	const [had, has] = [creditedIn(before), creditedIn(after)];
	const isKept = (id: string) => lessonsOf(to, id).some((lesson) => has.has(lesson.id));
	const cameFrom = (id: string) => had.has(id) || originsOf(to, id).some((one) => had.has(one));
	const titles = (edition: EditionOutline, is: (id: string) => boolean) =>
		edition.lessons.filter(({ id }) => is(id)).map((lesson) => lessonIn(lesson, language).title);
	return {
		gains: titles(to, (id) => has.has(id) && !cameFrom(id)),
		loses: titles(from, (id) => had.has(id) && !isKept(id))
	};
}

function standings(before: Progress, after: Progress) {
	const standing = ({ requirements, outlook }: Progress) => {
		const core = requirements.find(({ kind }) => kind === 'core');
		return { have: core?.have ?? 0, need: core?.need ?? 0, outlook };
	};
	return { before: standing(before), after: standing(after) };
}

/** As they would be after the move, but for the days of meetings that are added. */
export function factsAfter(
	own: Facts,
	{ from, fixed, open, plan }: Pick<PlannedMove, 'from' | 'plan'> & Sessions
): Facts {
	const held = new Set(fixed.map(({ id }) => id));
	const isHeld = (id: string) => held.has(id);
	const planOf = new Map(open.map(({ id }, i) => [id, plan[i] ?? null]));
	const sessions = own.sessions.map((one) => {
		const lessonIds = planOf.get(one.id);
		return lessonIds === null
			? { ...one, cancelled: true }
			: { ...one, lessonIds: lessonIds ?? one.lessonIds };
	});
	const number = Math.max(0, ...own.sessions.map((one) => one.number));
	const date =
		own.sessions
			.map((one) => one.date)
			.sort()
			.at(-1) ?? own.today;
	const more = plan.slice(open.length).map((lessonIds, i) => ({
		...{ id: newId(), number: number + i + 1, date, lessonIds, ended: false, cancelled: false }
	}));
	const heldNow = {
		edition: from,
		sessions: own.sessions.filter(({ id }) => isHeld(id)),
		deliveries: own.deliveries.filter(({ sessionId }) => isHeld(sessionId))
	};
	return { ...own, sessions: [...sessions, ...more], heldWith: [...(own.heldWith ?? []), heldNow] };
}

/** The sessions that stay as they are, and those whose lessons change. */
type Sessions = { fixed: { id: Id }[]; open: { id: Id }[] };
