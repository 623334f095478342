/** The sign-in sheet: the letters and times that are keyed back from it, and what they mean (pure). */
import { faultOf as minutesFault, minutesBetween, partBetween, standingOf, type Standing } from './roll.ts';
import type { AbsenceReason, PracticeResult } from './vocabulary.ts';

/** What stands on the paper: no letter of it says why somebody was away. */
export const sheetLetters = ['p', 'l', 'a', 'e', 'n'] as const;

/** The second letter, keyed by whoever knows the reason. */
export const excusedLetters: Record<string, AbsenceReason> = {
	w: 'work',
	s: 'sick',
	f: 'family',
	a: 'appointment',
	e: 'emergency',
	o: 'other'
};
export const neutralLetters: Record<string, AbsenceReason> = {
	l: 'lockdown',
	c: 'court',
	t: 'transport',
	r: 'release',
	p: 'program'
};
/** How it went, in the letters of the English and of the Spanish paper. */
const resultLetters: Record<string, PracticeResult | null> = {
	'': null,
	t: null,
	w: 'went-well',
	b: 'went-well',
	s: 'so-so',
	r: 'so-so',
	h: 'hard',
	d: 'hard'
};

/** When the session is, by the room's clock. */
type Times = { time: string; minutes: number };
/** What was keyed means something, or has a fault, by its code; null: nothing was keyed. */
export type Keyed<T> = { said: T; fault: null } | { said: null; fault: string } | null;
type Reading<T> = NonNullable<Keyed<T>>;
const fault = (code: string) => ({ said: null, fault: code });
const means = <T>(said: T) => ({ said, fault: null });

/** "p", "a", "ew", "nt", "l 6:20-7:10", "l -7:10", "6:20": how somebody was there. */
export function keyedMark(text: string, times: Times): Keyed<Standing> {
	const said = text.trim().toLowerCase();
	if (said === '') return null;
	if (said === 'p') return means(standingOf('present'));
	if (said === 'a') return means(standingOf('absent-unexcused'));
	if (said.startsWith('e')) return away(said.slice(1) || 'o', excusedLetters);
	if (said.startsWith('n')) return away(said.slice(1), neutralLetters);
	return part(
		said
			.replace(/^l/, '')
			.replace(/(\d)\s*[ap]\.?m?\.?/g, '$1')
			.trim(),
		times
	);
}

function away(letter: string, reasons: Record<string, AbsenceReason>): Reading<Standing> {
	const reason = Object.hasOwn(reasons, letter.trim()) ? reasons[letter.trim()] : null;
	return reason ? means(standingOf(reason)) : fault('sheet.reason');
}

/** Times as they are written in the columns for in and out. */
function part(text: string, times: Times): Reading<Standing> {
	if (text === '') return fault('sheet.times');
	const [came, left = '', ...more] = text.split(/\s*[-–]\s*|\s+/);
	if (more.length > 0) return fault('sheet.letter');
	const [from, to] = [came, left].map((one) => wallTime(one, times));
	if (from === undefined || to === undefined) return fault('sheet.letter');
	return between(from, to, times);
}

function between(from: string | null, to: string | null, { time, minutes }: Times): Reading<Standing> {
	const told = partBetween(time, from, to);
	const stayed = told.leftAt !== null && told.leftAt >= minutes;
	const standing = stayed ? { ...told, leftAt: null } : told;
	if (standing.cameAt === null && standing.leftAt === null) return means(standingOf('present'));
	const wrong = minutesFault(standing, minutes);
	return wrong ? fault(wrong === 'minutes-session' ? 'sheet.times' : wrong) : means(standing);
}

/** Half a day apart, "6:20" means the one that is nearer to the session. Undefined: no time at all. */
function wallTime(text: string, { time, minutes }: Times): string | null | undefined {
	if (text === '') return null;
	const [, hours, minute] = /^(\d{1,2})[:.]?(\d\d)$/.exec(text) ?? [];
	if (hours === undefined || Number(hours) > 23 || Number(minute) > 59) return undefined;
	const away = (at: string) => Math.abs(minutesBetween(time, at) - minutes / 2);
	const [first, second] = [Number(hours), (Number(hours) + 12) % 24].map(
		(hour) => `${String(hour).padStart(2, '0')}:${minute}`
	);
	return away(second) < away(first) ? second : first;
}

export type KeyedPractice = { steps: number[]; result: PracticeResult | null };

/** "124w", "1-3 s", "*h", "w", "t": the steps that were seen, and how it went; without its letter, tried. */
export function keyedPractice(text: string, most: number): Keyed<KeyedPractice> {
	const said = text.trim().toLowerCase();
	if (said === '') return null;
	const [, told, letter] = /^([\d\s,*-]*)([a-z]?)$/.exec(said) ?? [];
	if (letter === undefined || !Object.hasOwn(resultLetters, letter)) return fault('sheet.result');
	const parts = told.replace(/[\s,]/g, '').match(/\d-\d|\d|-/g) ?? [];
	const seen = told.includes('*') ? range(1, most) : parts.flatMap(stepsOf);
	if (seen.some((step) => !(step >= 1 && step <= most))) return fault('sheet.steps');
	return means({ steps: [...new Set(seen)].sort((a, b) => a - b), result: resultLetters[letter] });
}

const range = (from: number, to: number) =>
	Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
function stepsOf(text: string): number[] {
	const [from, to = from] = text.split('-').map(Number);
	return text === '-' ? [0] : range(from, to);
}

const [rowLetters, rowDigits] = ['ABCDEFGHJKLMNPRSTUVWXYZ', 9];

/** A row's code by the person's place among all who were ever in the group: it stays when others come or leave. */
export function rowCode(place: number): string {
	const at = Math.floor(place / rowDigits);
	const round = Math.floor(at / rowLetters.length);
	const head = rowLetters[at % rowLetters.length] + ((place % rowDigits) + 1);
	return round === 0 ? head : `${head}${round}`;
}

/** A visitor's, by their place among all who were ever to visit the session: no letter of a row of the group. */
export const visitorCode = (place: number): string => `Q${place + 1}`;

/** "7KQ-4MX": read aloud and typed more easily than in one piece. */
export const spacedCode = (code: string) => `${code.slice(0, 3)}-${code.slice(3)}`;
