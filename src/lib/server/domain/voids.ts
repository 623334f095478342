/** Voids: was a milestone taken back? */
import { sql, type SQL } from 'drizzle-orm';
import { milestones } from '../db/schema/index.ts';

/** A condition on a column that holds a milestone's id. */
export const isVoided = (milestoneId: unknown): SQL =>
	sql`exists (select 1 from ${milestones} as later where later.voids = ${milestoneId})`;

/** The same as a column: 1 or 0. */
export const voidedFlag = (milestoneId: unknown) =>
	sql<number>`case when ${isVoided(milestoneId)} then 1 else 0 end`.mapWith(Number);
