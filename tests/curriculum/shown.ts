/** A lesson's text as each audience gets it, for tests. */
import { audiences, type Audience } from '#lib/server/curriculum/audiences.ts';
import { parseLesson, type LessonText } from '#lib/server/curriculum/parse.ts';
import { renderLesson, type Labels } from '#lib/server/curriculum/render.ts';

export const labels: Labels = {
	say: 'Say',
	ask: 'Ask',
	do: 'Do',
	tip: 'Tip',
	care: 'Take care',
	show: '',
	example: 'Example',
	worksheet: 'Write',
	sectors: { construction: 'Construction' }
};

/** Everything of a lesson as one piece of HTML; null where the text is refused before parsing. */
export function htmlFor(audience: Audience, text: string): string | null {
	return shownTo(text)[audience];
}

/** The same for every audience. */
export function shownTo(text: string): Record<Audience, string | null> {
	const { text: lesson } = parseLesson({ path: '1-a/1-b.md', text });
	const shown = audiences.map((audience) => [audience, lesson && pageOf(lesson, audience)]);
	return Object.fromEntries(shown) as Record<Audience, string | null>;
}

function pageOf(lesson: LessonText, audience: Audience): string {
	const { intro, activities } = renderLesson(lesson, audience, labels);
	return [intro, ...activities.map(({ html }) => html)].join('\n');
}

export type Tag = { name: string; attributes: Record<string, string> };

/**
 * Reads HTML the strict way: each "<" must begin a well-formed tag, each "&" a character reference. Throws
 * otherwise, so that nothing can hide from the test in what a lenient reader would skip.
 */
export function tagsIn(html: string): Tag[] {
	const tags: Tag[] = [];
	const rest = html.replace(/<\/?([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)>/g, (_, name, attributes) => {
		tags.push({ name, attributes: attributesIn(attributes) });
		return '';
	});
	if (/[<]/.test(rest)) throw new Error(`not a tag that we write: ${rest.slice(rest.indexOf('<'), 80)}`);
	return tags;
}

function attributesIn(text: string): Record<string, string> {
	return Object.fromEntries(
		[...text.matchAll(/ ([a-z-]+)="([^"]*)"/g)].map(([, name, value]) => [name, decoded(value)])
	);
}

/** Character references as a browser reads them, as far as the serializer writes them. */
export function decoded(text: string): string {
	const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
	return text
		.replace(/&#x([0-9a-f]+);/gi, (_, hex) => String.fromCodePoint(parseInt(hex, 16)))
		.replace(/&#(\d+);/g, (_, digits) => String.fromCodePoint(Number(digits)))
		.replace(/&([a-z]+);/g, (whole, name) => named[name] ?? whole);
}

/** What a reader sees. */
export const readable = (html: string): string => decoded(html.replace(/<[^>]*>/g, ''));
