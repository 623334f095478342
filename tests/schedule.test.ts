import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { plusDays } from '#lib/server/domain/days.ts';
import { holidaysFrom, holidaysOf, isHolidayCode } from '#lib/server/domain/holidays.ts';
import { dayIn, planSessions } from '#lib/server/domain/schedule.ts';

const never = () => false;
const weekly = (weekday: number, time: string) => [{ weekday, time, minutes: 90 }];

/** What a clock on the wall shows in a zone: read by Intl, not by what made the schedule. */
function wall(zone: string, instant: string): string {
	const options = { timeZone: zone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'short' } as const;
	return new Intl.DateTimeFormat('en-CA', options).format(new Date(instant)).replace(', ', ' ');
}

const ownZone = process.env.TZ;
afterEach(() => {
	if (ownZone === undefined) delete process.env.TZ;
	else process.env.TZ = ownZone;
});

describe('changes to and from summer time', () => {
	/** Zone, first meeting, weekday, time → UTC of the meeting before, on and after the change. */
	const changes: [zone: string, from: string, weekday: number, time: string, utc: string[]][] = [
		[
			'America/Los_Angeles',
			'2026-03-03',
			2,
			'18:00',
			['2026-03-04T02:00', '2026-03-11T01:00', '2026-03-18T01:00']
		],
		[
			'America/Los_Angeles',
			'2026-10-27',
			2,
			'18:00',
			['2026-10-28T01:00', '2026-11-04T02:00', '2026-11-11T02:00']
		],
		[
			'America/New_York',
			'2026-03-03',
			2,
			'18:00',
			['2026-03-03T23:00', '2026-03-10T22:00', '2026-03-17T22:00']
		],
		[
			'America/New_York',
			'2026-10-27',
			2,
			'18:00',
			['2026-10-27T22:00', '2026-11-03T23:00', '2026-11-10T23:00']
		],
		['Europe/Berlin', '2026-03-24', 2, '18:00', ['2026-03-24T17:00', '2026-03-31T16:00', '2026-04-07T16:00']],
		['Europe/Berlin', '2026-10-20', 2, '18:00', ['2026-10-20T16:00', '2026-10-27T17:00', '2026-11-03T17:00']],
		[
			'Australia/Lord_Howe',
			'2026-03-31',
			2,
			'18:00',
			['2026-03-31T07:00', '2026-04-07T07:30', '2026-04-14T07:30']
		],
		[
			'Australia/Lord_Howe',
			'2026-09-29',
			2,
			'18:00',
			['2026-09-29T07:30', '2026-10-06T07:00', '2026-10-13T07:00']
		],
		[
			'America/Santiago',
			'2026-03-31',
			2,
			'18:00',
			['2026-03-31T21:00', '2026-04-07T22:00', '2026-04-14T22:00']
		],
		[
			'America/Santiago',
			'2026-09-01',
			2,
			'18:00',
			['2026-09-01T22:00', '2026-09-08T21:00', '2026-09-15T21:00']
		]
	];
	test.each(changes)('a group in %s from %s keeps its wall time', (zone, from, weekday, time, utc) => {
		const planned = planSessions(weekly(weekday, time), zone, from, 3, never);
		expect(planned.map((session) => session.startsAt.slice(0, 16))).toEqual(utc);
		expect(planned.map((session) => wall(zone, session.startsAt))).toEqual(
			planned.map(({ date }) => `${date} 18:00`)
		);
	});

	/** A time that the night of the change leaves out moves to the next that exists. */
	const missing: [zone: string, night: string, time: string, utc: string, shown: string][] = [
		['America/Los_Angeles', '2026-03-08', '02:30', '2026-03-08T10:30', '03:30'],
		['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:30', '03:30'],
		['Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:30', '03:30'],
		['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:45', '02:45'],
		['America/Santiago', '2026-09-06', '00:30', '2026-09-06T04:30', '01:30']
	];
	test.each(missing)('in %s on %s there is no %s', (zone, night, time, utc, shown) => {
		const [session, next] = planSessions(weekly(7, time), zone, night, 2, never);
		expect(session).toMatchObject({ date: night, time: shown, zone });
		expect(session.startsAt.slice(0, 16)).toBe(utc);
		expect(wall(zone, session.startsAt)).toBe(`${night} ${shown}`);
		expect(wall(zone, next.startsAt)).toBe(`${plusDays(night, 7)} ${time}`);
	});

	/** Of a time that the night repeats, the first is meant. */
	const repeated: [zone: string, night: string, weekday: number, time: string, utc: string][] = [
		['America/Los_Angeles', '2026-11-01', 7, '01:30', '2026-11-01T08:30'],
		['America/New_York', '2026-11-01', 7, '01:30', '2026-11-01T05:30'],
		['Europe/Berlin', '2026-10-25', 7, '02:30', '2026-10-25T00:30'],
		['Australia/Lord_Howe', '2026-04-05', 7, '01:45', '2026-04-04T14:45'],
		['America/Santiago', '2026-04-04', 6, '23:30', '2026-04-05T02:30']
	];
	test.each(repeated)('in %s on %s (weekday %i) the first %s is meant', (zone, night, weekday, time, utc) => {
		const [session] = planSessions(weekly(weekday, time), zone, night, 1, never);
		expect(session.startsAt.slice(0, 16)).toBe(utc);
		expect(wall(zone, session.startsAt)).toBe(`${night} ${time}`);
	});
});

describe('the days', () => {
	test('several meetings a week come in order, beginning with the first day that fits', () => {
		const slots = [
			{ weekday: 4, time: '18:00', minutes: 90 },
			{ weekday: 2, time: '19:00', minutes: 60 },
			{ weekday: 2, time: '09:00', minutes: 60 }
		];
		const planned = planSessions(slots, 'America/Los_Angeles', '2026-03-04', 5, never);
		expect(planned.map(({ date, time, minutes }) => `${date} ${time} ${minutes}`)).toEqual([
			...[
				'2026-03-05 18:00 90',
				'2026-03-10 09:00 60',
				'2026-03-10 19:00 60',
				'2026-03-12 18:00 90',
				'2026-03-17 09:00 60'
			]
		]);
	});

	test('a closed day is skipped, and the number of meetings stays', () => {
		const closed = new Set(['2026-03-10', '2026-03-24']);
		const planned = planSessions(weekly(2, '18:00'), 'UTC', '2026-03-03', 4, (day) => closed.has(day));
		expect(planned.map(({ date }) => date)).toEqual(['2026-03-03', '2026-03-17', '2026-03-31', '2026-04-07']);
	});

	test('a schedule that finds no room says so instead of running on', () => {
		expect(() => planSessions(weekly(2, '18:00'), 'UTC', '2026-03-03', 1, () => true)).toThrow(RangeError);
	});

	test('a day is the day in the zone asked for', () => {
		const instant = '2026-03-08T09:59:00Z';
		expect(dayIn('America/Los_Angeles', instant)).toBe('2026-03-08');
		expect(dayIn('Pacific/Honolulu', instant)).toBe('2026-03-07');
		expect(dayIn('Pacific/Kiritimati', '2026-03-08T10:00:00Z')).toBe('2026-03-09');
	});
});

describe('public holidays', () => {
	test('the next twelve months are listed in order, with names in either language', () => {
		const days = holidaysFrom('US-CA', '2026-07-04', 'en');
		expect(days[0]).toEqual({ date: '2026-07-04', name: 'Independence Day' });
		expect(days.at(-1)!.date < '2027-07-04').toBe(true);
		expect(days.map(({ date }) => date)).toEqual([...new Set(days.map(({ date }) => date))].sort());
		expect(days.find(({ date }) => date === '2026-09-07')!.name).toBe('Labor Day');
		expect(days.map(({ date }) => date)).toContain('2027-03-31');
		expect(holidaysFrom('US-CA', '2026-07-04', 'es')[0].name).toBe('Día de la Independencia');
	});

	/** As the Office of Personnel Management lists them, the days on which they are observed. */
	const federal: Record<number, string> = {
		2023: '01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25',
		2024: '01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25',
		2025: '01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25',
		2026: '01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25',
		2027: '01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31',
		2028: '01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25'
	};
	test.each(Object.entries(federal))(
		'%s has the days on which federal offices are closed, and no others',
		(year, days) => {
			const isHoliday = holidaysOf('US');
			const weekdays = Array.from({ length: 366 }, (_, i) => plusDays(`${year}-01-01`, i)).filter(
				(day) => day.startsWith(year) && ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
			);
			expect(weekdays.filter(isHoliday)).toEqual(days.split(' ').map((day) => `${year}-${day}`));
		}
	);

	test('a state has its own beside them, and another country its own', () => {
		expect(holidaysOf('US-CA')('2026-11-27')).toBe(true);
		expect(holidaysOf('US')('2026-11-27')).toBe(false);
		expect(holidaysOf('DE')('2026-10-03')).toBe(true);
	});

	test('only codes that the calendar knows are codes', () => {
		expect(['US', 'US-CA', 'DE', 'MX'].map(isHolidayCode)).toEqual([true, true, true, true]);
		expect(['XX', 'US-ZZ', 'us', '', 'US-CA-LA', 'constructor'].some(isHolidayCode)).toBe(false);
	});

	test('a holiday of several days is a holiday on each of them', () => {
		const isHoliday = holidaysOf('TR');
		const days = ['2025-06-06', '2025-06-07', '2025-06-08', '2025-06-09'];
		expect(days.map(isHoliday)).toEqual([true, true, true, true]);
	});
});

describe('wherever the server stands', () => {
	const serverZones = [
		'UTC',
		'America/Los_Angeles',
		'Pacific/Kiritimati',
		'Pacific/Pago_Pago',
		'Australia/Lord_Howe',
		'Asia/Kathmandu'
	];
	const zones = [
		'America/Los_Angeles',
		'America/New_York',
		'Europe/Berlin',
		'Australia/Lord_Howe',
		'America/Santiago',
		'Asia/Kolkata'
	];

	test('the clock of the server can be set in this test at all', () => {
		const hours = serverZones.map((zone) => {
			process.env.TZ = zone;
			return new Date('2026-01-01T12:00:00Z').getHours();
		});
		expect(new Set(hours).size).toBeGreaterThan(3);
	});

	test('the wall time and the weekday are kept, and meetings come in order', () => {
		const start = fc.integer({ min: 0, max: 2000 }).map((days) => plusDays('2025-01-01', days));
		const slot = fc.record({
			weekday: fc.integer({ min: 1, max: 7 }),
			time: fc
				.tuple(fc.nat(23), fc.constantFrom('00', '15', '30', '45'))
				.map(([h, m]) => `${String(h).padStart(2, '0')}:${m}`),
			minutes: fc.constant(60)
		});
		fc.assert(
			fc.property(
				fc.constantFrom(...serverZones),
				fc.constantFrom(...zones),
				start,
				fc.uniqueArray(slot, { minLength: 1, maxLength: 3, selector: ({ weekday }) => weekday }),
				(serverZone, zone, from, slots) => {
					process.env.TZ = serverZone;
					const planned = planSessions(slots, zone, from, 12, never);
					const late = planned.filter(({ date, time, startsAt }) => {
						expect(wall(zone, startsAt)).toBe(`${date} ${time}`);
						const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
						const meant = slots.find((one) => one.weekday === weekday)!;
						// Only in the hour that a change leaves out may it be later than meant.
						expect(time >= meant.time).toBe(true);
						return time !== meant.time;
					});
					expect(late.length).toBeLessThan(3);
					const starts = planned.map(({ startsAt }) => startsAt);
					expect(starts).toEqual([...new Set(starts)].sort());
					process.env.TZ = 'UTC';
					expect(planSessions(slots, zone, from, 12, never)).toEqual(planned);
				}
			),
			{ numRuns: 300 }
		);
	});

	test('a holiday is on the same day', async () => {
		for (const serverZone of serverZones) {
			process.env.TZ = serverZone;
			// What was looked up is remembered: here by nobody.
			vi.resetModules();
			const fresh = await import('#lib/server/domain/holidays.ts');
			const isHoliday = fresh.holidaysOf('US');
			expect(['2026-07-02', '2026-07-03', '2026-12-24', '2026-12-25', '2026-12-26'].map(isHoliday)).toEqual([
				...[false, true, false, true, false]
			]);
		}
	});
});
