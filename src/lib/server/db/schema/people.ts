import { boolean, date, index, instant, integer, json, table, text, uniqueIndex } from '../dialect.ts';
import { organizations } from './organizations.ts';
import type { Capability, Role } from '../../policy.ts';
import type { ContactSafety, ContactWay, NameChangeReason } from '#lib/vocabulary.ts';

/** People who work with the program. Kept by better-auth (its "user"), which insists on these columns. */
export const staff = table('staff', {
	id: text().primaryKey(),
	name: text().notNull(),
	email: text().notNull().unique(),
	emailVerified: boolean().notNull().default(false),
	image: text(),
	twoFactorEnabled: boolean().notNull().default(false),
	suspendedAt: instant(),
	createdAt: date().notNull(),
	updatedAt: date().notNull()
});

/** A role or capability that somebody holds, in one organization or (null) in the whole program. */
export const grants = table(
	'grants',
	{
		id: text().primaryKey(),
		staffId: text()
			.notNull()
			.references(() => staff.id),
		role: text().$type<Role | Capability>().notNull(),
		organizationId: text().references(() => organizations.id),
		grantedAt: instant().notNull(),
		grantedBy: text(),
		revokedAt: instant(),
		revokedBy: text()
	},
	(t) => [index('grants_staff').on(t.staffId)]
);

/** A participant belongs to the program; the number is the one that case management knows. No name here. */
export const participants = table('participants', {
	id: text().primaryKey(),
	number: text().notNull().unique(),
	createdAt: instant().notNull()
});

/**
 * Names, apart from the facts so that they can change and be erased. First and last name are those in use, on every
 * screen and paper; the legal ones are null where they are the same.
 */
export const participantNames = table('participant_names', {
	participantId: text()
		.primaryKey()
		.references(() => participants.id),
	firstName: text().notNull(),
	lastName: text().notNull(),
	legalFirstName: text(),
	legalLastName: text(),
	language: text().$type<'en' | 'es'>().notNull(),
	updatedAt: instant().notNull()
});

/** Names as they were before a change: erasable, and never on a roll. */
export const formerNames = table(
	'former_names',
	{
		id: text().primaryKey(),
		participantId: text()
			.notNull()
			.references(() => participants.id),
		firstName: text().notNull(),
		lastName: text().notNull(),
		reason: text().$type<NameChangeReason>().notNull(),
		changedAt: instant().notNull(),
		/** Who changed it: `staff:…` or `participant:…`. */
		changedBy: text().notNull()
	},
	(t) => [index('former_names_participant').on(t.participantId)]
);

/** How a person wants to be reached, in their own words of yes and no. No row: nobody has asked them yet. */
export const contacts = table('contacts', {
	participantId: text()
		.primaryKey()
		.references(() => participants.id),
	phone: text(),
	way: text().$type<ContactWay>().notNull(),
	safe: text().$type<ContactSafety>().notNull(),
	/** The name to ask for, where it is not the one in use. */
	askFor: text(),
	/** Messages say nothing of the program. */
	neutral: boolean().notNull(),
	updatedAt: instant().notNull()
});

/** better-auth's "session": a signed-in browser. The word session stays free for meetings. */
export const logins = table(
	'logins',
	{
		id: text().primaryKey(),
		/** SHA-256 of the cookie's token. */
		token: text().notNull().unique(),
		userId: text()
			.notNull()
			.references(() => staff.id),
		expiresAt: date().notNull(),
		ipAddress: text(),
		userAgent: text(),
		/** Set when the second factor was shown in this login. */
		verifiedAt: instant(),
		lastSeenAt: instant(),
		/** The session (a meeting) that is open on this device: until it ends the login locks instead of ending. */
		sessionId: text(),
		createdAt: date().notNull(),
		updatedAt: date().notNull()
	},
	(t) => [index('logins_user').on(t.userId)]
);

/** better-auth's "account": how somebody proves who they are. */
export const accounts = table('accounts', {
	id: text().primaryKey(),
	accountId: text().notNull(),
	providerId: text().notNull(),
	userId: text()
		.notNull()
		.references(() => staff.id),
	accessToken: text(),
	refreshToken: text(),
	idToken: text(),
	accessTokenExpiresAt: date(),
	refreshTokenExpiresAt: date(),
	scope: text(),
	password: text(),
	createdAt: date().notNull(),
	updatedAt: date().notNull()
});

export const verifications = table(
	'verifications',
	{
		id: text().primaryKey(),
		identifier: text().notNull(),
		value: text().notNull(),
		expiresAt: date().notNull(),
		createdAt: date().notNull(),
		updatedAt: date().notNull()
	},
	(t) => [index('verifications_identifier').on(t.identifier)]
);

export const twoFactors = table('two_factors', {
	id: text().primaryKey(),
	secret: text().notNull(),
	backupCodes: text().notNull(),
	userId: text()
		.notNull()
		.references(() => staff.id),
	verified: boolean().default(true)
});

/** A one-time link by which somebody sets a password or an authenticator. Only its hash is kept. */
export const invitations = table('invitations', {
	id: text().primaryKey(),
	tokenHash: text().notNull().unique(),
	staffId: text()
		.notNull()
		.references(() => staff.id),
	purpose: text().$type<'invite' | 'password' | 'authenticator'>().notNull(),
	createdAt: instant().notNull(),
	createdBy: text(),
	expiresAt: instant().notNull(),
	usedAt: instant()
});

/** A participant's printed card. Neither its code nor its PIN can be read back from here (security R1). */
export const cards = table(
	'cards',
	{
		id: text().primaryKey(),
		participantId: text()
			.notNull()
			.references(() => participants.id),
		/** HMAC(pepper, token of the QR). */
		tokenIndex: text().notNull().unique(),
		/** HMAC(pepper, typed code). */
		codeIndex: text().notNull().unique(),
		/** Argon2id(HMAC(pepper, card id + PIN)); null until the participant has chosen one. */
		pinHash: text(),
		issuedAt: instant().notNull(),
		issuedBy: text(),
		/** Reissued, lost or suspended: no sign-in with this card ever again. */
		endedAt: instant(),
		endReason: text().$type<'reissued' | 'guesses' | 'withdrawn'>()
	},
	(t) => [index('cards_participant').on(t.participantId)]
);

/** One row for each evaluated PIN, so that a restart forgets nothing. */
export const cardAttempts = table(
	'card_attempts',
	{
		id: text().primaryKey(),
		cardId: text()
			.notNull()
			.references(() => cards.id),
		at: instant().notNull(),
		succeeded: boolean().notNull()
	},
	(t) => [index('card_attempts_card').on(t.cardId, t.at)]
);

export const cardLogins = table('card_logins', {
	id: text().primaryKey(),
	tokenHash: text().notNull().unique(),
	cardId: text()
		.notNull()
		.references(() => cards.id),
	participantId: text()
		.notNull()
		.references(() => participants.id),
	/** Others use this device too: the login ends sooner. */
	shared: boolean().notNull().default(false),
	createdAt: instant().notNull(),
	lastSeenAt: instant().notNull(),
	endedAt: instant()
});

/** Counters of rate-limiter-flexible (its own columns). */
export const limits = table('limits', {
	key: text().primaryKey(),
	points: integer().notNull(),
	/** Milliseconds since 1970, UTC. */
	expire: integer()
});

/** A key of one of the wider program's systems. Shown once, kept as a hash. */
export const keys = table(
	'keys',
	{
		id: text().primaryKey(),
		name: text().notNull(),
		hash: text().notNull(),
		/** The recipient in whose name it reads. */
		recipientId: text().notNull(),
		/** Null: all organizations of the program. */
		organizationId: text().references(() => organizations.id),
		scopes: json<string[]>().notNull(),
		createdAt: instant().notNull(),
		createdBy: text(),
		expiresAt: instant().notNull(),
		revokedAt: instant(),
		/** To the minute. */
		lastUsedAt: instant(),
		/** The key in whose place it came. */
		replaces: text()
	},
	(t) => [uniqueIndex('keys_hash').on(t.hash)]
);
