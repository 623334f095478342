import { boolean, day, index, instant, integer, table, text, uniqueIndex } from '../dialect.ts';
import { enrollments } from './groups.ts';
import { recipients } from './consents.ts';
import { milestones } from './facts.ts';
import { organizations } from './organizations.ts';
import { participants } from './people.ts';
import type {
	DecisionReason,
	IncentiveForm,
	IncentiveStage,
	IncentiveStep,
	ReceiptWay
} from '#lib/incentives.ts';

/** Earned with a milestone, in its transaction. What became of it is told by its steps. */
export const incentives = table(
	'incentives',
	{
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		enrollmentId: text()
			.notNull()
			.references(() => enrollments.id),
		participantId: text()
			.notNull()
			.references(() => participants.id),
		milestoneId: text()
			.notNull()
			.unique()
			.references(() => milestones.id),
		/** The milestone's. */
		kind: text().notNull(),
		moduleId: text().notNull(),
		/** By the group's policy when it was earned. */
		cents: integer().notNull(),
		/** In whose transaction the milestone was awarded. */
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [
		index('incentives_organization').on(t.organizationId),
		index('incentives_participant').on(t.participantId),
		index('incentives_enrollment').on(t.enrollmentId)
	]
);

/** Approved ones that are issued together: by the organization itself, or by a payer of the program. */
export const incentiveBatches = table(
	'incentive_batches',
	{
		/** The operation's. */
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		form: text().$type<IncentiveForm>().notNull(),
		/** Who pays; null: the organization's own finance. */
		recipientId: text().references(() => recipients.id),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('incentive_batches_organization').on(t.organizationId)]
);

/** One statement about an incentive: what happened, and how it stands after that. */
export const incentiveSteps = table(
	'incentive_steps',
	{
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		incentiveId: text()
			.notNull()
			.references(() => incentives.id),
		/** From 1; never twice: two people at once can't both decide. */
		number: integer().notNull(),
		step: text().$type<IncentiveStep>().notNull(),
		stage: text().$type<IncentiveStage>().notNull(),
		/** Its milestone was voided, and nobody has decided yet. */
		isOpen: boolean().notNull(),
		batchId: text().references(() => incentiveBatches.id),
		/** Of what was issued: which kind, and the last characters of its serial, four at the most. */
		form: text().$type<IncentiveForm>(),
		serial: text(),
		/** On which it was issued or received, where the program is. */
		day: day(),
		way: text().$type<ReceiptWay>(),
		reason: text().$type<DecisionReason>(),
		/** The milestone that backs it from now on. */
		milestoneId: text().references(() => milestones.id),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [
		uniqueIndex('incentive_steps_number').on(t.incentiveId, t.number),
		index('incentive_steps_organization').on(t.organizationId, t.stage),
		index('incentive_steps_batch').on(t.batchId),
		index('incentive_steps_milestone').on(t.milestoneId)
	]
);

/** What an organization may spend in a period; the newest statement about a period counts. */
export const incentiveBudgets = table(
	'incentive_budgets',
	{
		/** The operation's. */
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		firstDay: day().notNull(),
		lastDay: day().notNull(),
		cents: integer().notNull(),
		/** Counts up within the organization: which statement is the newest. */
		number: integer().notNull(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [uniqueIndex('incentive_budgets_number').on(t.organizationId, t.number)]
);
