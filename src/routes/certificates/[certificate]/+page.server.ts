import { askedCertificate } from '../asked.ts';

export const load = async (event) => {
	const { certificate, print, choice, size, withSkills, query } = await askedCertificate(
		event,
		event.params.certificate
	);
	const isOwn = event.locals.actor.kind === 'participant';
	return {
		...{ print, choice, size, withSkills, isOwn },
		back: isOwn ? '/me/papers' : `/people/${certificate.participantId}/certificates`,
		pdf: `/certificates/${certificate.id}/pdf?${query}`
	};
};
