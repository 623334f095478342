/** What can be wrong with a curriculum: a code with parameters at a place, and the words for it in two languages. */
import { english } from './faults.en.ts';
import { spanish } from './faults.es.ts';
import type { Place } from './source.ts';

export type FaultCode = keyof typeof english.faults;
export type FaultParams = Record<string, string | number>;
/** A fault refuses the edition; a warning is told and lets it pass. */
export type FaultLevel = 'fault' | 'warning';
/** A fault in a text that doesn't know yet which file it is. */
export type Finding = Place & { code: FaultCode; level: FaultLevel; params: FaultParams };
export type Fault = Finding & { file: string };
/** `problem` says what is wrong, `remedy` what to do. */
export type FaultWords = { problem: string; remedy: string };
export type FaultTexts = {
	faults: Record<FaultCode, readonly [problem: string, remedy: string]>;
	/** Words for the values of the parameter `expected`. */
	expected: Record<string, string>;
};

const warnings: readonly FaultCode[] = [
	'file.gap',
	'translation.behind',
	'translation.missing',
	'language.unlisted',
	// A lesson that is a little long can still be taught.
	'lesson.words'
];

export function finding(code: FaultCode, place: Place, params: FaultParams = {}): Finding {
	const level = warnings.includes(code) ? 'warning' : 'fault';
	return { line: place.line, column: place.column, code, level, params };
}

export function describeFault(fault: Finding, locale: 'en' | 'es'): FaultWords {
	const { faults, expected }: FaultTexts = locale === 'es' ? spanish : english;
	const [problem, remedy] = faults[fault.code];
	const params = { ...fault.params };
	if ('expected' in params) params.expected = expected[params.expected] ?? params.expected;
	return { problem: fill(problem, params), remedy: fill(remedy, params) };
}

const fill = (text: string, params: FaultParams): string =>
	text.replace(/\{(\w+)\}/g, (whole, name: string) =>
		Object.hasOwn(params, name) ? String(params[name]) : whole
	);
