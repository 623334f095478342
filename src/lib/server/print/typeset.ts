/** Sets a print as a PDF that is tagged for screen readers (PDF/UA-1). Takes the processor while it runs: see press.ts. */
import { join } from 'node:path';
import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler';
import type { Print, PrintModule } from '#lib/print.ts';
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
export function typeset(print: Print): Set {
	const xml = { ...print, modules: print.modules.map(withXml) };
	const isGuide = print.output === 'guide' && !print.cover;
	const set = isGuide ? guide(xml) : setAt(xml, null);
	// What was remembered of this print helps no other; the cache is the whole process's.
	compiler().evictCache(0);
	return set;
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

function setAt(print: Print, points: number | null): Set {
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
	lessons: module.lessons.map((lesson) => ({
		...lesson,
		intro: xmlOf(lesson.intro),
		activities: lesson.activities.map((one) => ({ ...one, html: xmlOf(one.html) }))
	}))
});

function reasons(error: Parameters<NodeCompiler['fetchDiagnostics']>[0] | null): string {
	const found = error ? (compiler().fetchDiagnostics(error) as { message?: string }[]) : [];
	return `could not be set: ${found.map(({ message }) => message ?? '').join('; ')}`;
}
