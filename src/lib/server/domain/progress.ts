/** When has someone completed, and what is still missing? Policy, edition and facts in; verdict out. */
import type { EditionOutline, LessonOutline } from '../curriculum/outline.ts';
import type { AbsenceReason, ActivityState, MarkStatus, MilestoneKind, Outlook, Policy } from '#lib/vocabulary.ts';

/** A fact that others may replace. */
export type Replaceable = { id: string; replaces: string[] };

export type MarkFact = Replaceable & {
	sessionId: string;
	status: MarkStatus;
	/** Minutes after the session's start; null: from the start, to the end. */
	cameAt: number | null;
	leftAt: number | null;
	reason: AbsenceReason | null;
};
export type DeliveryFact = Replaceable & {
	sessionId: string;
	lessonId: string;
	activity: string;
	state: ActivityState;
	minutes: number;
};
export type PracticeFact = Replaceable & {
	/** The session in whose room it was; null: outside. */
	sessionId: string | null;
	lessonId: string;
	/** Seen by a facilitator in a role-play. */
	shown: boolean;
	/** Takes back what it replaces. */
	withdrawn: boolean;
	setting: string;
};
export type SessionFact = { id: string; date: string; lessonIds: string[]; ended: boolean; cancelled: boolean };
/** Minutes of a lesson given outside the group's sessions. */
export type MakeUpFact = { lessonId: string; minutes: number };

/** All that is known about one person in one group; lists in any order. */
export type Facts = {
	/** The day where the program is, YYYY-MM-DD. */
	today: string;
	sessions: SessionFact[];
	deliveries: DeliveryFact[];
	marks: MarkFact[];
	practices: PracticeFact[];
	makeUps: MakeUpFact[];
};

export type LessonState = 'credited' | 'partly' | 'missed' | 'ahead' | 'review';
export type LessonStanding = {
	lessonId: string;
	state: LessonState;
	/** Minutes delivered to the group, and of these attended (make-ups included). */
	delivered: number;
	attended: number;
	/** Attended minutes still needed for the credit, once the lesson is delivered. */
	short: number;
	/** Day of the session that holds (or held) the last of it. */
	on: string | null;
	/** Last day for a make-up, while one is possible. */
	makeUpBy: string | null;
};

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
	reach: 'met' | 'planned' | 'make-up' | 'none';
	/** Lessons that would help, soonest first. */
	missing: string[];
	/** Day on which it can be met, from what is planned. */
	on: string | null;
};

export type Progress = {
	lessons: LessonStanding[];
	requirements: Requirement[];
	complete: boolean;
	outlook: Outlook;
	/** Day by which everything can be met; null when complete or out of reach. */
	finishOn: string | null;
	minutes: number;
	/** Sessions whose marks contradict each other. */
	review: string[];
};

/** How to read what is under review: at its worst (nothing is awarded on it) or at its best (nothing is voided on it). */
export type Reading = 'worst' | 'best';

/** The facts that no other fact replaces. */
export function current<F extends Replaceable>(facts: F[]): F[] {
	const replaced = new Set(facts.flatMap((fact) => fact.replaces));
	return facts.filter((fact) => !replaced.has(fact.id));
}

/** What two statements must share to say the same. */
const markValue = (mark: MarkFact) => [mark.status, mark.cameAt, mark.leftAt, mark.reason].join('|');
const deliveryValue = (delivery: DeliveryFact) => [delivery.state, delivery.minutes].join('|');

const differ = <F>(facts: F[], value: (fact: F) => string) => new Set(facts.map(value)).size > 1;

function groupBy<F>(facts: F[], key: (fact: F) => string): Map<string, F[]> {
	const groups = new Map<string, F[]>();
	for (const fact of facts) {
		const group = groups.get(key(fact));
		if (group) group.push(fact);
		else groups.set(key(fact), [fact]);
	}
	return groups;
}

/** Minutes of the session, from its start, in which the person was there. */
type Presence = { from: number; to: number };
const nowhere: Presence = { from: 0, to: 0 };

function presence(policy: Policy, mark: MarkFact): Presence {
	if (mark.status === 'present') return { from: 0, to: Infinity };
	if (mark.status !== 'partial') return nowhere;
	const from = mark.cameAt ?? 0;
	if (policy.lateCutoff !== null && from > policy.lateCutoff) return nowhere;
	return { from, to: Math.max(from, mark.leftAt ?? Infinity) };
}

/** One presence a session; contradicting marks are read at their worst (their overlap) or best (their span). */
function presences(policy: Policy, marks: MarkFact[], reading: Reading): Map<string, Presence> {
	const bySession = groupBy(current(marks), (mark) => mark.sessionId);
	return new Map(
		[...bySession].map(([sessionId, stated]) => [sessionId, readTogether(stated.map((m) => presence(policy, m)), reading)])
	);
}

function readTogether(all: Presence[], reading: Reading): Presence {
	if (reading === 'best') {
		const there = all.filter(({ from, to }) => to > from);
		if (there.length === 0) return nowhere;
		return { from: Math.min(...there.map((p) => p.from)), to: Math.max(...there.map((p) => p.to)) };
	}
	const from = Math.max(...all.map((p) => p.from));
	const to = Math.min(...all.map((p) => p.to));
	return to > from ? { from, to } : nowhere;
}

type Interval = DeliveryFact & { from: number; to: number };

/** Lays a session's delivered activities end to end, in the order of the plan: when in the session was each? */
function timeline(edition: EditionOutline, session: SessionFact, deliveries: DeliveryFact[]): Interval[] {
	const order = activityOrder(edition, session);
	const sorted = [...deliveries].sort((a, b) => order(a) - order(b) || a.id.localeCompare(b.id));
	let clock = 0;
	return sorted.map((delivery) => {
		const from = clock;
		clock += delivery.minutes;
		return { ...delivery, from, to: clock };
	});
}

function activityOrder(edition: EditionOutline, session: SessionFact) {
	const lessons = new Map(edition.lessons.map((lesson, index) => [lesson.id, { lesson, index }]));
	return ({ lessonId, activity }: DeliveryFact) => {
		const known = lessons.get(lessonId);
		const planned = session.lessonIds.indexOf(lessonId);
		const position = known?.lesson.activities.findIndex((a) => a.key === activity) ?? -1;
		// Carried over from an earlier lesson (not planned for this session): it comes first.
		return (planned < 0 ? (known?.index ?? 0) - 10_000 : planned) * 1000 + position;
	};
}

/** Current deliveries, one an activity and session; of contradicting ones the one with most minutes. */
function settledDeliveries(deliveries: DeliveryFact[]): { settled: DeliveryFact[]; disputed: Set<string> } {
	const disputed = new Set<string>();
	const settled: DeliveryFact[] = [];
	const stated = groupBy(current(deliveries), (d) => [d.sessionId, d.lessonId, d.activity].join('|'));
	for (const said of stated.values()) {
		if (differ(said, deliveryValue)) disputed.add(said[0].lessonId);
		const most = [...said].sort((a, b) => b.minutes - a.minutes || a.id.localeCompare(b.id))[0];
		if (most.state !== 'pending') settled.push(most);
	}
	return { settled, disputed };
}

const overlap = (a: Presence, b: Presence) => Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));

/** Adds days to a calendar day. */
export function plusDays(day: string, days: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function lessonStandings(policy: Policy, edition: EditionOutline, facts: Facts, reading: Reading): LessonStanding[] {
	const { settled, disputed } = settledDeliveries(facts.deliveries);
	const there = presences(policy, facts.marks, reading);
	const bySession = groupBy(settled, (delivery) => delivery.sessionId);
	const intervals = facts.sessions
		.filter((session) => !session.cancelled)
		.flatMap((session) => timeline(edition, session, bySession.get(session.id) ?? []));
	const byLesson = groupBy(intervals, (interval) => interval.lessonId);
	return edition.lessons.map((lesson) =>
		lessonStanding(policy, lesson, byLesson.get(lesson.id) ?? [], there, facts, disputed.has(lesson.id), reading)
	);
}

/**
 * Credit: attended over delivered minutes, summed over sessions and make-ups, at the policy's threshold, once every
 * activity was delivered or skipped. T4C 3.1: a lesson may need a second session.
 */
function lessonStanding(
	policy: Policy,
	lesson: LessonOutline,
	intervals: Interval[],
	there: Map<string, Presence>,
	facts: Facts,
	disputed: boolean,
	reading: Reading
): LessonStanding {
	const delivered = sum(intervals.map((interval) => interval.minutes));
	const inRoom = sum(intervals.map((interval) => overlap(interval, there.get(interval.sessionId) ?? nowhere)));
	const madeUp = sum(facts.makeUps.filter((m) => m.lessonId === lesson.id).map((m) => m.minutes));
	const attended = Math.min(delivered, inRoom + madeUp);
	const handled = new Set(intervals.map((interval) => interval.activity));
	const whole = delivered > 0 && lesson.activities.every((activity) => handled.has(activity.key));
	const enough = whole && attended >= delivered * policy.creditThreshold;
	const optimistic = disputed && reading === 'best' && attended > 0;
	const credited = optimistic || (enough && !disputed);
	const on = lastDay(lesson.id, intervals, facts.sessions);
	const mayMakeUp = whole && !credited && on !== null && plusDays(on, policy.makeUps.days) >= facts.today;

	return {
		lessonId: lesson.id,
		state: credited ? 'credited' : disputed ? 'review' : !whole ? (attended ? 'partly' : 'ahead') : attended ? 'partly' : 'missed',
		delivered,
		attended,
		short: credited || !whole ? 0 : Math.ceil(delivered * policy.creditThreshold - attended),
		on,
		makeUpBy: mayMakeUp ? plusDays(on, policy.makeUps.days) : null
	};
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

/** Day of the last session that delivered some of the lesson, or that is planned to. */
function lastDay(lessonId: string, intervals: Interval[], sessions: SessionFact[]): string | null {
	const held = new Set(intervals.map((interval) => interval.sessionId));
	const days = sessions
		.filter((s) => held.has(s.id) || (!s.cancelled && s.lessonIds.includes(lessonId)))
		.map((s) => s.date)
		.sort();
	return days.at(-1) ?? null;
}

/** Can the lesson still be had in the group? Planned ones are ahead; unfinished ones carry over while a session is left. */
function isPlanned(standing: LessonStanding, sessions: SessionFact[]): boolean {
	if (standing.state === 'credited' || standing.short > 0) return false;
	if (standing.state === 'review') return true;
	const held = sessions.filter((session) => !session.cancelled);
	return held.some((s) => !s.ended) && held.some((s) => s.lessonIds.includes(standing.lessonId));
}

export function progress(policy: Policy, edition: EditionOutline, facts: Facts, reading: Reading = 'worst'): Progress {
	const lessons = lessonStandings(policy, edition, facts, reading);
	const requirements = [
		...lessonRequirements(policy, edition, lessons, facts),
		...practiceRequirements(policy, edition, facts, reading),
		...absenceRequirement(policy, facts, reading)
	];
	const complete = requirements.every((requirement) => requirement.met);
	return {
		lessons,
		requirements,
		complete,
		outlook: outlook(requirements),
		finishOn: complete ? null : finishDay(requirements),
		minutes: sum(lessons.map((lesson) => lesson.attended)),
		review: disputedSessions(facts.marks)
	};
}

/** Sessions about which two current marks say different things. */
export function disputedSessions(marks: MarkFact[]): string[] {
	const bySession = groupBy(current(marks), (mark) => mark.sessionId);
	return [...bySession].filter(([, said]) => differ(said, markValue)).map(([sessionId]) => sessionId);
}

function lessonRequirements(
	policy: Policy,
	edition: EditionOutline,
	standings: LessonStanding[],
	facts: Facts
): Requirement[] {
	const rule = edition.completion;
	const core = edition.lessons.filter((lesson) => lesson.core);
	const applications = core.filter((lesson) => lesson.kind === 'application');
	const essential = edition.lessons.filter((lesson) => rule.essential.includes(lesson.id));
	const needed = rule.applications === 'all' ? applications.length : rule.applications;
	const count = (kind: RequirementKind, among: LessonOutline[], need: number) =>
		lessonRequirement(policy, kind, need, among, standings, facts);
	return [
		count('core', core, rule.coreLessons),
		count('essential', essential, essential.length),
		count('applications', applications, needed)
	].filter((requirement) => requirement.need > 0 || requirement.kind === 'core');
}

function lessonRequirement(
	policy: Policy,
	kind: RequirementKind,
	need: number,
	among: LessonOutline[],
	standings: LessonStanding[],
	facts: Facts
): Requirement {
	const ids = new Set(among.map((lesson) => lesson.id));
	const open = standings.filter((s) => ids.has(s.lessonId) && s.state !== 'credited').sort(bySoonest);
	const planned = open.filter((s) => isPlanned(s, facts.sessions));
	const used = new Set(facts.makeUps.map((makeUp) => makeUp.lessonId)).size;
	const makeUps = open.filter((s) => s.makeUpBy !== null).slice(0, Math.max(0, policy.makeUps.limit - used));
	const missing = open.map((s) => s.lessonId);
	return { kind, need, missing, ...reach(need, ids.size - open.length, planned, makeUps) };
}

const bySoonest = (a: LessonStanding, b: LessonStanding) => (a.on ?? '9999').localeCompare(b.on ?? '9999');

/** With what is planned alone, or with make-ups too: can `need` be reached, and by which day? */
function reach(need: number, have: number, planned: LessonStanding[], makeUps: LessonStanding[]) {
	const short = Math.max(0, need - have);
	if (short === 0) return { have, met: true, reach: 'met' as const, missing: [], on: null };
	if (planned.length + makeUps.length < short) return { have, met: false, reach: 'none' as const, on: null };
	const alone = planned.length >= short;
	const days = [...planned.map((s) => s.on), ...(alone ? [] : makeUps.map((s) => s.makeUpBy))];
	const on = days.filter((day) => day !== null).sort()[short - 1] ?? null;
	return { have, met: false, reach: alone ? ('planned' as const) : ('make-up' as const), on };
}

function practiceRequirements(
	policy: Policy,
	edition: EditionOutline,
	facts: Facts,
	reading: Reading
): Requirement[] {
	const rule = edition.completion;
	const entries = practiceEntries(facts.practices, reading);
	const skills = new Set(edition.lessons.filter((lesson) => lesson.kind === 'skill').map((lesson) => lesson.id));
	const shown = new Set(entries.filter((p) => p.shown && skills.has(p.lessonId)).map((p) => p.lessonId));
	const plans = entries.filter((p) => p.lessonId === rule.plan && p.setting === 'room');
	const count = (kind: RequirementKind, have: number, need: number) => practiceRequirement(policy, facts, kind, have, need);
	return [
		count('practice', entries.length, rule.practice.entries),
		count('practice-skills', new Set(entries.map((p) => p.lessonId)).size, rule.practice.skills),
		count('skills-shown', shown.size, rule.skillsShown),
		count('plan', Math.min(1, plans.length), rule.plan === null ? 0 : 1)
	].filter((requirement) => requirement.need > 0);
}

/** One entry a lesson and session in the room, whoever noted it; each use outside is one of its own. */
export function practiceEntries(practices: PracticeFact[], reading: Reading = 'worst'): PracticeFact[] {
	const said = groupBy(current(practices), (p) => (p.sessionId ? `${p.sessionId}|${p.lessonId}` : p.id));
	const holds = (facts: PracticeFact[], test: (fact: PracticeFact) => boolean) =>
		reading === 'best' ? facts.some(test) : facts.every(test);
	return [...said.values()]
		.filter((facts) => holds(facts, (fact) => !fact.withdrawn))
		.map((facts) => ({ ...facts[0], shown: holds(facts, (fact) => fact.shown) }));
}

/** Practice may be logged until some days after the last session. */
function practiceRequirement(
	policy: Policy,
	facts: Facts,
	kind: RequirementKind,
	have: number,
	need: number
): Requirement {
	const last = facts.sessions.filter((s) => !s.cancelled).map((s) => s.date).sort().at(-1);
	const until = last === undefined ? null : plusDays(last, policy.practiceDays);
	const met = have >= need;
	const open = until !== null && until >= facts.today;
	return { kind, have, need, met, reach: met ? 'met' : open ? 'planned' : 'none', missing: [], on: met || !open ? null : (last ?? null) };
}

function absenceRequirement(policy: Policy, facts: Facts, reading: Reading): Requirement[] {
	if (policy.absencesAllowed === null) return [];
	const bySession = groupBy(current(facts.marks), (mark) => mark.sessionId);
	const counts = (mark: MarkFact) => mark.status === 'absent-excused' || mark.status === 'absent-unexcused';
	const have = [...bySession.values()].filter((said) => (reading === 'best' ? said.every(counts) : said.some(counts))).length;
	const met = have <= policy.absencesAllowed;
	return [{ kind: 'absences', have, need: policy.absencesAllowed, met, reach: met ? 'met' : 'none', missing: [], on: null }];
}

function outlook(requirements: Requirement[]): Outlook {
	if (requirements.every((requirement) => requirement.met)) return 'complete';
	if (requirements.some((requirement) => requirement.reach === 'none')) return 'out-of-reach';
	return requirements.some((requirement) => requirement.reach === 'make-up') ? 'at-risk' : 'on-course';
}

function finishDay(requirements: Requirement[]): string | null {
	if (requirements.some((requirement) => requirement.reach === 'none')) return null;
	return requirements.map((r) => r.on).filter((day) => day !== null).sort().at(-1) ?? null;
}

export type Earned = { kind: MilestoneKind; moduleId: string };

/** Which milestones does this progress earn? */
export function earned(policy: Policy, edition: EditionOutline, facts: Facts, reading: Reading = 'worst'): Earned[] {
	const verdict = progress(policy, edition, facts, reading);
	const credited = new Set(verdict.lessons.filter((l) => l.state === 'credited').map((l) => l.lessonId));
	const requirement = (kind: RequirementKind) => verdict.requirements.find((r) => r.kind === kind);
	const core = requirement('core');
	const came = [...presences(policy, facts.marks, reading).values()].some(({ from, to }) => to > from);
	const earnedKinds: [MilestoneKind, boolean][] = [
		['enrolled', true],
		['first-session', came],
		['half-way', core !== undefined && core.need > 0 && core.have * 2 >= core.need],
		['applications', requirement('applications')?.met ?? false],
		['practice-target', requirement('practice')?.met ?? false],
		['plan', requirement('plan')?.met ?? false],
		['completed', verdict.complete]
	];
	return [
		...earnedKinds.filter(([, yes]) => yes).map(([kind]) => ({ kind, moduleId: '' })),
		...completedModules(edition, credited).map((moduleId) => ({ kind: 'module' as const, moduleId }))
	];
}

/** Modules all of whose core lessons are credited. */
function completedModules(edition: EditionOutline, credited: Set<string>): string[] {
	return edition.modules
		.filter((module) => {
			const core = edition.lessons.filter((lesson) => lesson.moduleId === module.id && lesson.core);
			return core.length > 0 && core.every((lesson) => credited.has(lesson.id));
		})
		.map((module) => module.id);
}
