/**
 * The texts under which a consent is signed on a screen: plain words, and beside them what the law asks for (42 CFR 2.31,
 * 2.35). Each consent keeps the version that was signed; a text that was signed is never changed, a new one is added.
 */
export type ConsentFacts = {
	participant: string;
	organization: string;
	recipient: string;
	purpose: string;
	/** In words; where it is still to be chosen, "the day below". */
	until: string;
	/** For a court or probation: the day from which it may be revoked, in words; null: any day. */
	revocableFrom: string | null;
	kind: 'general' | 'justice-referral';
};
export type ConsentText = { plain: string[]; legal: string[] };
type Version = Record<'en' | 'es', (facts: ConsentFacts) => ConsentText>;

const second: Version = {
	en: (facts) => ({
		plain: [
			`You choose what ${facts.organization} may tell ${facts.recipient} about you. What you do not tick is not told.`,
			`They may use it for this: ${facts.purpose}.`,
			`It ends on ${facts.until}. After that, they are told nothing more.`,
			facts.revocableFrom
				? `You can stop it from ${facts.revocableFrom} on. Until then it stays, since a court counts on it.`
				: 'You can stop it on any day. Use your page here, or tell your group staff.',
			'What they were told by then can’t be taken back.',
			'You do not have to sign. You keep your place in the group if you say no.',
			'What you say or write in the group is never told, and who else is in it is never told.'
		],
		legal: [
			`I, ${facts.participant}, authorize ${facts.organization} to disclose to ${facts.recipient} the information that is ticked here, and no other.`,
			`Purpose of the disclosure: ${facts.purpose}.`,
			`This consent expires on ${facts.until}, unless I revoke it before.`,
			revocationEn(facts),
			...(facts.kind === 'justice-referral'
				? [
						'This consent is for a referral by the justice system (42 CFR 2.35). Who receives the information may use it only for their official duties about this referral.'
					]
				: []),
			`${facts.organization} does not make my services depend on my signature.`,
			'What is disclosed may be protected by 42 CFR part 2. It goes out with a notice that it may not be passed on without my consent, unless the law allows it.',
			'I get a copy of this consent, and may ask at any time who was told what about me (42 CFR 2.25).'
		]
	}),
	es: (facts) => ({
		plain: [
			`Usted elige qué puede decir ${facts.organization} de usted a ${facts.recipient}. Lo que no marca no se dice.`,
			`Lo pueden usar para esto: ${facts.purpose}.`,
			`Se acaba el ${facts.until}. Después ya no se les dice nada más.`,
			facts.revocableFrom
				? `La puede parar desde el ${facts.revocableFrom}. Hasta ese día sigue, porque una corte cuenta con ella.`
				: 'La puede parar cualquier día, en su página o con el personal de su grupo.',
			'Lo que se les dijo hasta entonces no se puede quitar.',
			'No tiene que firmar. Si dice que no, sigue en su grupo igual.',
			'Lo que usted dice o escribe en el grupo nunca se dice, ni quién más está en él.'
		],
		legal: [
			`Yo, ${facts.participant}, autorizo a ${facts.organization} a comunicar a ${facts.recipient} los datos marcados aquí, y ningún otro.`,
			`Fin de la comunicación: ${facts.purpose}.`,
			`Este consentimiento vence el ${facts.until}, salvo que yo lo revoque antes.`,
			revocationEs(facts),
			...(facts.kind === 'justice-referral'
				? [
						'Este consentimiento es para una derivación del sistema de justicia (42 CFR 2.35). Quien recibe los datos solo los puede usar en sus funciones oficiales sobre esta derivación.'
					]
				: []),
			`${facts.organization} no hace depender mis servicios de mi firma.`,
			'Lo que se comunica puede estar protegido por la norma 42 CFR, parte 2. Va con un aviso de que no se puede dar a nadie más sin mi consentimiento, salvo que la ley lo permita.',
			'Recibo una copia de este consentimiento y puedo preguntar en cualquier momento a quién se le dijo qué de mí (42 CFR 2.25).'
		]
	})
};

function revocationEn({ revocableFrom, organization, recipient }: ConsentFacts): string {
	const relied = `except for what ${organization} has already disclosed in reliance on it`;
	return revocableFrom
		? `I may revoke this consent in writing or on my page from ${revocableFrom} on, ${relied}. Until that day ${recipient} may rely on it.`
		: `I may revoke this consent at any time, in writing to ${organization} or on my page, ${relied}.`;
}

function revocationEs({ revocableFrom, organization, recipient }: ConsentFacts): string {
	const relied = `salvo lo que ${organization} ya haya comunicado con base en él`;
	return revocableFrom
		? `Puedo revocar este consentimiento por escrito o en mi página desde el ${revocableFrom}, ${relied}. Hasta ese día ${recipient} puede contar con él.`
		: `Puedo revocar este consentimiento en cualquier momento, por escrito a ${organization} o en mi página, ${relied}.`;
}

/** By version. The first one was on paper only: the paper is in the organization's file. */
const versions: Record<number, Version> = { 2: second };

/** Null where the text was on a paper of its own. */
export const consentText = (
	version: number,
	language: 'en' | 'es',
	facts: ConsentFacts
): ConsentText | null => versions[version]?.[language](facts) ?? null;
