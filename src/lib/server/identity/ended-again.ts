/** What was ended after a backup was made, and is ended again once it was restored: keys, people's access, cards, addresses. */
import { and, eq, isNotNull, isNull, sql, type SQL } from 'drizzle-orm';
import type { Db, Tx } from '../db/open.ts';
import { calendars, cards, grants, keys, staff, webhookEndpoints } from '../db/schema/index.ts';
import { appendEvent } from '../domain/events.ts';
import { system } from '../policy.ts';

/** By which column a row of a table is over, and what else was noted with it. */
const endings = {
	keys: { table: keys, at: 'revokedAt', more: [] },
	grants: { table: grants, at: 'revokedAt', more: ['revokedBy'] },
	staff: { table: staff, at: 'suspendedAt', more: [] },
	cards: { table: cards, at: 'endedAt', more: ['endReason'] },
	calendars: { table: calendars, at: 'revokedAt', more: [] },
	endpoints: { table: webhookEndpoints, at: 'endedAt', more: [] }
} satisfies Record<string, { table: unknown; at: string; more: string[] }>;
type Kind = keyof typeof endings;
type Ending = { id: string } & Record<string, string | null>;
export type Endings = Record<Kind, Ending[]>;

const columnsOf = (kind: Kind) => endings[kind].table as unknown as Record<string, SQL>;

/** All that is over in a database. */
export async function endingsIn({ read }: Db): Promise<Endings> {
	const found = {} as Endings;
	for (const kind of Object.keys(endings) as Kind[]) {
		const { table, at } = endings[kind];
		found[kind] = (await read
			.select()
			.from(table as typeof keys)
			.where(isNotNull(sql`${columnsOf(kind)[at]}`))) as unknown as Ending[];
	}
	return found;
}

/** Ends here what is over there. */
export async function endAgain(db: Db, there: Endings): Promise<void> {
	await db.write(async (tx) => {
		const data: Partial<Record<Kind, number>> = {};
		for (const kind of Object.keys(endings) as Kind[]) {
			const ended = await endRows(tx, kind, there[kind]);
			if (ended > 0) data[kind] = ended;
		}
		if (Object.keys(data).length === 0) return;
		const event = { organizationId: null, subject: 'deployment', kind: 'restore.ended-again', data };
		await appendEvent(tx, system, event);
	});
}

/** As each row was ended there; those that are over already stay as they are. */
async function endRows(tx: Tx, kind: Kind, rows: Ending[]): Promise<number> {
	const { table, at, more } = endings[kind];
	const { id, [at]: over } = columnsOf(kind);
	let ended = 0;
	for (const row of rows) {
		const set = Object.fromEntries([at, ...more].map((column) => [column, row[column]]));
		const open = and(eq(sql`${id}`, row.id), isNull(sql`${over}`));
		const changed = await tx
			.update(table as typeof keys)
			.set(set)
			.where(open)
			.returning();
		ended += changed.length;
	}
	return ended;
}
