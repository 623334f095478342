/** Requirements: what completing takes, how much of it is there, and whether the rest can still be had. */
import { heirsOf } from '../curriculum/equivalents.ts';
import type { EditionOutline, LessonOutline } from '../curriculum/outline.ts';
import { makeUpsBegun, type LessonStanding, type Reach } from './credit.ts';
import { lastOf, plusDays } from './days.ts';
import { countAbsences } from './presence.ts';
import { countedEntries } from './practice-uses.ts';
import { ruleOf, type Rule } from './rules.ts';
import type { Facts, PracticeFact, Reading, SessionFact } from './progress.ts';
import { isElective } from '#lib/reading.ts';
import type { Policy } from '#lib/vocabulary.ts';

export type RequirementKind =
	| 'core'
	| 'essential'
	| 'applications'
	| 'practice'
	| 'practice-skills'
	| 'skills-shown'
	| 'plan'
	| 'absences';
export type Requirement = {
	kind: RequirementKind;
	have: number;
	need: number;
	met: boolean;
	/** Can it still be met, with what is planned alone, or with make-ups? */
	reach: Reach;
	/** Lessons that are missing, soonest first; empty when it is met. */
	missing: string[];
	/** Day on which it can be met. */
	on: string | null;
};

/** Make-ups that the requirements can count on: one lesson made up serves all of them, and the limit holds for all. */
type MakeUps = { chosen: Set<string>; left: number };

export function lessonRequirements(
	policy: Policy,
	edition: EditionOutline,
	standings: LessonStanding[],
	facts: Facts
): Requirement[] {
	const rule = ruleOf(policy, edition);
	const core = edition.lessons.filter((lesson) => lesson.core);
	const applications = core.filter((lesson) => lesson.kind === 'application');
	const essential = edition.lessons.filter((lesson) => rule.essential.includes(lesson.id));
	const needed = rule.applications === 'all' ? applications.length : rule.applications;
	const begun = makeUpsBegun(facts);
	const makeUps = { chosen: begun, left: Math.max(0, policy.makeUps.limit - begun.size) };
	const count = (kind: RequirementKind, among: LessonOutline[], need: number) =>
		lessonRequirement(kind, need, standingsOf(among, standings), makeUps, facts.today);

	// What leaves no choice takes its make-ups first.
	const inOrder = [
		count('essential', essential, essential.length),
		count('applications', applications, needed),
		count('core', [...core, ...countedElectives(rule, edition, standings)], rule.coreLessons)
	];
	const [essentials, applied, all] = inOrder;
	return [all, ...[essentials, applied].filter((requirement) => requirement.need > 0)];
}

/** Electives that stand in for core lessons: those with credit first, then what can be had the soonest. */
function countedElectives(
	{ electives }: Rule,
	edition: EditionOutline,
	standings: LessonStanding[]
): LessonOutline[] {
	const among = edition.lessons.filter(isElective);
	const place = { met: 0, planned: 1, 'make-up': 2, none: 3 };
	const inOrder = standingsOf(among, standings)
		.filter(({ reach }) => reach !== 'none')
		.sort((a, b) => place[a.reach] - place[b.reach] || bySoonest(a, b));
	const chosen = new Set(inOrder.slice(0, electives).map(({ lessonId }) => lessonId));
	return among.filter(({ id }) => chosen.has(id));
}

function standingsOf(among: LessonOutline[], standings: LessonStanding[]): LessonStanding[] {
	const ids = new Set(among.map((lesson) => lesson.id));
	return standings.filter((standing) => ids.has(standing.lessonId));
}

function lessonRequirement(
	kind: RequirementKind,
	need: number,
	among: LessonStanding[],
	makeUps: MakeUps,
	today: string
): Requirement {
	const open = among.filter((standing) => standing.state !== 'credited').sort(bySoonest);
	const have = among.length - open.length;
	const short = need - have;
	if (short <= 0) return { kind, have, need, met: true, reach: 'met', missing: [], on: null };
	const planned = open.filter((standing) => standing.reach === 'planned').slice(0, short);
	const madeUp = choose(open, short - planned.length, makeUps);
	const enough = planned.length + madeUp.length === short;
	const days = [
		...planned.map((s) => s.on ?? today),
		...madeUp.map((s) => s.makeUpBy ?? s.on ?? today),
		today
	];
	return {
		kind,
		have,
		need,
		met: false,
		reach: !enough ? 'none' : madeUp.length > 0 ? 'make-up' : 'planned',
		missing: open.map((standing) => standing.lessonId),
		on: enough ? lastOf(days) : null
	};
}

const bySoonest = (a: LessonStanding, b: LessonStanding) => {
	const [dayA, dayB] = [a.on ?? '9999', b.on ?? '9999'];
	return dayA < dayB ? -1 : dayA > dayB ? 1 : 0;
};

/** Lessons to make up: first those that are made up anyway, then those that the limit still allows. */
function choose(open: LessonStanding[], wanted: number, makeUps: MakeUps): LessonStanding[] {
	const possible = open.filter((standing) => standing.reach === 'make-up');
	const anyway = possible.filter((standing) => makeUps.chosen.has(standing.lessonId));
	const more = possible.filter((standing) => !makeUps.chosen.has(standing.lessonId)).slice(0, makeUps.left);
	const chosen = [...anyway, ...more].slice(0, wanted);
	for (const { lessonId } of chosen) {
		if (!makeUps.chosen.has(lessonId)) makeUps.left -= 1;
		makeUps.chosen.add(lessonId);
	}
	return chosen;
}

export function practiceRequirements(
	policy: Policy,
	edition: EditionOutline,
	facts: Facts,
	reading: Reading
): Requirement[] {
	const rule = ruleOf(policy, edition);
	const entries = countedEntries(facts, reading);
	const skills = new Set(
		edition.lessons.filter((lesson) => lesson.kind === 'skill').map((lesson) => lesson.id)
	);
	const shown = new Set(entries.filter((p) => p.shown).flatMap((p) => heirsOf(edition, p.lessonId)));
	const presented = isPresented(edition, rule.plan, entries);
	const [anywhere, inRoom] = [chanceToPractice(policy, facts), chanceInRoom(policy, facts)];
	return [
		countRequirement('practice', entries.length, rule.practice.entries, anywhere),
		countRequirement(
			'practice-skills',
			new Set(entries.map((p) => p.lessonId)).size,
			rule.practice.skills,
			anywhere
		),
		countRequirement('skills-shown', shown.intersection(skills).size, rule.skillsShown, inRoom),
		countRequirement('plan', presented ? 1 : 0, rule.plan === null ? 0 : 1, inRoom)
	].filter((requirement) => requirement.need > 0);
}

/** Was the work plan presented in a session, in this edition's lesson or in the one that it was made of? */
export const isPresented = (edition: EditionOutline, plan: string | null, entries: PracticeFact[]): boolean =>
	plan !== null && entries.some((p) => p.sessionId !== null && heirsOf(edition, p.lessonId).includes(plan));

/** Sessions of the course that were not cancelled. */
export const courseSessions = (sessions: SessionFact[]): SessionFact[] =>
	sessions.filter((session) => !session.cancelled && !session.booster);

type Chance = { reach: 'planned' | 'make-up' | 'none'; on: string | null };
const noChance: Chance = { reach: 'none', on: null };

/** Until when may something that belongs in the room still be shown there? */
function chanceInRoom(policy: Policy, { sessions, today }: Facts): Chance {
	const held = courseSessions(sessions);
	const last = lastOf(held.map((session) => session.date));
	if (last === null) return noChance;
	if (held.some((session) => !session.ended)) return { reach: 'planned', on: lastOf([last, today]) };
	const until = plusDays(last, policy.makeUps.days);
	return policy.makeUps.limit > 0 && until >= today ? { reach: 'make-up', on: until } : noChance;
}

/** Practice may be logged until some days after the last session. */
function chanceToPractice(policy: Policy, { sessions, today }: Facts): Chance {
	const held = courseSessions(sessions);
	const last = lastOf(held.map((session) => session.date));
	if (last === null) return noChance;
	const open = held.some((session) => !session.ended) || plusDays(last, policy.practiceDays) >= today;
	return open ? { reach: 'planned', on: lastOf([last, today]) } : noChance;
}

function countRequirement(kind: RequirementKind, have: number, need: number, chance: Chance): Requirement {
	const met = have >= need;
	return { kind, have, need, met, missing: [], ...(met ? { reach: 'met', on: null } : chance) };
}

export function absenceRequirement(policy: Policy, facts: Facts, reading: Reading): Requirement[] {
	if (policy.absencesAllowed === null) return [];
	const boosters = new Set(facts.sessions.filter(({ booster }) => booster).map(({ id }) => id));
	const have = countAbsences(
		policy,
		facts.marks.filter(({ sessionId }) => !boosters.has(sessionId)),
		reading
	);
	const met = have <= policy.absencesAllowed;
	const need = policy.absencesAllowed;
	return [{ kind: 'absences', have, need, met, reach: met ? 'met' : 'none', missing: [], on: null }];
}
