/** Editions and facts made by hand, for tests of progress that need no database. */
import type {
	CompletionRule,
	EditionOutline,
	LessonKind,
	LessonOutline
} from '#lib/server/curriculum/outline.ts';
import type {
	DeliveryFact,
	Facts,
	MarkFact,
	PracticeFact,
	SessionFact
} from '#lib/server/domain/progress.ts';
import { plusDays } from '#lib/server/domain/progress.ts';

type LessonShape = {
	kind?: LessonKind;
	core?: boolean;
	moduleId?: string;
	activities?: Record<string, number>;
};

/** 90 minutes: 20 check-in, 30 teach, 30 role-play, 10 plan. */
export const usualActivities = { 'check-in': 20, teach: 30, 'role-play': 30, plan: 10 };

export function lesson(id: string, shape: LessonShape = {}): LessonOutline {
	const { kind = 'skill', core = true, moduleId = 'first', activities = usualActivities } = shape;
	return {
		...{ id, number: id, title: id, kind, core, moduleId, hash: '', languages: ['en'], translations: {} },
		...{ targets: [], materials: [], practice: null, skill: null },
		minutes: Object.values(activities).reduce((total, minutes) => total + minutes, 0),
		activities: Object.entries(activities).map(([key, minutes], i) => ({
			...{ key, title: key, kind: 'teach' as const, minutes, position: i + 1, worksheets: [] }
		}))
	};
}

const nothingElse: CompletionRule = {
	coreLessons: 0,
	essential: [],
	applications: 'all',
	practice: { entries: 0, skills: 0 },
	skillsShown: 0,
	plan: null
};

export function edition(lessons: LessonOutline[], rule: Partial<CompletionRule> = {}): EditionOutline {
	const moduleIds = [...new Set(lessons.map((one) => one.moduleId))];
	const lessonIds = (id: string) => lessons.filter((one) => one.moduleId === id).map((one) => one.id);
	return {
		curriculum: { id: 'test', title: 'Test', subtitle: '' },
		...{ version: '1.0.0', languages: ['en'], sectors: [], entry: moduleIds.slice(0, 1) },
		completion: { ...nothingElse, ...rule },
		modules: moduleIds.map((id) => ({
			id,
			number: id,
			title: id,
			lessonIds: lessonIds(id),
			translations: {}
		})),
		lessons
	};
}

/** The 37 lessons of domain notes 8: T thinking, S skill, A application; small letters are electives. */
const steadyGround = {
	1: 'TTT',
	2: 'SSS',
	3: 'TTTTA',
	4: 'TSSt',
	5: 'TSSAs',
	6: 'SSSSAssst',
	7: 'TTSA',
	8: 'STAs'
};
const kinds: Record<string, LessonKind> = { T: 'thinking', S: 'skill', A: 'application' };

/** Steady Ground as outlined, with its default rule of completion. */
export function wholeCurriculum(): EditionOutline {
	const lessons = Object.entries(steadyGround).flatMap(([module, letters]) =>
		[...letters].map((letter, i) =>
			lesson(`${module}.${i + 1}`, {
				kind: kinds[letter.toUpperCase()],
				core: letter === letter.toUpperCase(),
				moduleId: `m${module}`
			})
		)
	);
	return edition(lessons, {
		coreLessons: 26,
		essential: ['3.1', '3.2', '3.3', '3.4', '7.1', '7.2', '7.3'],
		applications: 'all',
		practice: { entries: 18, skills: 10 },
		skillsShown: 10,
		plan: '8.3'
	});
}

let count = 0;
/** Ids in the order in which they are made. */
const nextId = () => `f${String(++count).padStart(6, '0')}`;

export const firstDay = '2026-03-03';

/** Weekly meetings, one for each list of lessons; the first `ended` are over. */
export function meetings(lessonIds: string[][], ended = lessonIds.length): SessionFact[] {
	return lessonIds.map((ids, i) => ({
		id: `s${i + 1}`,
		number: i + 1,
		date: plusDays(firstDay, 7 * i),
		lessonIds: ids,
		ended: i < ended,
		cancelled: false
	}));
}

export function factsOf(sessions: SessionFact[], given: Partial<Facts> = {}): Facts {
	const today = sessions.at(-1)?.date ?? firstDay;
	return { today, sessions, deliveries: [], marks: [], practices: [], makeUps: [], ...given };
}

type Minutes = Record<string, number | 'skipped'>;

/** What was done of a lesson: its activities as planned, or with the minutes named; those not named are left out. */
export function delivered(sessionId: string, of: LessonOutline, minutes?: Minutes): DeliveryFact[] {
	const planned = Object.fromEntries(of.activities.map((activity) => [activity.key, activity.minutes]));
	return Object.entries(minutes ?? planned).map(([activity, done]) => ({
		...{ id: nextId(), replaces: [], sessionId, lessonId: of.id, activity },
		state: done === 'skipped' ? 'skipped' : done < planned[activity] ? 'shortened' : 'done',
		minutes: done === 'skipped' ? 0 : done
	}));
}

export function marked(
	sessionId: string,
	status: MarkFact['status'],
	change: Partial<MarkFact> = {}
): MarkFact {
	return {
		id: nextId(),
		replaces: [],
		sessionId,
		status,
		cameAt: null,
		leftAt: null,
		reason: null,
		...change
	};
}

export function practiced(lessonId: string, change: Partial<PracticeFact> = {}): PracticeFact {
	const outside = { sessionId: null, shown: false, withdrawn: false, setting: 'work' };
	return { id: nextId(), replaces: [], lessonId, ...outside, ...change };
}

/** Seen in the room. */
export const shown = (sessionId: string, lessonId: string, change: Partial<PracticeFact> = {}) =>
	practiced(lessonId, { sessionId, shown: true, setting: 'room', ...change });
