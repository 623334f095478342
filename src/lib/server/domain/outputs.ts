/** Outputs: what somebody may have on paper of the curriculum, and what stands on it. */
import { z } from 'zod';
import { lessonIn, outlineIn, type EditionOutline, type LessonOutline } from '../curriculum/outline.ts';
import { forSector } from '../curriculum/sectors.ts';
import type { Read } from '../db/open.ts';
import { notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { findEdition, newestEdition, type Edition } from './editions.ts';
import { modulePage, outlineOf } from './lessons.ts';
import { ownGroups } from './own.ts';
import { readingOf } from './readings.ts';
import type { Output, Paper, PaperLesson, PaperModule, SkillCard } from '#lib/paper.ts';

/** What cannot be meant is as if it had not been asked. */
export const OutputQuery = z.object({
	edition: z.uuid().optional().catch(undefined),
	sector: z
		.string()
		.regex(/^[a-z][a-z0-9-]{0,63}$/)
		.optional()
		.catch(undefined)
});
export type OutputQuery = z.infer<typeof OutputQuery>;

/** The worksheet of which a card for the wallet is made. */
const walletSheet = 'my-signs-card';

/** An edition, and the lessons of it that the actor may read. */
type Shelf = {
	edition: Edition;
	outline: EditionOutline;
	lessons: LessonOutline[];
	/** Of a participant: the sector of their training. */
	sectorId?: string | null;
};
type Part = Paper['part'];
type Selection = Shelf & { part: Part; hash: string };

/**
 * Staff have every lesson of any edition on paper; a participant those that were held or come next, of the edition of
 * their group, and nothing that is for facilitators.
 * @param partId a lesson's or a module's id; null for all
 * @throws 403, 404
 */
export async function outputOf(
	read: Read,
	actor: Actor,
	output: Output,
	partId: string | null,
	query: OutputQuery,
	language: string
): Promise<Paper> {
	if (output === 'guide') allow(actor, 'curriculum.read');
	for (const shelf of await shelvesOf(read, actor, query.edition, language)) {
		const selected = select(shelf, partId);
		const paper = selected && (await paperOf(read, output, selected, query, language));
		if (paper) return paper;
	}
	throw notFound();
}

async function shelvesOf(read: Read, actor: Actor, editionId: Id | undefined, language: string) {
	if (actor.kind === 'participant') return ownShelves(read, actor, language);
	allow(actor, 'curriculum.read');
	const edition = await (editionId ? findEdition(read, editionId) : newestEdition(read));
	const outline = await outlineOf(read, edition.id);
	return [{ edition, outline, lessons: outline.lessons }];
}

async function ownShelves(read: Read, actor: Actor, language: string): Promise<Shelf[]> {
	const shelves = [];
	for (const { editionId, lessons, sectorId } of await ownGroups(read, actor, language)) {
		const seen = new Set(lessons.map(({ id }) => id));
		const outline = await outlineOf(read, editionId);
		shelves.push({
			edition: await findEdition(read, editionId),
			outline,
			lessons: outline.lessons.filter(({ id }) => seen.has(id)),
			sectorId
		});
	}
	return shelves;
}

/** Null when there is nothing of it to read. */
function select(shelf: Shelf, partId: string | null): Selection | null {
	const { edition, outline } = shelf;
	if (partId === null) return shelf.lessons.length ? { ...shelf, part: null, hash: edition.hash } : null;
	const lesson = shelf.lessons.find(({ id }) => id === partId);
	if (lesson) {
		const part: Part = { id: lesson.id, number: lesson.number, title: lesson.title, kind: 'lesson' };
		return { ...shelf, lessons: [lesson], part, hash: lesson.hash };
	}
	const module = outline.modules.find(({ id }) => id === partId);
	const lessons = shelf.lessons.filter(({ moduleId }) => moduleId === partId);
	if (!module || !lessons.length) return null;
	const part: Part = { id: module.id, number: module.number, title: module.title, kind: 'module' };
	return { ...shelf, lessons, part, hash: edition.hash };
}

async function paperOf(
	read: Read,
	output: Output,
	selected: Selection,
	query: OutputQuery,
	language: string
): Promise<Paper | null> {
	const { edition, outline, part, hash } = selected;
	const { title, subtitle } = outline.curriculum;
	const wanted = query.sector ?? selected.sectorId;
	const sector = wanted && outline.sectors.includes(wanted) ? wanted : null;
	const common = {
		edition: { id: edition.id, title, subtitle, version: edition.version },
		language,
		part: part && partIn(part, outline, language),
		hash,
		sector,
		sectors: outline.sectors
	};
	if (output === 'cards') {
		const cards = selected.lessons.flatMap((lesson) => cardOf(lesson, outline.languages, language));
		return cards.length ? { ...common, output, cards } : null;
	}
	if (output === 'wallet-card') {
		const worksheet = walletOf(selected.lessons, language);
		return worksheet && { ...common, output, worksheet };
	}
	return { ...common, output, modules: await modulesOf(read, output, selected, sector, language) };
}

function partIn(part: NonNullable<Part>, outline: EditionOutline, language: string): Part {
	const { modules, lessons } = outlineIn(outline, language);
	const own = [...(part.kind === 'lesson' ? lessons : modules)].find(({ id }) => id === part.id)!;
	return { ...part, title: own.title };
}

const readAs = { guide: 'facilitator', workbook: 'participant', handout: 'handout' } as const;

async function modulesOf(
	read: Read,
	output: keyof typeof readAs,
	{ edition, outline, lessons, part }: Selection,
	sector: string | null,
	language: string
): Promise<PaperModule[]> {
	const modules: PaperModule[] = [];
	for (const { id, number, title } of outlineIn(outline, language).modules) {
		const own: PaperLesson[] = [];
		for (const lesson of lessons.filter(({ moduleId }) => moduleId === id)) {
			const reading = await readingOf(read, edition.id, lesson.id, readAs[output], language);
			own.push({ id: lesson.id, ...(output === 'guide' ? reading : forSector(reading, sector)) });
		}
		if (!own.length) continue;
		const guided = output === 'guide' && part?.kind !== 'lesson';
		const guide = guided ? await modulePage(read, edition.id, id, language) : null;
		modules.push({ number, title, guide, lessons: own });
	}
	return modules;
}

/** A lesson's card in the language asked for, with another of the edition's languages on its back. */
function cardOf(lesson: LessonOutline, languages: string[], language: string): SkillCard[] {
	const sides = [language, ...languages.filter((other) => other !== language)]
		.filter((one) => lesson.languages.includes(one))
		.flatMap((one) => {
			const { skill } = lessonIn(lesson, one);
			return skill ? [{ skill, language: one }] : [];
		});
	const [front, back] = sides;
	return front ? [{ number: lesson.number, front, back: back ?? null }] : [];
}

function walletOf(lessons: LessonOutline[], language: string) {
	const sheets = lessons.flatMap((lesson) =>
		lessonIn(lesson, language).activities.flatMap(({ worksheets }) => worksheets)
	);
	return sheets.find(({ id }) => id === walletSheet) ?? null;
}
