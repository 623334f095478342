/** Filling: what was there before records had places gets its own, behind everything that was read. */
import type { Db } from '../db/open.ts';
import { appendEvent } from '../domain/events.ts';
import { placeConsent, placeGroup, unplaced } from '../domain/feed-places.ts';
import { system } from '../policy.ts';

const atOnce = 100;

/** In small transactions. Returns how many consents and groups it was made for. */
export async function fillFeed(db: Db): Promise<number> {
	let made = 0;
	while (true) {
		const left = await unplaced(db.read, atOnce);
		const found = left.consents.length + left.groups.length;
		if (found === 0) return made;
		await db.write(async (tx) => {
			const data = { consents: left.consents.length, groups: left.groups.length };
			const event = { organizationId: null, subject: 'feed', kind: 'feed.filled', data };
			const place = await appendEvent(tx, system, event);
			for (const consent of left.consents) await placeConsent(tx, consent, place);
			for (const group of left.groups) await placeGroup(tx, group, place);
		});
		made += found;
	}
}
