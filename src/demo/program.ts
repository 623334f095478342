/** Who delivers the demo program, and where. None of these organizations exists. */

export const zone = 'America/Los_Angeles';
export const program = { name: 'Ready for Work (demo)', zone, holidays: 'US' };

/** Twelve sites of eight organizations. The first is where the demo's facilitator and coordinator work. */
export const organizations = [
	{ name: 'Alder Lane Works', sites: ['Alder Lane', 'Harbor annex'] },
	{ name: 'Bridgewell Partners', sites: ['Bridgewell House', 'Valley room'] },
	{ name: 'Copperline Skills', sites: ['Copperline Shop'] },
	{ name: 'Eastwind Workshop', sites: ['Eastwind', 'Foothill room'] },
	{ name: 'Fairlead Center', sites: ['Fairlead Center'] },
	{ name: 'Lantern Yard', sites: ['The Yard', 'Southside hall'] },
	{ name: 'Millrace Collective', sites: ['Millrace'] },
	{ name: 'Plumb Line Futures', sites: ['Plumb Line'] }
];

export const rooms = ['Room 1', 'Room 2', 'Room 4', 'Training room', 'Upstairs', 'Main hall'];

export const recipients = [
	{ name: 'Ready for Work program office', kind: 'program' },
	{ name: 'Case management', kind: 'case-management' },
	{ name: 'Incentives desk', kind: 'incentives' },
	{ name: 'Outside evaluation', kind: 'evaluator' },
	{ name: 'Court liaison', kind: 'justice' }
] as const;

/** Weekly times of groups: weekdays from 1 (Monday), wall time. */
export const timetables = [
	{ weekdays: [1, 3], time: '18:00' },
	{ weekdays: [2, 4], time: '10:00' },
	{ weekdays: [1, 4], time: '13:30' },
	{ weekdays: [1, 2, 4], time: '15:00' },
	{ weekdays: [2, 5], time: '09:00' },
	{ weekdays: [2, 4], time: '18:30' },
	{ weekdays: [1, 3, 5], time: '09:30' },
	{ weekdays: [3, 6], time: '10:00' }
];
export const minutes = 90;
