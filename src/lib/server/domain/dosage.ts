/** Dosage: minutes spent on what the lessons' targets name. Policy, edition and facts in; minutes out. */
import type { EditionOutline, LessonOutline } from '../curriculum/outline.ts';
import { heldStandings, lessonStandings, type LessonStanding } from './credit.ts';
import { broughtBack } from './practice-uses.ts';
import type { EarlierFacts } from './facts.ts';
import type { Facts } from './progress.ts';
import { noDosage, together, type Dosage } from '#lib/dosage.ts';
import type { Policy } from '#lib/vocabulary.ts';

/**
 * All that counts toward the person's target hours, earlier groups included: of what those gave, what they took part in.
 * Only lessons with a target count (NIC: minutes spent on a need); what is under review is read at its worst.
 */
export function dosageOf(
	policy: Policy,
	edition: EditionOutline,
	facts: Facts,
	standings = lessonStandings(policy, edition, facts, 'worst')
): Dosage {
	const own = ownDosage(policy, edition, facts, standings);
	return (facts.before ?? []).map(takenAlong).reduce(together, own);
}

/** The same of this group alone. */
export function ownDosage(
	policy: Policy,
	edition: EditionOutline,
	facts: Facts,
	standings: LessonStanding[]
): Dosage {
	const here = ownFacts(facts);
	const now = new Set(edition.lessons.map(({ id }) => id));
	const held = heldStandings(policy, here, 'worst').filter(({ lessonId }) => !now.has(lessonId));
	const gone = new Map(held.map((one) => [one.lessonId, one])).values();
	const lessons = new Map(
		[...(facts.heldWith ?? []).map((held) => held.edition), edition]
			.flatMap((one) => one.lessons)
			.map((lesson) => [lesson.id, lesson])
	);
	const counted = [...gone, ...standings]
		.map((standing) => ({ standing, lesson: lessons.get(standing.lessonId)! }))
		.filter(({ lesson }) => lesson.targets.length > 0)
		.map(({ standing, lesson }) => ofLesson(policy, lesson, standing, here));
	const practice = broughtBack(here.homework ?? [], 'worst')
		.map(({ lessonId }) => lessons.get(lessonId))
		.filter((lesson) => lesson !== undefined && lesson.targets.length > 0)
		.map((lesson) => ofPractice(policy, lesson!));
	return [...counted, ...practice].reduce(together, noDosage());
}

/** Without what was brought along from earlier groups: it counts there. */
function ownFacts({ before = [], homework = [], ...facts }: Facts): Facts {
	const earlier = new Set(before.flatMap((one) => one.facts.homework ?? []).map(({ id }) => id));
	return { ...facts, homework: homework.filter(({ id }) => !earlier.has(id)) };
}

function takenAlong({ policy, edition, facts }: EarlierFacts[number]): Dosage {
	const standings = lessonStandings(policy, edition, facts, 'worst');
	const own = ownDosage(policy, edition, facts, standings);
	const byTarget = Object.entries(own.byTarget).map(([target, { attended }]) => [
		target,
		{ delivered: attended, attended }
	]);
	return { ...own, delivered: own.attended, byTarget: Object.fromEntries(byTarget) };
}

/** Sessions count first, then what was made up of the rest, then worksheets: nothing counts twice. */
function ofLesson(
	{ dosage }: Policy,
	lesson: LessonOutline,
	{ delivered, inSessions }: LessonStanding,
	{ makeUps }: Facts
): Dosage {
	const madeUp = (isPacket: boolean) =>
		makeUps
			.filter(({ lessonId, way }) => lessonId === lesson.id && (way === 'packet') === isPacket)
			.reduce((sum, { minutes }) => sum + minutes, 0);
	const withSomebody = Math.min(delivered - inSessions, madeUp(false));
	const onPaper = Math.min(delivered - inSessions - withSomebody, madeUp(true));
	return onTargets(lesson, delivered, {
		session: dosage.sessions ? inSessions : 0,
		'make-up': dosage.makeUps ? withSomebody : 0,
		packet: Math.floor(onPaper * dosage.packets + 1e-9),
		homework: 0
	});
}

/** Practice brought back counts as many minutes as the policy says, once a lesson. */
const ofPractice = ({ dosage }: Policy, lesson: LessonOutline): Dosage =>
	onTargets(lesson, 0, { session: 0, 'make-up': 0, packet: 0, homework: dosage.homework });

function onTargets({ targets }: LessonOutline, delivered: number, bySource: Dosage['bySource']): Dosage {
	const attended = bySource.session + bySource['make-up'] + bySource.packet;
	const each = { delivered: delivered + bySource.homework, attended: attended + bySource.homework };
	return { delivered, attended, bySource, byTarget: Object.fromEntries(targets.map((one) => [one, each])) };
}
