/** What a participant's screen says of who may know what is what the orientation says: one promise, told twice. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { m } from '#lib/i18n/paraglide/messages.js';

const files = { en: '1-getting-ready.md', es: '1-getting-ready.es.md' } as const;
/** Words that carry the promise, in the orientation and on the screen. */
const promises = {
	en: [
		/you say or write in the group/,
		/act out a scene/,
		/who else is in the group/,
		/get badly hurt/,
		/a child or an older person is being harmed/,
		/court can order/,
		/counts without names may go further/i,
		/you can (stop it|stop a form) at any time/i,
		/can['’]t be taken back, but nothing more is told/
	],
	es: [
		/lo que usted dice o escribe en el grupo/,
		/lo que pasa cuando act(uamos|úan) una escena/,
		/quién más está en el grupo/,
		/puede salir muy lastimado/,
		/daño a un menor o a una persona mayor/,
		/una corte (me|les) puede ordenar/,
		/pueden salir números sin nombres/i,
		/(la puede parar|puede parar una hoja) cuando quiera/i,
		/no se puede quitar, pero no se dice nada más/
	]
};

describe.each(['en', 'es'] as const)('in %s', (locale) => {
	const orientation = readFileSync(`curriculum/steady-ground/0-welcome/${files[locale]}`, 'utf8');
	const screen = [
		m.participant_info_lead,
		m.participant_consents_none,
		m.participant_consents_never,
		m.participant_consents_limits,
		m.participant_consents_stop
	]
		.map((text) => text({}, { locale }))
		.join(' ');

	test.each(promises[locale])('both say %s', (words) => {
		expect(orientation).toMatch(words);
		expect(screen).toMatch(words);
	});
});
