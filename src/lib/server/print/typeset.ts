/** Sets a print as a PDF that is tagged for screen readers (PDF/UA-1). Takes the processor while it runs: see press.ts. */
import { join } from 'node:path';
import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler';
import { renderSVG } from 'uqr';
import type { CertificatePrint, LetterPrint, PaperCheck } from '#lib/certificate-print.ts';
import type { Pack, PaperRow } from '#lib/pack.ts';
import type { ReceiptPrint } from '#lib/receipt-print.ts';
import type { RecordPrint } from '#lib/record-print.ts';
import type { Print, PrintLesson, PrintModule } from '#lib/print.ts';
import { isOfCurriculum, type Printable } from '#lib/printable.ts';
import { fonts } from './fonts.ts';
import { xmlOf } from './xml.ts';

const templates = join(import.meta.dirname, 'templates');
let made: NodeCompiler | undefined;
/** Sees the templates and nothing else: text is handed over as data, never as source that could read a file. */
const compiler = () =>
	(made ??= NodeCompiler.create({ workspace: templates, fontArgs: [{ fontBlobs: fonts() }] }));

type Set = { pdf: Buffer; pages: number };

/** Text of a guide in points: the usual size first, a larger one for what is short, smaller ones for what is long. */
const guideSizes = { usual: 11.25, larger: [12, 12.75], smaller: [10.5, 9.75] };
/** A facilitator holds a lesson's guide in the hand: neither a leaflet nor a book. */
const guidePages = { least: 4, most: 7 };

/** @throws when the text cannot be set, with Typst's own words for why */
export function typeset(print: Printable): Set {
	const set = isOfCurriculum(print) ? paper(print) : setAt(named(print), null);
	// What was remembered of this print helps no other; the cache is the whole process's.
	compiler().evictCache(0);
	return set;
}

function paper(print: Print): Set {
	const xml = { ...print, modules: print.modules.map(withXml) };
	const isGuide = print.output === 'guide' && !print.cover;
	return isGuide ? guide(xml) : setAt(xml, null);
}

function guide(print: Print): Set {
	const { usual, larger, smaller } = guideSizes;
	const { least, most } = guidePages;
	const first = setAt(print, usual);
	const others = first.pages < least ? larger : first.pages > most ? smaller : [];
	let best = first;
	for (const points of others) {
		if (best.pages >= least && best.pages <= most) break;
		best = setAt(print, points);
	}
	return best;
}

function setAt(print: Printable, points: number | null): Set {
	const data = JSON.stringify({ ...print, points });
	const compiled = compiler().compile({ mainFilePath: join(templates, 'main.typ'), inputs: { data } });
	const document = compiled.result;
	if (!document) throw new Error(reasons(compiled.takeError()));
	return { pdf: exported(document), pages: document.numOfPages };
}

/** A letter that the typeface lacks breaks the promise of PDF/UA, and is no reason to print nothing. */
function exported(document: NodeTypstDocument): Buffer {
	try {
		return compiler().pdf(document, { pdfStandard: 'ua-1' });
	} catch {
		return compiler().pdf(document, { pdfStandard: '1.7' });
	}
}

const withXml = (module: PrintModule) => ({
	...module,
	guide: module.guide && { ...module.guide, html: xmlOf(module.guide.html) },
	lessons: module.lessons.map(lessonXml)
});
const lessonXml = (lesson: PrintLesson): PrintLesson => ({
	...lesson,
	intro: xmlOf(lesson.intro),
	activities: lesson.activities.map((one) => ({ ...one, html: xmlOf(one.html) }))
});

/** Names in letters that can be printed. */
function named(print: Exclude<Printable, Print>): Printable {
	if (print.output === 'certificate') return certificateXml(print);
	if (print.output === 'record') return recordText(print);
	if (print.output === 'receipts') return receiptXml(print);
	return print.output === 'letter' ? letterXml(print) : packXml(print);
}

function certificateXml(print: CertificatePrint): CertificatePrint {
	const faces = print.faces.map((face) => ({ ...face, name: nameSet(face.name), check: withQr(face.check) }));
	return { ...print, faces };
}

/** Names stand anywhere in it: what has a letter that no typeface has is told by the number beside it. */
function recordText(print: RecordPrint): RecordPrint {
	const set = (text: string) => (isUsual(text) || hasAllLetters([text]) ? plain(text) : withoutOdd(text));
	return {
		...print,
		heading: set(print.heading),
		facts: print.facts.map(({ label, value }) => ({ label, value: set(value) })),
		texts: print.texts.map((one) => ({ ...one, lines: one.lines.map(set) })),
		table: print.table && { ...print.table, rows: print.table.rows.map((row) => row.map(set)) }
	};
}

const withoutOdd = (text: string) =>
	[...plain(text)].map((letter) => (isUsual(letter) || hasAllLetters([letter]) ? letter : '')).join('');

function receiptXml(print: ReceiptPrint): ReceiptPrint {
	const names = namesSet(print.rows.map(({ name }) => name));
	return { ...print, rows: print.rows.map((row) => ({ ...row, name: names.get(row.name)! })) };
}

const letterXml = (print: LetterPrint): LetterPrint => ({
	...print,
	name: nameSet(print.name),
	check: withQr(print.check)
});

const nameSet = (name: string) => namesSet([name]).get(name)!;
const withQr = (check: PaperCheck) => ({ ...check, svg: renderSVG(check.address, { ecc: 'M', border: 0 }) });

function packXml(pack: Pack): Pack {
	const names = namesSet(pack.meetings.flatMap(({ sheet }) => sheet.rows.map(({ name }) => name)));
	const rows = (all: PaperRow[]) => all.map((row) => ({ ...row, name: names.get(row.name)! }));
	const meetings = pack.meetings.map(({ sheet, guides, grids, away }) => ({
		away: away && { ...away, rows: rows(away.rows) },
		sheet: { ...sheet, rows: rows(sheet.rows) },
		guides: guides.map((one) => ({ ...one, lesson: lessonXml(one.lesson) })),
		grids: grids.map((grid) => ({ ...grid, rows: rows(grid.rows) }))
	}));
	return { ...pack, meetings };
}

/** Letters of English, Spanish and their neighbors, which the typeface has for sure. */
const isUsual = (name: string) => /^[\u0020-\u007E\u00C0-\u00FF\u2019]*$/.test(name);

/** Each name as it is printed; empty for one with a letter that no typeface here has: it is written in by hand. */
function namesSet(names: string[]): Map<string, string> {
	const odd = [...new Set(names)].filter((name) => !isUsual(name));
	const missing = new Set(hasAllLetters(odd) ? [] : odd.filter((name) => !hasAllLetters([name])));
	return new Map(names.map((name) => [name, missing.has(name) ? '' : breakable(name)]));
}

/** PDF/UA is refused where a letter has no glyph: what takes it can be read. */
function hasAllLetters(texts: string[]): boolean {
	if (texts.length === 0) return true;
	const data = JSON.stringify(texts.map(plain));
	const { result } = compiler().compile({ mainFilePath: join(templates, 'letters.typ'), inputs: { data } });
	if (!result) return false;
	try {
		compiler().pdf(result, { pdfStandard: 'ua-1' });
		return true;
	} catch {
		return false;
	}
}

/** Half letters and what does not print have no place in a name. */
const plain = (name: string) => name.toWellFormed().replace(/\p{Cc}/gu, '');
/** A word that is longer than its column is cut into pieces, between which it may break: pack.typ knows the cuts. */
const breakable = (name: string) => plain(name).replace(/\S{18,}/gu, (word) => pieces(word).join('\u200B'));
function pieces(word: string): string[] {
	const all = [...letters.segment(word)].map(({ segment }) => segment);
	return all.flatMap((_, i) => (i % 12 === 0 ? [all.slice(i, i + 12).join('')] : []));
}
const letters = new Intl.Segmenter();

function reasons(error: Parameters<NodeCompiler['fetchDiagnostics']>[0] | null): string {
	const found = error ? (compiler().fetchDiagnostics(error) as { message?: string }[]) : [];
	return `could not be set: ${found.map(({ message }) => message ?? '').join('; ')}`;
}
