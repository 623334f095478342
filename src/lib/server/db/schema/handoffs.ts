import { boolean, day, index, instant, table, text } from '../dialect.ts';
import { consents, recipients } from './consents.ts';
import { organizations } from './organizations.ts';
import { participants, staff } from './people.ts';
import type { HandoffCategory, HandoffOutcome, HandoffState, HandoffWay } from '#lib/handoffs.ts';
import type { ContactWay } from '#lib/vocabulary.ts';

/** A participant wants to be put in touch, or was offered it. What becomes of it is told by its steps. */
export const handoffs = table(
	'handoffs',
	{
		/** The operation's. */
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		participantId: text()
			.notNull()
			.references(() => participants.id),
		category: text().$type<HandoffCategory>().notNull(),
		/** Who of the staff offered it; null: the participant asked. */
		offeredBy: text().references(() => staff.id),
		at: instant().notNull()
	},
	(t) => [
		index('handoffs_organization').on(t.organizationId),
		index('handoffs_participant').on(t.participantId)
	]
);

/** One statement about a handoff: how it stands. Each but the first replaces the one before. */
export const handoffSteps = table(
	'handoff_steps',
	{
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		handoffId: text()
			.notNull()
			.references(() => handoffs.id),
		/** Never replaced twice: of two people at once, one answers. */
		replaces: text().unique(),
		state: text().$type<HandoffState>().notNull(),
		/** What the participant agreed to when asking; each later step carries it along: by which way, to whom, until when. */
		way: text().$type<HandoffWay>(),
		recipientId: text().references(() => recipients.id),
		consentId: text().references(() => consents.id),
		until: day(),
		/** Whoever offered it may see what becomes of it. */
		shared: boolean(),
		/** The case manager who has it; null while nobody has, and for a recipient of the feed. */
		staffId: text().references(() => staff.id),
		/** Of "closed". */
		outcome: text().$type<HandoffOutcome>(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [
		index('handoff_steps_handoff').on(t.handoffId),
		index('handoff_steps_recipient').on(t.recipientId),
		index('handoff_steps_consent').on(t.consentId)
	]
);

/** How to reach somebody about a handoff, apart from the facts: erased when it is withdrawn, and some time after its end. */
export const handoffReaches = table('handoff_reaches', {
	handoffId: text()
		.primaryKey()
		.references(() => handoffs.id),
	/** As the person's contact says at the time of reading; then there is no way and no line here. */
	asSaid: boolean().notNull(),
	way: text().$type<ContactWay>(),
	line: text(),
	at: instant().notNull()
});
