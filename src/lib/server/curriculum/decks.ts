/** A lesson as the room sees it, from its title to its last activity: its text, its skill and its practice in order. */
import { sizeFor, type Line } from './fit.ts';
import { lessonIn, type ActivityKind, type ActivityOutline, type LessonOutline } from './outline.ts';
import type { TextSlide } from './slides.ts';
import type { Slide, SlideKind, SlideWords } from '#lib/slides.ts';

type Texts = Record<string, TextSlide[]>;
type Telling = (words: LessonOutline, texts: TextSlide[]) => Partial<SlideWords>;

/**
 * `left` are the activities to show; `at` is the place of the lesson in its deck.
 * An activity with nothing to show has its title and its time.
 */
export function lessonSlides(
	lesson: LessonOutline,
	texts: Texts,
	left: ReadonlySet<string>,
	at = 0
): Slide[] {
	const languages = Object.keys(texts);
	const words = new Map(languages.map((language) => [language, lessonIn(lesson, language)]));
	const { activities } = lesson;

	const slide = (
		kind: SlideKind,
		activity: ActivityOutline | null,
		tell: Telling,
		more: Partial<Slide> = {}
	) => ({
		...{ kind, lesson: at, minutes: activity?.minutes ?? 0, upTo: null, times: 0, size: 's' as const },
		activity: activity ? `${lesson.id}/${activity.key}` : '',
		...more,
		words: Object.fromEntries(
			languages.map((language) => [
				language,
				{ title: '', html: '', text: '', steps: [], ...tell(words.get(language)!, texts[language]) }
			])
		)
	});

	const written = (key: string) => texts[languages[0]].flatMap((one, i) => (one.key === key ? [i] : []));
	const titleOf = (own: LessonOutline, activity: ActivityOutline | null) =>
		activity ? own.activities[activity.position - 1].title : own.title;
	const text = (activity: ActivityOutline | null) =>
		written(activity?.key ?? '').map((i) =>
			slide('text', activity, (own, slides) => ({ title: titleOf(own, activity), html: slides[i].html }), {
				size: texts[languages[0]][i].size
			})
		);
	const steps = (activity: ActivityOutline, upTo: number | null) =>
		slide(
			'steps',
			activity,
			({ skill }) => ({ title: skill!.name, text: skill!.when, steps: skill!.steps }),
			{ upTo, size: sizeFor([...words.values()].map(({ skill }) => skill!.steps.map(asItem))) }
		);
	const practice = (activity: ActivityOutline) =>
		slide('practice', activity, (own) => ({ title: titleOf(own, activity), text: own.practice!.task }), {
			times: lesson.practice!.times,
			size: sizeFor([...words.values()].map((own) => [heading, { text: own.practice!.task }]))
		});

	const taught = lesson.skill ? firstOf(activities, 'teach', 'model', 'role-play') : null;
	const planned = lesson.practice ? firstOf(activities, 'plan', 'close') : null;
	return [
		slide('lesson', null, ({ title }) => ({ title })),
		...text(null),
		...activities
			.filter(({ key }) => left.has(key))
			.flatMap((activity) => [
				slide('activity', activity, (own) => ({ title: titleOf(own, activity) })),
				...(activity === taught ? [...lesson.skill!.steps.keys()].map((i) => steps(activity, i + 1)) : []),
				...text(activity),
				...(lesson.skill && activity !== taught && activity.kind === 'role-play'
					? [steps(activity, null)]
					: []),
				...(activity === planned ? [practice(activity)] : [])
			])
	];
}

const asItem = (text: string): Line => ({ text, indent: 3 });
/** Stands above, on lines of its own. */
const heading: Line = { text: '' };

/** The first activity of the first of these kinds that the lesson has. */
function firstOf(activities: ActivityOutline[], ...kinds: ActivityKind[]): ActivityOutline | null {
	const found = kinds.map((kind) => activities.find((activity) => activity.kind === kind));
	return found.find((activity) => activity !== undefined) ?? null;
}
