import { index, instant, table, text } from '../dialect.ts';
import { editions } from './curriculum.ts';
import { sessions } from './groups.ts';
import { organizations } from './organizations.ts';
import { staff } from './people.ts';

/**
 * A facilitator's permission to show the room screen, of a session or of one lesson of an edition. It holds nothing of
 * anybody, and whoever has one of its tokens sees that lesson and nothing else.
 */
export const roomScreens = table(
	'room_screens',
	{
		id: text().primaryKey(),
		/** Of the session; null: a lesson to prepare, which belongs to nobody. */
		organizationId: text().references(() => organizations.id),
		sessionId: text().references(() => sessions.id),
		editionId: text()
			.notNull()
			.references(() => editions.id),
		/** Null: all lessons that the session plans. */
		lessonId: text(),
		/** What the screen begins with. */
		language: text().notNull(),
		/** HMAC(pepper, typed code), and until when it may be typed. */
		codeIndex: text().notNull().unique(),
		codeExpiresAt: instant().notNull(),
		createdAt: instant().notNull(),
		createdBy: text()
			.notNull()
			.references(() => staff.id),
		expiresAt: instant().notNull(),
		closedAt: instant()
	},
	(t) => [index('room_screens_session').on(t.sessionId), index('room_screens_creator').on(t.createdBy)]
);

/** What one browser shows for a room screen. Only its hash is kept. */
export const roomTokens = table(
	'room_tokens',
	{
		id: text().primaryKey(),
		screenId: text()
			.notNull()
			.references(() => roomScreens.id),
		tokenHash: text().notNull().unique(),
		createdAt: instant().notNull()
	},
	(t) => [index('room_tokens_screen').on(t.screenId)]
);
