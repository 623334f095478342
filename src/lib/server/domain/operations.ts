/** What a screen sends: each operation has an id made by the browser, and is carried out once. */
import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Tx } from '../db/open.ts';
import { operations } from '../db/schema/index.ts';
import { conflict } from '../errors.ts';
import { nameOf, type Actor } from '../policy.ts';
import { canonical } from './events.ts';

/**
 * Says whether the operation is new; one sent again changes nothing.
 * @throws 409 operation.reused when the id was used for something else, or by somebody else.
 */
export async function isNew(
	tx: Tx,
	actor: Actor,
	kind: string,
	id: string,
	content: unknown
): Promise<boolean> {
	const hash = createHash('sha256').update(canonical(content)).digest('hex');
	const row = { id, kind, hash, actor: nameOf(actor), at: now() };
	const added = await tx
		.insert(operations)
		.values(row)
		.onConflictDoNothing({ target: operations.id })
		.returning();
	if (added.length > 0) return true;
	const [before] = await tx.select().from(operations).where(eq(operations.id, id));
	if (before.kind !== kind || before.hash !== hash || before.actor !== row.actor)
		throw conflict('operation.reused');
	return false;
}
