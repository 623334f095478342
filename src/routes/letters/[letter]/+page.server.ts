import { askedLetter } from '../asked.ts';

export const load = async (event) => {
	const { letter, size, print } = await askedLetter(event, event.params.letter);
	const isOwn = event.locals.actor.kind === 'participant';
	return {
		...{ print, size, isOwn },
		back: isOwn ? '/me/papers' : `/people/${letter.participantId}/letters`,
		pdf: `/letters/${letter.id}/pdf?size=${size}`
	};
};
