import { boolean, day, index, instant, integer, json, table, text } from '../dialect.ts';
import { editions } from './curriculum.ts';
import { milestones } from './facts.ts';
import { enrollments } from './groups.ts';
import { organizations } from './organizations.ts';
import { participants } from './people.ts';
import type {
	InBoth,
	LetterAsked,
	LetterAudience,
	LetterContents,
	LetterKind,
	LetterWording,
	RevocationReason
} from '#lib/paper-kinds.ts';

/** Whose a certificate or letter is. */
const whose = () => ({
	organizationId: text()
		.notNull()
		.references(() => organizations.id),
	participantId: text()
		.notNull()
		.references(() => participants.id),
	enrollmentId: text()
		.notNull()
		.references(() => enrollments.id)
});

/** That somebody completed, for showing: what it says never changes. The name on it is in `paper_names`. */
export const certificates = table(
	'certificates',
	{
		/** The operation's. */
		id: text().primaryKey(),
		...whose(),
		/** The milestone "completed" that it attests: once that is voided, it is no longer valid. */
		milestoneId: text()
			.notNull()
			.references(() => milestones.id),
		/** By which anybody who has the paper can check it. */
		code: text().notNull().unique(),
		/** What was completed, in the words of the program's setting on that day. */
		titles: json<InBoth>().notNull(),
		completedOn: day().notNull(),
		minutes: integer().notNull(),
		editionId: text()
			.notNull()
			.references(() => editions.id),
		/** Lessons with a skill that were credited. */
		lessonIds: json<string[]>().notNull(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [
		index('certificates_participant').on(t.participantId),
		index('certificates_milestone').on(t.milestoneId)
	]
);

/** A certificate is no longer valid, from then on. */
export const certificateRevocations = table('certificate_revocations', {
	certificateId: text()
		.primaryKey()
		.references(() => certificates.id),
	reason: text().$type<RevocationReason>().notNull(),
	by: text().notNull(),
	at: instant().notNull()
});

/** What a participant shows to somebody themselves: attendance or completion, in the words that they chose. */
export const letters = table(
	'letters',
	{
		/** The operation's. */
		id: text().primaryKey(),
		...whose(),
		/** Of a letter of completion, the milestone that it attests. */
		milestoneId: text().references(() => milestones.id),
		code: text().notNull().unique(),
		kind: text().$type<LetterKind>().notNull(),
		audience: text().$type<LetterAudience>().notNull(),
		wording: text().$type<LetterWording>().notNull(),
		language: text().$type<'en' | 'es'>().notNull(),
		asked: text().$type<LetterAsked>().notNull(),
		contents: json<LetterContents>().notNull(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('letters_participant').on(t.participantId)]
);

/** The name on a certificate or letter, and whom a letter is for: erasable, apart from the facts. */
export const paperNames = table(
	'paper_names',
	{
		/** The certificate's or letter's id. */
		paperId: text().primaryKey(),
		participantId: text()
			.notNull()
			.references(() => participants.id),
		name: text().notNull(),
		/** Whom a letter is for, in the participant's words. */
		line: text()
	},
	(t) => [index('paper_names_participant').on(t.participantId)]
);

/** Whether somebody wants to be named aloud at a ceremony: the last statement stands; none is no. */
export const ceremonyAnswers = table(
	'ceremony_answers',
	{
		/** The operation's. */
		id: text().primaryKey(),
		...whose(),
		named: boolean().notNull(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('ceremony_answers_enrollment').on(t.enrollmentId)]
);

/** A name as its holder wants it read out: erasable, apart from the facts. */
export const ceremonyNames = table('ceremony_names', {
	participantId: text()
		.primaryKey()
		.references(() => participants.id),
	readAs: text().notNull(),
	updatedAt: instant().notNull()
});

/** What certificates call that which was completed; the last row holds, none: the curriculum's title. */
export const certificateTitles = table('certificate_titles', {
	/** The operation's. */
	id: text().primaryKey(),
	titles: json<InBoth>().notNull(),
	by: text().notNull(),
	at: instant().notNull()
});

/** Public keys with which badges are checked. The private one comes from the deployment's secret and is kept nowhere. */
export const badgeKeys = table('badge_keys', {
	/** The key's thumbprint (RFC 7638). */
	id: text().primaryKey(),
	/** Ed25519, base64url. */
	x: text().notNull(),
	at: instant().notNull(),
	/** The secret behind it got out: what was signed with it counts no longer. */
	endedAt: instant()
});
