/** The texts of a page or a print, one for each paragraph, list item or cell, as they follow one another. */
import type { Print, PrintLesson } from '#lib/print.ts';

const inline = /<\/?(?:a|strong|em|del|code|span|b)(?:\s[^>]*)?>/g;
const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' };

const decoded = (text: string) =>
	text
		.replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
		.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
		.replace(/&(\w+);/g, (whole, name: string) => named[name] ?? whole);

/** Spaces differ where lines are broken, and Spanish writes a hyphen there twice. */
export const bare = (text: string) => text.replace(/[\s\u00ad\u200b-]+/g, '');

export const textsIn = (html: string): string[] =>
	html
		.replace(/<!--.*?-->/gs, '')
		.replace(inline, '')
		.split(/<[^>]*>/)
		.map((text) => decoded(text).trim())
		.filter((text) => bare(text) !== '');

/** Texts in the order in which the page shows them. */
export function textsOf(print: Print): string[] {
	const lessons = print.modules.flatMap(({ heading, guide, lessons }) => [
		...(heading ? [`${heading.label}: ${heading.title}`] : []),
		...textsIn(guide?.html ?? ''),
		...lessons.flatMap((lesson) => (print.output === 'guide' ? guideTexts(lesson) : sheetTexts(lesson)))
	]);
	const cards = print.cards.map(({ front }) => front);
	return [
		...lessons,
		...cards.flatMap(({ name, when, steps, watch }) => [name, when, ...steps, watch]),
		...(print.wallet ? [print.title, print.wallet.hint] : []),
		...(print.wallet?.rows.flatMap(({ sign, does }) => [sign, does]) ?? []),
		...(print.wallet ? [...print.wallet.calls, print.wallet.help] : [])
	];
}

const some = (...texts: (string | null | undefined)[]) => texts.flatMap((text) => text || []);

function guideTexts({ title, label, meta, plan, skill, facts, intro, activities }: PrintLesson): string[] {
	return [
		...some(title, label, meta, plan?.caption),
		...(plan?.rows.flatMap(({ clock, title, minutes }) => [clock, title, minutes]) ?? []),
		...some(plan?.end.clock, plan?.end.label, skill?.name, ...(skill?.steps ?? [])),
		...facts.flatMap(({ label, text, more }) => some(label, text, more)),
		...textsIn(intro),
		...activities.flatMap(({ clock, title, meta, html }) => [...some(clock, title, meta), ...textsIn(html)])
	];
}

function sheetTexts({ title, label, skill, practice, intro, activities }: PrintLesson): string[] {
	return [
		...some(label, title),
		...textsIn(intro),
		...some(skill?.name, skill?.when, ...(skill?.steps ?? []), skill?.watch),
		...some(practice?.heading, practice?.task, practice?.times, ...(practice?.log?.head ?? [])),
		...activities.flatMap(({ title, html }) => [title, ...textsIn(html)])
	];
}

/** The first text that does not follow those before it; null when all are there, in order. */
export function firstMissing(texts: readonly string[], whole: string): string | null {
	const all = bare(whole);
	let from = 0;
	for (const text of texts) {
		const at = all.indexOf(bare(text), from);
		if (at < 0) return text;
		from = at + bare(text).length;
	}
	return null;
}
