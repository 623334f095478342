import { expect, test } from 'vitest';
import { chainHeads } from '../../src/lib/server/db/schema/index.ts';
import { freshDatabase, hasTwoConnections } from '../support/database.ts';

const head = { chain: 'a', seq: 1, position: 1, hash: 'x' };

test('a fresh database is migrated and empty, however many there were before', async () => {
	for (let i = 0; i < 3; i++) {
		const { db } = await freshDatabase();
		expect(await db.read.select().from(chainHeads)).toEqual([]);
		await db.write((tx) => tx.insert(chainHeads).values(head).returning());
	}
});

test('a database opened a second time shows what the first connection wrote', async (context) => {
	if (!hasTwoConnections()) context.skip('PGlite has one connection');
	const { db, reopen } = await freshDatabase();
	await db.write((tx) => tx.insert(chainHeads).values(head).returning());
	const again = await reopen();
	expect(await again.read.select().from(chainHeads)).toEqual([head]);
});
