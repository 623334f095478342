/** Groups and people that are there for the end-to-end tests alone: each test that runs a session has its own. */

export const groups = {
	evening: 'Rowan',
	devices: 'Sorrel',
	cut: 'Tansy',
	tabs: 'Yarrow',
	answers: 'Chicory',
	all: 'Mallow',
	ended: 'Fennel',
	away: 'Tarragon',
	locked: 'Hyssop',
	phone: 'Verbena',
	keys: 'Laurel',
	last: 'Juniper',
	back: 'Sage',
	practice: 'Yampah',
	doubt: 'Toyon',
	returned: 'Coffeeberry',
	paper: 'Manzanita',
	plainPaper: 'Bluecurls',
	checkIn: 'Bergamot',
	plainCheckIn: 'Lovage',
	visits: 'Goldenrod',
	begins: 'Larkspur'
};

/** Token of a login of the demo's facilitator that lies locked. */
export const lockedToken = 'a-login-that-lies-locked';

export const people = [
	{ firstName: 'Amos', lastName: 'Bell' },
	{ firstName: 'Bianca', lastName: 'Cole' },
	{ firstName: 'Celia', lastName: 'Dunn' },
	{ firstName: 'Darius', lastName: 'Ellis' },
	{ firstName: 'Efraín', lastName: 'Flores' },
	{ firstName: 'Grace', lastName: 'Hill' },
	{ firstName: 'Hugo', lastName: 'Ibarra' },
	{ firstName: 'Ines', lastName: 'Jung' }
];

/** Two more on the sheet that is keyed in by the clock of actions: ten in all. */
export const tenth = [
	{ firstName: 'Jonah', lastName: 'Kerr' },
	{ firstName: 'Katia', lastName: 'Luna' }
];

/** Whose incentive waits to be approved, and whose to be issued: of the two on the sheet alone. */
export const [earner, approved] = tenth;

/** Groups of the demo's facilitator that meet right now, of twelve people each, and of forty. */
export const crowds = { twelve: 'Twelve at once', other: 'Twelve in turn', forty: 'Forty at once' };
