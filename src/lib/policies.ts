/** A program's own rules, beside the edition's completion rule. They are versioned data: older versions lack what came later. */
import { neutralReasons, type AbsenceReason } from './absence-reasons.ts';
import type { MilestoneKind } from './vocabulary.ts';

/** What completing takes where the program wants other than the edition; null: as the edition says. */
export type CompletionOverride = {
	/** Credited core lessons, make-ups included. */
	coreLessons: number | null;
	/** Credited electives that count among these, at the most. */
	electives: number;
	applications: 'all' | number | null;
	/** Entries in all, over at least so many different lessons. */
	practiceEntries: number | null;
	practiceSkills: number | null;
	/** Skills shown in an observed role-play. */
	skillsShown: number | null;
	/** Is the work plan presented? */
	plan: boolean | null;
};

/** What counts toward a person's hours, by where it comes from. */
export type DosageRule = {
	sessions: boolean;
	makeUps: boolean;
	/** Share (0 to 1) of the minutes of worksheets done at home. */
	packets: number;
	/** Minutes for each practice assignment that was brought back. */
	homework: number;
};

/** All parts that are given have to hold. */
export type MilestoneCondition = {
	/** Ids of lessons of which so many are credited. */
	lessons?: { ids: string[]; atLeast: 'all' | number };
	/** Minutes attended, make-ups included. */
	minutes?: number;
	/** Practice entries. */
	practice?: number;
	/** Id of a module all of whose core lessons are credited. */
	module?: string;
	/** The work plan was presented. */
	plan?: true;
};
export type DefinedMilestone = {
	/** Stays the same from version to version; a milestone of the kind "defined" names it where a module's names its module. */
	id: string;
	names: { en: string; es: string };
	condition: MilestoneCondition;
	/** Cents. */
	amount: number;
};
export type Amounts = {
	/** Cents; for "module": of every module without an amount of its own. */
	kinds: Partial<Record<Exclude<MilestoneKind, 'defined'>, number>>;
	/** Cents, by module id. */
	modules: Record<string, number>;
};

/** What the first versions already said. */
type FirstRules = {
	/** Minutes after the start from which coming in no longer counts; null: any time counts. */
	lateCutoff: number | null;
	/** Share of a lesson's delivered minutes that earns its credit (0 to 1). */
	creditThreshold: number;
	/** Absences allowed, excused or not; neutral ones never count. Null: no limit. */
	absencesAllowed: number | null;
	/**
	 * Lessons that may be made up, and within how many days of the lesson's last session; the share of a lesson's minutes
	 * (0 to 1) that worksheets done at home count for at the most, none where it is not given.
	 */
	makeUps: { limit: number; days: number; packet?: number };
	/** Days after the last session in which practice may still be logged. */
	practiceDays: number;
	/** Days after which an ended session's marks are locked for facilitators. */
	lockDays: number;
};
type LaterRules = {
	/** Reasons for which an absence never counts. */
	neutralReasons: AbsenceReason[];
	completion: CompletionOverride;
	/** Ids of the modules at which a new person may join; null: the edition's. */
	gates: string[] | null;
	dosage: DosageRule;
	milestones: DefinedMilestone[];
	amounts: Amounts;
};
export type Policy = FirstRules & LaterRules;
/** As a version is kept. */
export type StoredPolicy = FirstRules & Partial<LaterRules>;

/** What holds where a version does not say. */
const laterRules: LaterRules = {
	neutralReasons: [...neutralReasons],
	completion: {
		coreLessons: null,
		electives: 0,
		applications: null,
		practiceEntries: null,
		practiceSkills: null,
		skillsShown: null,
		plan: null
	},
	gates: null,
	dosage: { sessions: true, makeUps: true, packets: 1, homework: 0 },
	milestones: [],
	amounts: { kinds: {}, modules: {} }
};

/** The default of a new program. Threshold, lock time: domain notes 2 and 5. */
export const defaultPolicy: Policy = {
	lateCutoff: null,
	creditThreshold: 0.75,
	absencesAllowed: null,
	makeUps: { limit: 4, days: 21, packet: 0.5 },
	practiceDays: 14,
	lockDays: 7,
	...laterRules
};

/** A version as it is kept, with what holds where it does not say. */
export const policyFrom = (stored: StoredPolicy): Policy => ({ ...laterRules, ...stored });
