/** Examples of sectors, in lessons that are rendered: their names, and which of them somebody reads. */
type Text = { intro: string; activities: { html: string }[] };

/** Blocks never stand in one another, and nothing else in a lesson becomes a <div>: the next end is its own. */
const example = /<div class="block block-example sector-([a-z0-9-]+)">[\s\S]*?<\/div>\s*/g;

const labelled =
	/(<div class="block block-example sector-([a-z0-9-]+)">\s*<p class="block-label">[^<]*)(<\/p>)/g;
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const each = <T extends Text>(lesson: T, change: (html: string) => string): T => ({
	...lesson,
	intro: change(lesson.intro),
	activities: lesson.activities.map((activity) => ({ ...activity, html: change(activity.html) }))
});

/** Says above each example which sector it is of; one that has no name goes by its id. */
export const nameSectors = <T extends Text>(lesson: T, names: Record<string, string>): T =>
	each(lesson, (html) =>
		html.replace(labelled, (_, open, id, close) => `${open}: ${escaped(names[id] ?? id)}${close}`)
	);

const sectorsIn = ({ intro, activities }: Text): string[] =>
	[intro, ...activities.map(({ html }) => html)].flatMap((html) =>
		[...html.matchAll(example)].map(([, name]) => name)
	);

const runs = new RegExp(`(?:${example.source})+`, 'g');

/** A person's own examples to read, those of other sectors behind a line that opens them. */
export function ownSectorFirst<T extends Text>(lesson: T, sector: string | null, others: string): T {
	if (!sector || !sectorsIn(lesson).includes(sector)) return lesson;
	return each(lesson, (html) =>
		html.replace(runs, (run) => {
			const blocks = [...run.matchAll(example)];
			const own = blocks.filter(([, name]) => name === sector).map(([block]) => block);
			const rest = blocks.filter(([, name]) => name !== sector).map(([block]) => block);
			if (rest.length === 0) return run;
			const hidden = `<details class="others"><summary>${escaped(others)}</summary>${rest.join('')}</details>`;
			return own.join('') + hidden;
		})
	);
}

/** The same lesson without the examples of other sectors. One that has none of this sector keeps all. */
export function forSector<T extends Text>(lesson: T, sector: string | null): T {
	if (!sector || !sectorsIn(lesson).includes(sector)) return lesson;
	return each(lesson, (html) =>
		html.replace(example, (block, name: string) => (name === sector ? block : ''))
	);
}
