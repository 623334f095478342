/** Placement: what stands in the way of taking a person into a group, and when they would begin. Facts in, verdict out. */
import type { EditionOutline } from '../curriculum/outline.ts';
import { lessonStandings } from './credit.ts';
import { progress, type Facts, type SessionFact } from './progress.ts';
import { courseSessions } from './requirements.ts';
import { gatesOf } from './rules.ts';
import type { Entry, PlacementReason, Policy } from '#lib/vocabulary.ts';

/**
 * "unavailable": its course is over, or a reason that nobody is told. "closed": it began, and takes nobody new. "gate": the
 * last gate is past. "full". "reach": completing is out of reach.
 */
export const obstacles = ['unavailable', 'closed', 'gate', 'full', 'reach'] as const;
export type Obstacle = (typeof obstacles)[number];

export type Candidacy = {
	policy: Policy;
	edition: EditionOutline;
	/** What would be known of the person in the group, with what they did before. */
	facts: Facts;
	capacity: number;
	/** In the group now, pauses included, and those for whom a place is held. */
	people: number;
	entry: Entry;
	/** Somebody from whom they are kept apart is there. */
	isKeptApart: boolean;
};
export type Placement = {
	obstacles: Obstacle[];
	/** The day from which they would belong to the group. */
	joinsOn: string;
	/** Of the module that begins then, when they wait for it; null: at once. */
	gate: string | null;
};

export function placement(candidacy: Candidacy): Placement {
	const { facts, capacity, people, isKeptApart } = candidacy;
	const held = courseSessions(facts.sessions).sort((a, b) => a.number - b.number);
	const next = nextOf(held, facts.today);
	const gate = gateFor(candidacy, held, next);
	const waits = gate !== null && gate !== 'passed';
	const joinsOn = waits ? gate.date : facts.today;
	const found: Record<Obstacle, boolean> = {
		unavailable: next < 0 || isKeptApart,
		closed: candidacy.entry === 'closed' && held.length > 1 && !isAhead(held[1], facts.today),
		gate: gate === 'passed',
		full: people >= capacity,
		reach: next >= 0 && isOutOfReach(candidacy, joinsOn)
	};
	return {
		obstacles: obstacles.filter((one) => found[one]),
		joinsOn,
		gate: waits ? moduleOf(candidacy, gate) : null
	};
}

/** Of a course whose days are over, what nobody has ended yet is still open: sheets may come in late. */
function nextOf(held: SessionFact[], today: string): number {
	const next = held.findIndex((session) => isAhead(session, today));
	return next >= 0 ? next : held.findIndex(({ ended }) => !ended);
}

/** A session that nobody ended counts as over on the day after. */
const isAhead = ({ ended, date }: SessionFact, today: string) => !ended && date >= today;

/** The session at which somebody may join, null for at once. */
function gateFor(candidacy: Candidacy, held: SessionFact[], next: number): SessionFact | 'passed' | null {
	const { entry } = candidacy;
	if (entry !== 'gated' || next <= 0) return null;
	if (moduleOf(candidacy, held[next]) !== null || missesNothing(candidacy, held.slice(0, next))) return null;
	return held.slice(next).find((session) => moduleOf(candidacy, session) !== null) ?? 'passed';
}

/** Id of the entry module that a session belongs to. */
function moduleOf({ policy, edition }: Candidacy, { lessonIds }: SessionFact): string | null {
	const gates = gatesOf(policy, edition);
	const modules = edition.lessons.filter(({ id }) => lessonIds.includes(id)).map(({ moduleId }) => moduleId);
	return modules.find((id) => gates.includes(id)) ?? null;
}

/** Whoever has credit for all that the group did so far needs no gate. */
function missesNothing({ policy, edition, facts }: Candidacy, past: SessionFact[]): boolean {
	const given = new Set(past.flatMap(({ lessonIds }) => lessonIds));
	const core = new Set(edition.lessons.filter(({ core, id }) => core && given.has(id)).map(({ id }) => id));
	const standings = lessonStandings(policy, edition, facts, 'worst').filter(({ lessonId }) =>
		core.has(lessonId)
	);
	return standings.length > 0 && standings.every(({ state }) => state === 'credited');
}

/** Counted against all that is still planned, the make-up limit, and what they bring with them. */
function isOutOfReach({ policy, edition, facts }: Candidacy, joinsOn: string): boolean {
	const away = [...(facts.away ?? []), { from: '', until: joinsOn }];
	return progress(policy, edition, { ...facts, away }).outlook === 'out-of-reach';
}

/** Which obstacle is left, when program staff have a reason to look past some? */
export function remaining({ obstacles }: Placement, reason: PlacementReason | null): Obstacle | null {
	return obstacles.find((one) => !isExcused(one, reason)) ?? null;
}

/** Completing out of reach is excused by a next cycle in sight alone; closed groups and hidden reasons by nothing. */
function isExcused(obstacle: Obstacle, reason: PlacementReason | null): boolean {
	if (reason === null) return false;
	return obstacle === 'full' || obstacle === 'gate' || (obstacle === 'reach' && reason === 'next-cycle');
}

/** Caught up one to one, somebody joins at once instead of at the gate. */
export const joinsAt = ({ joinsOn }: Placement, today: string, reason: PlacementReason | null) =>
	reason === 'caught-up' ? today : joinsOn;
