/** What an address under /print asks for: the paper with its words, and the choices that made it. */
import { OutputQuery, outputOf } from '#lib/server/domain/outputs.ts';
import { sectorNames } from '#lib/server/domain/sectors.ts';
import { timeText } from '#lib/server/domain/inputs.ts';
import { notFound } from '#lib/server/errors.ts';
import { getLocale, locales } from '#lib/i18n/paraglide/runtime.js';
import { outputs, type Output, type Paper } from '#lib/paper.ts';
import { printOf } from '#lib/print-words.ts';
import { sizes, type Print, type Size } from '#lib/print.ts';

type Locale = (typeof locales)[number];
export type Choices = {
	language: Locale;
	size: Size;
	sector: string | null;
	start: string | null;
	backs: boolean;
	edition: string | null;
};
type Asked = { params: { output: string; part?: string }; url: URL; locals: App.Locals };

/** @throws 404 where there is no such paper for the actor, 403 */
export async function askedFor({ params, url, locals: { db, actor } }: Asked) {
	const output = outputs.find((one) => one === params.output);
	if (!output) throw notFound();
	const query = OutputQuery.parse(Object.fromEntries(url.searchParams));
	const choices = choicesIn(url.searchParams, query);
	const paper = await outputOf(db.read, actor, output, params.part ?? null, query, choices.language);
	const names = await sectorNames(db.read, choices.language);
	return { paper, choices, names, print: composed(paper, choices, names) };
}

function choicesIn(asked: URLSearchParams, { sector, edition }: OutputQuery): Choices {
	const one = <T extends string>(all: readonly T[], name: string) =>
		all.find((value) => value === asked.get(name));
	return {
		language: one(locales, 'language') ?? getLocale(),
		size: one(sizes, 'size') ?? 'letter',
		sector: sector ?? null,
		start: timeText.safeParse(asked.get('start')).data ?? null,
		backs: asked.get('backs') !== 'none',
		edition: edition ?? null
	};
}

function composed(paper: Paper, { size, start, backs }: Choices, sectorNames: Record<string, string>): Print {
	return printOf(paper, { size, start, backs, sectorNames });
}

/** "steady-ground-1.0.0-take-a-no-workbook-es.pdf": what it is called where it is saved. */
export function fileName({ edition, part, output }: Paper, { language, sector }: Choices): string {
	const words = [edition.title, edition.version, part?.id, output, sector, language].filter(Boolean);
	return `${words.map((word) => plain(word as string)).join('-')}.pdf`;
}

const plain = (word: string) =>
	word
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^a-z0-9.]+/g, '-')
		.replace(/^-|-$/g, '');

/** The same paper with other choices, or as a PDF. */
export function addressOf(paper: Paper, choices: Choices, kind: 'page' | 'pdf' = 'page'): string {
	const { language, size, sector, start, backs, edition } = choices;
	const query = new URLSearchParams({ language });
	if (size !== 'letter') query.set('size', size);
	if (sector) query.set('sector', sector);
	if (start) query.set('start', start);
	if (!backs) query.set('backs', 'none');
	if (edition) query.set('edition', edition);
	const path = ['/print', paper.output satisfies Output, paper.part?.id].filter(Boolean).join('/');
	return `${path}${kind === 'pdf' ? '/pdf' : ''}?${query}`;
}
