import { locales } from '#lib/i18n/paraglide/runtime.js';
import { labels } from '#lib/server/curriculum/labels.ts';
import { addressOf, askedFor } from '../../asked.ts';

export const load = async (event) => {
	const { paper, choices, print } = await askedFor(event);
	const isOwn = event.locals.actor.kind === 'participant';
	const lessonId = paper.part?.kind === 'lesson' ? paper.part.id : null;
	const back = `${isOwn ? '/me/lessons' : '/lessons'}${lessonId ? `/${lessonId}` : ''}`;
	return {
		print,
		choices,
		sectors: paper.sectors.map((value) => ({
			value,
			label: labels(choices.language).sectors?.[value] ?? value
		})),
		languages: locales.map((language) => ({ language, href: addressOf(paper, { ...choices, language }) })),
		pdf: addressOf(paper, choices, 'pdf'),
		back: isOwn || !choices.edition ? back : `${back}?edition=${choices.edition}`,
		isOwn
	};
};
