import { clock } from '#lib/format.ts';
import { getLocale, locales } from '#lib/i18n/paraglide/runtime.js';
import { addressOf, askedFor } from '../../asked.ts';

export const load = async (event) => {
	const { paper, choices, names, print } = await askedFor(event);
	const isOwn = event.locals.actor.kind === 'participant';
	const lessonId = paper.part?.kind === 'lesson' ? paper.part.id : null;
	const back = `${isOwn ? '/me/lessons' : '/lessons'}${lessonId ? `/${lessonId}` : ''}`;
	return {
		print,
		choices,
		starts: startsAround(choices.start).map((value) => ({ value, label: clock(value, getLocale()) })),
		// A participant has the examples of their own training.
		sectors: isOwn ? [] : paper.sectors.map((value) => ({ value, label: names[value] ?? value })),
		languages: locales.map((language) => ({ language, href: addressOf(paper, { ...choices, language }) })),
		pdf: addressOf(paper, choices, 'pdf'),
		back: isOwn || !choices.edition ? back : `${back}?edition=${choices.edition}`,
		isOwn
	};
};

/** Half hours of a working day, and what was asked for. */
function startsAround(asked: string | null): string[] {
	const usual = Array.from({ length: 29 }, (_, i) => [7 + Math.floor(i / 2), i % 2 ? '30' : '00']).map(
		([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`
	);
	return [...new Set(asked ? [...usual, asked] : usual)].sort();
}
