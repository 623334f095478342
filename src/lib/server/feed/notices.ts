/** The notice that goes along with every disclosure (42 CFR 2.32), in both languages; a change of a text counts it up. */

export const noticeVersion = 2;

const notices = {
	en:
		'42 CFR part 2 prohibits unauthorized use or disclosure of these records. They are disclosed with the ' +
		"participant's consent, for the purpose that it names, and may not be passed on without it.",
	es:
		'La norma federal 42 CFR, parte 2, prohíbe usar o divulgar estos datos sin autorización. Se comunican con ' +
		'el consentimiento de la persona participante, para el fin que ahí se indica, y sin él no se pueden dar a nadie más.'
};
export type NoticeLanguage = keyof typeof notices;

export const noticeIn = (language: NoticeLanguage) => notices[language];
