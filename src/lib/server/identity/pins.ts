/** Which PINs are too easy: a rule over all million of them, since small lists do not help (security R2). */

const digits = /^\d{6}$/;

export const isPin = (text: string) => digits.test(text);

/** True for dates, repeats, runs, mirrored and paired patterns and keypad paths: about a tenth of all PINs. */
export function isEasyPin(pin: string): boolean {
	return easy.some((rule) => rule(pin));
}

const easy: ((pin: string) => boolean)[] = [isDate, repeats, runs, isPattern, isKeypadPath];

/** Month-day-year, day-month-year and year-month-day with two-digit years, and month with year: birthdays come first. */
function isDate(pin: string): boolean {
	const [a, b, c] = [Number(pin.slice(0, 2)), Number(pin.slice(2, 4)), Number(pin.slice(4))];
	const monthAndYear = (month: number, year: number) => isMonth(month) && year >= 1930 && year <= 2039;
	return (
		isDayOf(a, b) ||
		isDayOf(b, a) ||
		isDayOf(b, c) ||
		monthAndYear(a, b * 100 + c) ||
		monthAndYear(c, a * 100 + b)
	);
}

const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isMonth = (month: number) => month >= 1 && month <= 12;
const isDayOf = (month: number, day: number) => isMonth(month) && day >= 1 && day <= longest[month - 1];

/** Two digits at the most, or one of them four times or more. */
function repeats(pin: string): boolean {
	const times = new Map<string, number>();
	for (const digit of pin) times.set(digit, (times.get(digit) ?? 0) + 1);
	return times.size <= 2 || Math.max(...times.values()) >= 4;
}

/** Four digits or more that count up or down. */
function runs(pin: string): boolean {
	return /0123|1234|2345|3456|4567|5678|6789|9876|8765|7654|6543|5432|4321|3210/.test(pin);
}

/** aabbcc, ababab, abcabc, abccba. */
function isPattern(pin: string): boolean {
	return /^(\d)\1(\d)\2(\d)\3$|^(\d\d)\4\4$|^(\d\d\d)\5$|^(\d)(\d)(\d)\8\7\6$/.test(pin);
}

const lines = ['147', '258', '369', '123', '456', '789', '159', '357'];
const bothWays = new Set([...lines, ...lines.map((line) => [...line].reverse().join(''))]);

/** Two straight lines on a phone's keypad. */
function isKeypadPath(pin: string): boolean {
	return bothWays.has(pin.slice(0, 3)) && bothWays.has(pin.slice(3));
}
