/** Uses of skills: which notes and which homework count, once each, for a verdict. Facts in, no database. */
import { upheld } from './statements.ts';
import type { Facts, HomeworkFact, PracticeFact, Reading } from './progress.ts';
import type { HomeworkState } from '#lib/vocabulary.ts';

/** One entry a lesson and session in the room, whoever noted it; each use outside is one of its own. */
export function practiceEntries(practices: PracticeFact[], reading: Reading = 'worst'): PracticeFact[] {
	const holds = (said: PracticeFact[], test: (fact: PracticeFact) => boolean) =>
		reading === 'best' ? said.some(test) : said.every(test);
	return practiceUses(practices)
		.filter((said) => said.length > 0 && holds(said, (fact) => !fact.withdrawn))
		.map((said) => ({ ...said[0], shown: holds(said, (fact) => fact.shown) }));
}

/** All uses of skills: those that were noted, and homework that was brought back. */
export function countedEntries(
	{ practices, homework = [] }: Pick<Facts, 'practices' | 'homework'>,
	reading: Reading = 'worst'
): PracticeFact[] {
	const entries = practiceEntries(practices, reading);
	const logged = new Set(entries.filter((one) => one.sessionId === null).map((one) => one.lessonId));
	return [...entries, ...broughtBack(homework, reading).filter(({ lessonId }) => !logged.has(lessonId))];
}

/** One use outside a lesson, however often it was brought; what was logged outside anyway is not counted twice. */
export function broughtBack(homework: HomeworkFact[], reading: Reading): PracticeFact[] {
	const isBack = (said: HomeworkFact[]) =>
		said.length > 0 && said[reading === 'best' ? 'some' : 'every'](({ state }) => state === 'returned');
	const back = homeworkSaid(homework).filter(isBack);
	const byLesson = new Map(back.map(([first]) => [first.lessonId, first]));
	return [...byLesson.values()].map(({ id, lessonId, replaces }) => ({
		...{ id, lessonId, replaces, sessionId: null, shown: false, withdrawn: false, setting: 'elsewhere' }
	}));
}

/** What stands about each lesson's homework in each session. */
export function homeworkSaid(homework: HomeworkFact[]): HomeworkFact[][] {
	const inOrder = [...homework].sort((a, b) => (a.id < b.id ? -1 : 1));
	return [...Map.groupBy(inOrder, (one) => `${one.sessionId}|${one.lessonId}`).values()].map(upheldHomework);
}

/** The statements about one person's homework that stand. */
export const upheldHomework = <H extends { id: string; replaces: string[]; state: HomeworkState }>(
	said: H[]
): H[] => upheld(said, ({ state }) => state === 'unsaid');

/** What stands about each use of a skill. */
export function practiceUses(practices: PracticeFact[]): PracticeFact[][] {
	const byId = new Map(practices.map((practice) => [practice.id, practice]));
	const acted = practices.filter(({ role }) => !role || role === 'actor');
	const inOrder = acted.sort((a, b) => (a.id < b.id ? -1 : 1));
	const uses = Map.groupBy(inOrder, (p) => (p.sessionId ? `${p.sessionId}|${p.lessonId}` : firstOf(p, byId)));
	return [...uses.values()].map(upheldPractices);
}

/** The notes about one use of a skill that stand. */
export const upheldPractices = <P extends { id: string; replaces: string[]; withdrawn: boolean }>(
	said: P[]
): P[] => upheld(said, (practice) => practice.withdrawn);

/** The note that a correction goes back to. */
function firstOf(practice: PracticeFact, byId: Map<string, PracticeFact>): string {
	const before = practice.replaces.map((id) => byId.get(id)).find((one) => one !== undefined);
	return before ? firstOf(before, byId) : practice.id;
}
