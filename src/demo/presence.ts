/** Is the demo program in a database? */
import { eq } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import { keys, programs, staff } from '#lib/server/db/schema/index.ts';
import { hashToken } from '#lib/server/identity/tokens.ts';
import { apiKey, emailOf } from './sign-ins.ts';

/** True while the database has no program yet. */
export async function isEmpty(db: Db): Promise<boolean> {
	return (await db.read.select({ id: programs.id }).from(programs).limit(1)).length === 0;
}

export async function hasDemo(db: Db): Promise<boolean> {
	const known = eq(staff.email, emailOf('facilitator'));
	return (await db.read.select({ id: staff.id }).from(staff).where(known).limit(1)).length > 0;
}

/** The key is the last thing that is loaded: without it the loading was interrupted. */
export async function isWhole(db: Db): Promise<boolean> {
	const known = eq(keys.hash, hashToken(apiKey));
	return (await db.read.select({ id: keys.id }).from(keys).where(known).limit(1)).length > 0;
}
