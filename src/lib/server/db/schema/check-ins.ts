import { index, instant, table, text } from '../dialect.ts';
import { enrollments, sessions } from './groups.ts';
import { organizations } from './organizations.ts';
import { staff } from './people.ts';
import type { CheckInState, CheckInWay } from '#lib/vocabulary.ts';

/** Check-in by phone, turned on for one session. */
export const checkInCodes = table('check_in_codes', {
	sessionId: text()
		.primaryKey()
		.references(() => sessions.id),
	organizationId: text()
		.notNull()
		.references(() => organizations.id),
	/** What its codes are made of, with the pepper; another one each time that it is turned on. */
	secret: text().notNull(),
	openedAt: instant().notNull(),
	openedBy: text()
		.notNull()
		.references(() => staff.id),
	closedAt: instant()
});

/** A tablet at the door of one session, to which a facilitator gave an address of its own. It has no login. */
export const kiosks = table(
	'kiosks',
	{
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		sessionId: text()
			.notNull()
			.references(() => sessions.id),
		/** Of what stands in its address. */
		tokenHash: text().notNull().unique(),
		createdAt: instant().notNull(),
		createdBy: text()
			.notNull()
			.references(() => staff.id),
		closedAt: instant()
	},
	(t) => [index('kiosks_session').on(t.sessionId)]
);

/** One statement about one person's check-in at one session: proposed, then accepted or turned down. */
export const checkIns = table(
	'check_ins',
	{
		/** The operation's. */
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		sessionId: text()
			.notNull()
			.references(() => sessions.id),
		enrollmentId: text()
			.notNull()
			.references(() => enrollments.id),
		/** Id of the proposal. */
		checkInId: text().notNull(),
		/** Never replaced twice: two people at once can't both be the one who answers. */
		replaces: text().unique(),
		state: text().$type<CheckInState>().notNull(),
		way: text().$type<CheckInWay>().notNull(),
		/** When the person was there to see the code, or at the kiosk. */
		arrivedAt: instant().notNull(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('check_ins_session').on(t.sessionId), index('check_ins_enrollment').on(t.enrollmentId)]
);
