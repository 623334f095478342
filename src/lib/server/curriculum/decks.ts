/** A lesson as the room sees it, from its title to its last activity: its text, its skill and its practice in order. */
import { sizeFor, type Line } from './fit.ts';
import { lessonIn, type ActivityKind, type ActivityOutline, type LessonOutline } from './outline.ts';
import type { TextSlide } from './slides.ts';
import type { Slide, SlideKind, SlideWords } from '#lib/slides.ts';

/** `left` are the activities to show; `at` is the place of the lesson in its deck. */
export function lessonSlides(
	lesson: LessonOutline,
	texts: Record<string, TextSlide[]>,
	left: ReadonlySet<string>,
	at = 0
): Slide[] {
	const { activities } = lesson;
	const tell = new Telling(lesson, texts, at);
	const taught = lesson.skill ? firstOf(activities, 'teach', 'model', 'role-play') : null;
	const planned = lesson.practice ? firstOf(activities, 'plan', 'close') : null;
	const isTried = (one: ActivityOutline) => lesson.skill && one !== taught && one.kind === 'role-play';
	return [
		tell.title(null),
		...tell.text(null),
		...activities
			.filter(({ key }) => left.has(key))
			.flatMap((activity) => [
				tell.title(activity),
				...(activity === taught ? tell.eachStep(activity) : []),
				...tell.text(activity),
				...(isTried(activity) ? [tell.allSteps(activity)] : []),
				...(activity === planned ? [tell.practice(activity)] : [])
			])
	];
}

/** The first activity of the first of these kinds that the lesson has. */
function firstOf(activities: ActivityOutline[], ...kinds: ActivityKind[]): ActivityOutline | null {
	const found = kinds.map((kind) => activities.find((activity) => activity.kind === kind));
	return found.find((activity) => activity !== undefined) ?? null;
}

/** As it is spoken of it stands in bold, which is wider. */
const asItem = (text: string): Line => ({ text, indent: 6 });
/** Stands above or below, on a line of its own. */
const label: Line = { text: '' };

/** The slides of one lesson, each in all languages in which it has a text. Null for an activity: the lesson itself. */
class Telling {
	readonly #lesson: LessonOutline;
	readonly #texts: Record<string, TextSlide[]>;
	readonly #words: Map<string, LessonOutline>;
	readonly #at: number;

	constructor(lesson: LessonOutline, texts: Record<string, TextSlide[]>, at: number) {
		this.#lesson = lesson;
		this.#texts = texts;
		this.#words = new Map(Object.keys(texts).map((language) => [language, lessonIn(lesson, language)]));
		this.#at = at;
	}

	title(activity: ActivityOutline | null): Slide {
		return this.#slide(activity ? 'activity' : 'lesson', activity, {}, (own) => ({
			title: titleOf(own, activity)
		}));
	}

	text(activity: ActivityOutline | null): Slide[] {
		const [first] = Object.values(this.#texts);
		return first.flatMap(({ key, size }, i) =>
			key !== (activity?.key ?? '')
				? []
				: this.#slide('text', activity, { size }, (own, language) => ({
						title: titleOf(own, activity),
						html: this.#texts[language][i].html
					}))
		);
	}

	/** One more on each slide. */
	eachStep(activity: ActivityOutline): Slide[] {
		return this.#lesson.skill!.steps.map((_, i) => this.#steps(activity, i + 1));
	}

	allSteps(activity: ActivityOutline): Slide {
		return this.#steps(activity, null);
	}

	practice(activity: ActivityOutline): Slide {
		const { times } = this.#lesson.practice!;
		const size = this.#sizeOf(({ practice }) => [label, { text: practice!.task }, label]);
		return this.#slide('practice', activity, { times, size }, (own) => ({
			title: titleOf(own, activity),
			text: own.practice!.task
		}));
	}

	/** Letters of the same size on each, so that nothing jumps. */
	#steps(activity: ActivityOutline, upTo: number | null): Slide {
		const size = this.#sizeOf(({ skill }) => skill!.steps.map(asItem));
		return this.#slide('steps', activity, { upTo, size }, ({ skill }) => ({
			title: skill!.name,
			steps: skill!.steps
		}));
	}

	#sizeOf(lines: (own: LessonOutline) => Line[]) {
		return sizeFor([...this.#words.values()].map(lines));
	}

	#slide(
		kind: SlideKind,
		activity: ActivityOutline | null,
		more: Partial<Slide>,
		tell: (own: LessonOutline, language: string) => Partial<SlideWords>
	): Slide {
		const empty = { title: '', html: '', text: '', steps: [] };
		const words = [...this.#words].map(([language, own]) => [language, { ...empty, ...tell(own, language) }]);
		return {
			...{ kind, lesson: this.#at, minutes: activity?.minutes ?? 0, upTo: null, times: 0, size: 's' },
			activity: activity ? `${this.#lesson.id}/${activity.key}` : '',
			...more,
			words: Object.fromEntries(words)
		};
	}
}

const titleOf = (own: LessonOutline, activity: ActivityOutline | null): string =>
	activity ? own.activities[activity.position - 1].title : own.title;
