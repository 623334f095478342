/** Is the demo program in a database? */
import { eq } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import { programs, staff } from '#lib/server/db/schema/index.ts';
import { emailOf } from './sign-ins.ts';

/** True while the database has no program yet. */
export async function isEmpty(db: Db): Promise<boolean> {
	return (await db.read.select({ id: programs.id }).from(programs).limit(1)).length === 0;
}

export async function hasDemo(db: Db): Promise<boolean> {
	const known = eq(staff.email, emailOf('facilitator'));
	return (await db.read.select({ id: staff.id }).from(staff).where(known).limit(1)).length > 0;
}
