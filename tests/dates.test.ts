import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packed, plannedMinutes } from '#lib/server/domain/courses.ts';
import { datesApart, readDates } from '#lib/server/domain/dates.ts';
import { changedPlan, lessonChanges } from '#lib/server/domain/joins.ts';
import { meetingAt, oddMeeting, oddTime } from '#lib/server/domain/schedule.ts';

const usual = { today: '2026-03-01', time: '18:00', minutes: 90 };
const read = (language: 'en' | 'es', ...lines: string[]) =>
	readDates(lines.join('\n'), { ...usual, language });
const one = (language: 'en' | 'es', line: string) => {
	const { dates, faults } = read(language, line);
	return faults[0]?.code ?? `${dates[0].date} ${dates[0].time} ${dates[0].minutes}`;
};

describe('a date as people write it', () => {
	const english: [line: string, meant: string][] = [
		['2026-03-10 18:00', '2026-03-10 18:00 90'],
		['3/12/2026 6 pm', '2026-03-12 18:00 90'],
		['12/1/2026 6:30 pm, 120 min', '2026-12-01 18:30 120'],
		['3/12/26', '2026-03-12 18:00 90'],
		['Tue, Mar 17, 2026, 6:00 PM', '2026-03-17 18:00 90'],
		['Tuesday 3/24 6:30–8 pm', '2026-03-24 18:30 90'],
		['April 7 at 11-12:30 pm', '2026-04-07 11:00 90'],
		['14 April 2026 18:00-20:00', '2026-04-14 18:00 120'],
		['Apr 28 5pm 120 min', '2026-04-28 17:00 120'],
		['5/5/26\t9:00 AM', '2026-05-05 09:00 90'],
		['May 12th, 2026 at 6:00 p.m.', '2026-05-12 18:00 90'],
		['Feb 3', '2027-02-03 18:00 90'],
		['May 19 12 am', '2026-05-19 00:00 90'],
		['Feb 30 6 pm', 'line-date'],
		['13/4/2026 6 pm', 'line-date'],
		['next Tuesday', 'line-date'],
		['Wednesday 3/24 6 pm', 'line-weekday'],
		['June 2 6', 'line-time'],
		['June 2 25:00', 'line-time'],
		['June 2 6 pm room 4', 'line-time'],
		['June 2 8 pm - 6 pm', 'line-time'],
		['June 2 6-6:15 pm', 'line-length'],
		['June 2 9 am-5 pm', 'line-length']
	];
	test.each(english)('in English: %s', (line, meant) => expect(one('en', line)).toBe(meant));

	const spanish: [line: string, meant: string][] = [
		['10/3/2026 18:00', '2026-03-10 18:00 90'],
		['martes 17 de marzo de 2026, 6 p. m.', '2026-03-17 18:00 90'],
		['mar 24 mar 18 h', '2026-03-24 18:00 90'],
		['mié 25 de marzo, de 18:00 a 19:30', '2026-03-25 18:00 90'],
		['jueves, 2 de abril a las 6:00 p.m.', '2026-04-02 18:00 90'],
		['sábado 11 de abril de 10 a 11:30 a.m.', '2026-04-11 10:00 90'],
		['1/12/2026 6 p.m., 90 min', '2026-12-01 18:00 90'],
		['9 abr', '2026-04-09 18:00 90'],
		['3 de septiembre del 2026 120 minutos', '2026-09-03 18:00 120'],
		['31/2/2026', 'line-date'],
		['lunes 17 de marzo', 'line-weekday'],
		['2 de junio a las 6', 'line-time']
	];
	test.each(spanish)('in Spanish: %s', (line, meant) => expect(one('es', line)).toBe(meant));

	test('a line without a time takes the usual one, and says so where there is none', () => {
		const { dates, faults } = readDates('4/7\n4/14 5 pm', { ...usual, language: 'en', time: null });
		expect(dates).toEqual([{ date: '2026-04-14', time: '17:00', minutes: 90 }]);
		expect(faults).toEqual([{ line: 1, text: '4/7', code: 'line-time' }]);
	});
});

describe('a list of dates', () => {
	test('is put in order, with empty lines left out', () => {
		const { dates, faults } = read('en', '4/14', '', '4/7', '4/7 9 am', ' ');
		expect(dates.map(({ date, time }) => `${date} ${time}`)).toEqual([
			...['2026-04-07 09:00', '2026-04-07 18:00', '2026-04-14 18:00']
		]);
		expect(faults).toEqual([]);
	});

	test('names each line that is there twice, runs into another, or says nothing', () => {
		const { faults } = read('en', '4/7 6 pm', '4/7 7 pm', 'April 7, 6 pm', 'hello');
		expect(faults.map(({ line, code }) => `${line} ${code}`)).toEqual([
			...['2 line-overlap', '3 line-overlap', '4 line-date']
		]);
	});

	test('whatever is typed, nothing breaks, and what is read is apart and in order', () => {
		const word = fc.constantFrom(
			'4/7',
			'Apr',
			'7',
			'6',
			'pm',
			'2026-04-07',
			'18:00',
			'-',
			'de',
			'mar',
			'90 min',
			'\n',
			','
		);
		const text = fc.oneof(
			fc.string(),
			fc.array(word, { maxLength: 12 }).map((words) => words.join(' '))
		);
		fc.assert(
			fc.property(text, fc.constantFrom('en', 'es') as fc.Arbitrary<'en' | 'es'>, (typed, language) => {
				const { dates, faults } = readDates(typed, { ...usual, language });
				const lines = typed.split('\n').filter((line) => line.trim() !== '');
				const overlaps = faults.filter(({ code }) => code === 'line-overlap').length;
				expect(dates.length + faults.length - overlaps).toBe(lines.length);
				if (overlaps === 0) expect(datesApart(dates)).toBe(true);
				for (const { minutes } of dates) expect(minutes >= 30 && minutes <= 240).toBe(true);
			}),
			{ numRuns: 400 }
		);
	});
});

describe('lessons in sessions of given lengths', () => {
	const lesson = fc.record({ id: fc.uuid(), minutes: fc.integer({ min: 15, max: 120 }) });

	test('long sessions take several, until there is one a session', () => {
		const lessons = [90, 90, 60, 90].map((minutes, i) => ({ id: `${i}`, minutes }));
		const ids = (rooms: number[]) => packed(lessons, rooms)?.map((own) => own.map(({ id }) => id).join('+'));
		expect(ids([180, 90, 180])).toEqual(['0+1', '2', '3']);
		expect(ids([90, 180, 180])).toEqual(['0', '1+2', '3']);
		expect(ids([90, 90, 90, 90])).toEqual(['0', '1', '2', '3']);
		expect(ids([90, 90, 90])).toBeUndefined();
	});

	test('none is lost or doubled, the order stays, and no session runs over but by its one lesson', () => {
		fc.assert(
			fc.property(
				fc.array(lesson, { minLength: 1, maxLength: 20 }),
				fc.array(fc.integer({ min: 30, max: 240 }), { minLength: 1, maxLength: 20 }),
				(lessons, rooms) => {
					fc.pre(rooms.length <= lessons.length);
					const sessions = packed(lessons, rooms);
					if (!sessions) return;
					expect(sessions.flat()).toEqual(lessons);
					sessions.forEach((own, i) => {
						expect(own.length).toBeGreaterThan(0);
						const minutes = own.reduce((sum, one) => sum + one.minutes, 0);
						expect(own.length === 1 || minutes <= rooms[i]).toBe(true);
					});
				}
			)
		);
	});

	test('whatever is joined, split and parted: none is lost, and the order stays', () => {
		const step = fc.tuple(fc.constantFrom(...lessonChanges), fc.nat(20));
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 8 }), fc.array(step, { maxLength: 25 }), (count, steps) => {
				const lessons = Array.from({ length: count }, (_, i) => `lesson-${i}`);
				let plan = lessons.map((id) => [id]);
				for (const [change, at] of steps) {
					try {
						plan = changedPlan(plan, at % plan.length, change);
					} catch (error) {
						expect((error as { code: string }).code).toMatch(/^lessons\.(last|one|none)$/);
					}
				}
				const flat = plan.flat();
				expect(flat.filter((id, i) => flat[i - 1] !== id)).toEqual(lessons);
				for (const own of plan) expect(new Set(own).size).toBe(own.length);
			})
		);
	});

	test('a lesson over two sessions takes half of its minutes in each', () => {
		const outline = {
			lessons: [
				{ id: 'a', minutes: 90 },
				{ id: 'b', minutes: 75 }
			]
		};
		const plan = [['a'], ['a', 'b'], ['b'], []];
		expect(plannedMinutes(outline as Parameters<typeof plannedMinutes>[0], plan)).toEqual([45, 83, 38, 0]);
	});
});

describe('nights on which clocks change', () => {
	const angeles = 'America/Los_Angeles';

	test('a time that is left out, one that comes twice, and a zone without summer time', () => {
		expect(oddTime(angeles, '2026-03-08', '02:30')).toBe('missing');
		expect(oddTime(angeles, '2026-03-08', '03:00')).toBeNull();
		expect(oddTime(angeles, '2026-11-01', '01:30')).toBe('twice');
		expect(oddTime(angeles, '2026-11-01', '02:30')).toBeNull();
		expect(oddTime('America/Phoenix', '2026-03-08', '02:30')).toBeNull();
		expect(oddTime('America/Phoenix', '2026-11-01', '01:30')).toBeNull();
	});

	test('a meeting says what time it was meant for, on that night alone', () => {
		const slots = [{ weekday: 7, time: '02:30' }];
		const told = (date: string, zone = angeles) =>
			oddMeeting(meetingAt({ date, time: '02:30', minutes: 90 }, zone), { slots, dates: [] });
		expect(told('2026-03-08')).toEqual({ asked: '02:30', kind: 'missing' });
		expect(told('2026-03-15')).toBeNull();
		expect(told('2026-03-08', 'America/Phoenix')).toBeNull();
		const given = { date: '2026-11-01', time: '01:30' };
		const autumn = meetingAt({ ...given, minutes: 90 }, angeles);
		expect(oddMeeting(autumn, { slots: [], dates: [given] })).toEqual({ asked: '01:30', kind: 'twice' });
	});
});
