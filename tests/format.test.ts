import { describe, expect, test } from 'vitest';
import * as format from '#lib/format.ts';

const { clock, clockRange, dayRange, duration, hours, list, percent, relativeDay, shortName, timeOf } =
	format;
/** What is read aloud: with ordinary spaces. */
const plain = (text: string) => text.replace(/[\u00a0\u202f\u2009]/g, ' ');

describe('days', () => {
	test('are written the way each language writes them', () => {
		expect(format.shortDay('2026-11-24', 'en')).toBe('Nov 24');
		expect(format.shortDay('2026-11-24', 'es')).toBe('24 nov');
		expect(format.weekDay('2026-11-24', 'en')).toBe('Tue, Nov 24');
		expect(format.weekDay('2026-11-24', 'es')).toBe('mar, 24 nov');
		expect(format.longDay('2026-11-24', 'en')).toBe('Tuesday, November 24');
		expect(format.longDay('2026-11-24', 'es')).toBe('martes, 24 de noviembre');
		expect(format.fullDay('2026-11-24', 'en')).toBe('November 24, 2026');
		expect(format.fullDay('2026-11-24', 'es')).toBe('24 de noviembre de 2026');
	});

	test('stay the same day wherever the computer stands', () => {
		const before = process.env.TZ;
		for (const zone of ['Pacific/Kiritimati', 'America/Los_Angeles', 'Pacific/Pago_Pago']) {
			process.env.TZ = zone;
			expect(format.shortDay('2026-01-01', 'en')).toBe('Jan 1');
		}
		if (before === undefined) delete process.env.TZ;
		else process.env.TZ = before;
	});

	test('a range names the years only where they differ', () => {
		expect(plain(dayRange('2026-11-24', '2026-12-02', 'en'))).toBe('Nov 24 – Dec 2');
		expect(plain(dayRange('2026-11-24', '2026-11-26', 'en'))).toBe('Nov 24 – 26');
		expect(plain(dayRange('2026-12-01', '2027-03-12', 'en'))).toBe('Dec 1, 2026 – Mar 12, 2027');
		expect(plain(dayRange('2026-11-24', '2026-12-02', 'es'))).toBe('24 nov – 2 dic');
	});

	test('weekdays count from Monday', () => {
		expect([1, 7].map((day) => format.weekdayName(day, 'en'))).toEqual(['Monday', 'Sunday']);
		expect(format.weekdayName(2, 'es')).toBe('martes');
	});

	test('near ones are told from today, far ones by their date', () => {
		const today = '2026-11-24';
		expect(relativeDay(today, today, 'en')).toBe('today');
		expect(relativeDay('2026-11-25', today, 'es')).toBe('mañana');
		expect(relativeDay('2026-11-23', today, 'en')).toBe('yesterday');
		expect(relativeDay('2026-11-30', today, 'en')).toBe('in 6 days');
		expect(relativeDay('2026-12-01', today, 'en')).toBe('Tue, Dec 1');
		expect(relativeDay('2026-11-17', today, 'en')).toBe('Tue, Nov 17');
	});

	test('a change of the clock between two days does not move the count', () => {
		expect(relativeDay('2026-03-09', '2026-03-07', 'en')).toBe('in 2 days');
	});
});

describe('times', () => {
	test('full hours have no minutes', () => {
		expect(plain(clock('18:00', 'en'))).toBe('6 pm');
		expect(plain(clock('09:05', 'en'))).toBe('9:05 am');
		expect(plain(clock('00:30', 'en'))).toBe('12:30 am');
		expect(plain(clock('18:12', 'es'))).toBe('6:12 p.m.');
	});

	test('a range says am or pm once, unless it crosses noon', () => {
		expect(plain(clockRange('18:00', '19:30', 'en'))).toBe('6–7:30 pm');
		expect(plain(clockRange('11:00', '12:30', 'en'))).toBe('11 am–12:30 pm');
		expect(plain(clockRange('18:00', '19:30', 'es'))).toBe('6–7:30 p.m.');
	});

	test('an end is so many minutes after its start, past midnight too', () => {
		expect(format.clockAfter('18:00', 90)).toBe('19:30');
		expect(format.clockAfter('23:30', 45)).toBe('00:15');
	});

	test('an instant is told in the zone of the place, before and after the clocks change', () => {
		expect(plain(timeOf('2026-10-31T01:12:00.000Z', 'America/Los_Angeles', 'en'))).toBe('6:12 pm');
		expect(plain(timeOf('2026-11-03T02:12:00.000Z', 'America/Los_Angeles', 'en'))).toBe('6:12 pm');
		expect(plain(timeOf('2026-11-03T02:12:00.000Z', 'America/New_York', 'es'))).toBe('9:12 p.m.');
	});

	test('an instant belongs to the day that it is there', () => {
		expect(format.dayOf('2026-11-25T03:00:00.000Z', 'America/Los_Angeles')).toBe('2026-11-24');
		expect(plain(format.momentOf('2026-11-25T03:00:00.000Z', 'America/Los_Angeles', 'en'))).toBe(
			'Tue, Nov 24, 7 pm'
		);
	});
});

describe('numbers', () => {
	test('minutes become hours with one digit, or words', () => {
		expect(hours(1230, 'en')).toBe('20.5');
		expect(hours(1020, 'es')).toBe('17.0');
		expect(plain(duration(90, 'en'))).toBe('1 h 30 min');
		expect(plain(duration(120, 'es'))).toBe('2 h');
		expect(plain(duration(0, 'en'))).toBe('0 min');
	});

	test('thousands and shares', () => {
		expect(format.number(1220, 'en')).toBe('1,220');
		expect(format.number(1220, 'es')).toBe('1,220');
		expect(percent(0.824, 'en')).toBe('82%');
		expect(plain(percent(0.824, 'es')).replace(' ', '')).toBe('82%');
	});
});

describe('words', () => {
	test('a name shows no more than the first letter of the last name', () => {
		expect(shortName({ firstName: 'Andre', lastName: 'Mora' })).toBe('Andre M.');
		expect(shortName({ firstName: ' Dee ', lastName: 'de la Cruz' })).toBe('Dee D.');
		expect(shortName({ firstName: 'Zoë', lastName: 'ÿork' })).toBe('Zoë Ÿ.');
		expect(shortName({ firstName: 'Prince', lastName: '' })).toBe('Prince');
		expect(format.fullName({ firstName: 'Andre', lastName: 'Mora' })).toBe('Andre Mora');
	});

	test('a name from right to left turns no text around it', () => {
		expect(shortName({ firstName: 'محمد', lastName: 'علي' })).toBe('\u2068محمد ع.\u2069');
		expect(format.fullName({ firstName: 'Noa', lastName: 'כהן' })).toBe('\u2068Noa כהן\u2069');
	});

	test('a list ends as its language ends it', () => {
		expect(list(['a', 'b', 'c'], 'en')).toBe('a, b, and c');
		expect(list(['carta', 'ideas'], 'es')).toBe('carta e ideas');
		expect(list(['a', 'b'], 'es', 'disjunction')).toBe('a o b');
		expect(list([], 'en')).toBe('');
	});

	test('a sentence begins with a capital', () => {
		expect(format.capitalized('martes', 'es')).toBe('Martes');
		expect(format.capitalized('', 'es')).toBe('');
	});
});
