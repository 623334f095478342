/** Examples of one sector only: a person reads those of their own training. */
type Text = { intro: string; activities: { html: string }[] };

/** Blocks never stand in one another, and nothing else in a lesson becomes a <div>: the next end is its own. */
const example = /<div class="block block-example sector-([a-z0-9-]+)">[\s\S]*?<\/div>\s*/g;

/** The same lesson without the examples of other sectors. One that has none of this sector keeps all. */
export function forSector<T extends Text>(lesson: T, sector: string | null): T {
	const htmls = [lesson.intro, ...lesson.activities.map(({ html }) => html)];
	const named = htmls.flatMap((html) => [...html.matchAll(example)].map(([, name]) => name));
	if (!sector || !named.includes(sector)) return lesson;
	const kept = (html: string) =>
		html.replace(example, (block, name: string) => (name === sector ? block : ''));
	return {
		...lesson,
		intro: kept(lesson.intro),
		activities: lesson.activities.map((activity) => ({ ...activity, html: kept(activity.html) }))
	};
}
