/** Lesson HTML as the XML that Typst reads. */

/** What XML has no place for at all, not even written as a reference: control characters, half characters. */
const unknown = /[^\P{Cc}\t\n\r]|\p{Cs}|[\uFFFE\uFFFF]/gu;

/**
 * Takes what the sanitizer let through and rehype wrote: every tag but these two is closed, every `<` and `&` of the
 * text is a numeric reference.
 */
export const xmlOf = (html: string): string =>
	`<lesson>${html.replace(unknown, '').replace(/<(br|hr)>/g, '<$1/>')}</lesson>`;
