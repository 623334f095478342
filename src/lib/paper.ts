/** Papers: what the curriculum gives on paper, as data: no words of its own yet, nothing of any person. */
import type { Reading } from './reading.ts';
import type { Skill, Worksheet } from '#lib/server/curriculum/outline.ts';

export const outputs = ['guide', 'workbook', 'handout', 'cards', 'wallet-card'] as const;
export type Output = (typeof outputs)[number];

export type PaperLesson = Reading & { id: string };
export type PaperModule = {
	number: string;
	title: string;
	/** For facilitators. Sanitized HTML. */
	guide: { html: string; language: string } | null;
	lessons: PaperLesson[];
};
export type SkillSide = { skill: Skill; language: string };
/** The back has the same card in another language, where there is one. */
export type SkillCard = { number: string; front: SkillSide; back: SkillSide | null };

type Body =
	| { output: 'guide' | 'workbook' | 'handout'; modules: PaperModule[] }
	| { output: 'cards'; cards: SkillCard[] }
	| { output: 'wallet-card'; worksheet: Worksheet };

export type Paper = Body & {
	edition: { id: string; title: string; subtitle: string; version: string };
	/** Asked for; single texts may have stayed in English. */
	language: string;
	/** The lesson's or module's, as people know it; null: the whole edition. */
	part: { id: string; number: string; title: string; kind: 'lesson' | 'module' } | null;
	/** Of the lesson's text, or of the whole edition's. */
	hash: string;
	/** Only the examples of this sector; null: all. */
	sector: string | null;
	/** Where the edition has examples of sectors: which. */
	sectors: string[];
};
