/** Proofs: a file of the draft as each audience would read it, and its faults, while it is being written. */
import { z } from 'zod';
import type { Audience } from '../curriculum/audiences.ts';
import { checkLesson, type Fault } from '../curriculum/check.ts';
import { labels } from '../curriculum/labels.ts';
import { layoutOf, type LessonFile } from '../curriculum/layout.ts';
import { readManifest } from '../curriculum/manifest.ts';
import type { ParsedLesson } from '../curriculum/parse.ts';
import { parseModule } from '../curriculum/parse.ts';
import { renderGuide, renderLesson } from '../curriculum/render.ts';
import { nameSectors } from '../curriculum/sectors.ts';
import type { SourceFile } from '../curriculum/source.ts';
import { conflict, notFound } from '../errors.ts';
import { allow, type Actor } from '../policy.ts';
import type { Read } from '../db/open.ts';
import { DraftText, currentDraft, draftFiles, type DraftFile } from './drafts.ts';
import { faultsOf } from './publications.ts';
import { sectorNames } from './sectors.ts';
import type { Reading } from '#lib/reading.ts';

export const ProofText = z.strictObject({ path: z.string().max(300), text: DraftText.shape.text });

export type Proof = {
	faults: Fault[];
	/** For a lesson whose text can be read: as a facilitator and as a participant gets it. */
	readings: { audience: Audience; reading: Reading }[];
	/** For a module: its guide. */
	guide: string | null;
};

/**
 * What is being typed, checked and rendered without saving it. A lesson is checked by itself; other files with all.
 * @throws 404 for a path that the curriculum does not have; 409 draft.closed when no draft is open
 */
export async function proofOf(
	read: Read,
	actor: Actor,
	{ path, text }: z.infer<typeof ProofText>
): Promise<Proof> {
	allow(actor, 'curriculum.edit');
	const draft = await currentDraft(read, actor);
	if (!draft) throw conflict('draft.closed');
	const files = await draftFiles(read, draft);
	if (!files.some((file) => file.path === path)) throw notFound();
	const typed = files.map((file) => (file.path === path ? { ...file, text } : file));
	return named(read, await proof(typed, path));
}

/** A saved file, with its faults among all the others. */
export async function savedProof(read: Read, files: DraftFile[], path: string): Promise<Proof> {
	return { ...(await named(read, await proof(files, path))), faults: await faultsIn(files, path) };
}

/** With the program's names for the sectors of examples. */
async function named(read: Read, proof: Proof): Promise<Proof> {
	const readings = [];
	for (const { audience, reading } of proof.readings) {
		const names = await sectorNames(read, reading.language);
		readings.push({ audience, reading: nameSectors(reading, names) });
	}
	return { ...proof, readings };
}

const faultsIn = async (files: DraftFile[], path: string) =>
	(await faultsOf(files)).filter((fault) => fault.file === path);

async function proof(files: DraftFile[], path: string): Promise<Proof> {
	const file = files.find((one) => one.path === path)!;
	const { lessons, modules } = layoutOf([file]);
	if (lessons.length > 0) return lessonProof(lessons[0], sectorsIn(files));
	const guide = modules.map((module) =>
		renderGuide(parseModule(file, module.language).nodes, labels(module.language))
	);
	return { faults: await faultsIn(files, path), readings: [], guide: guide[0] ?? null };
}

function sectorsIn(files: SourceFile[]): string[] | null {
	const manifest = files.find((file) => file.path === 'curriculum.yaml');
	return manifest ? (readManifest(manifest.text).data?.sectors ?? null) : null;
}

function lessonProof({ file, language, number, position }: LessonFile, sectors: string[] | null): Proof {
	const { parsed, faults } = checkLesson(file, language, sectors);
	const both: Audience[] = ['facilitator', 'participant'];
	const readings = parsed.text
		? both.map((audience) => ({
				audience,
				reading: reading(parsed, audience, language, `${number}.${position}`)
			}))
		: [];
	return { faults, readings, guide: null };
}

/** Where the header can't be read, the text still can. */
function reading(parsed: ParsedLesson, audience: Audience, language: string, number: string): Reading {
	const { intro, activities } = renderLesson(parsed.text!, audience, labels(language));
	const header = parsed.header;
	return {
		number,
		title: header?.title ?? parsed.path,
		kind: header?.kind ?? 'skill',
		core: header?.core ?? true,
		minutes: header?.minutes ?? 0,
		skill: header?.skill ?? null,
		practice: header?.practice ? { times: 1, ...header.practice } : null,
		materials: header?.materials ?? [],
		intro,
		activities: parsed.text!.activities.map(({ key, title, kind, minutes }, i) => ({
			...{ key, title, kind, minutes },
			html: activities[i].html
		})),
		language,
		behind: false
	};
}
