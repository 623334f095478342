/** Case management's system is told by webhooks: for some days all went well, but for one message that it never took. */
import { allowHost } from '#lib/server/feed/hosts.ts';
import { createEndpoint, turnOff } from '#lib/server/feed/endpoints.ts';
import { deliver } from '#lib/server/feed/deliver.ts';
import type { Sender } from '#lib/server/feed/sending.ts';
import { newId, type Id } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import type { Timeline } from './timeline.ts';

/** No name of the internet ends like this. */
const host = 'hooks.case-management.example';
const hour = 3_600_000;

/** Puts an endpoint and what became of its messages on the timeline. It is off in the end: there is nobody to send to. */
export function listen(on: Timeline, now: Date, recipientId: Id) {
	const id = newId();
	const began = now.getTime() - 300 * hour;
	on.put(began - hour, async (db) => {
		await allowHost(db, system, { host });
		await createEndpoint(db, system, {
			...{ operationId: id, recipientId, organizationId: null, description: 'Case management system' },
			...{ url: `https://${host}/groundwork` },
			types: ['milestone.awarded', 'milestone.voided', 'enrollment.added', 'consent.recorded']
		});
	});
	const sender = stubborn();
	for (let at = began; at < now.getTime() - hour; at += 3 * hour) on.put(at, (db) => deliver(db, sender));
	on.put(now.getTime() - hour, (db) => turnOff(db, system, id));
}

/** A receiver that takes everything, every ninth message at the second try only, and the very first one never. */
function stubborn(): Sender {
	const seen = new Map<string, number>();
	return {
		async send({ id }) {
			const times = (seen.get(id) ?? 0) + 1;
			seen.set(id, times);
			const number = [...seen.keys()].indexOf(id);
			const milliseconds = 60 + ((number * 37) % 140);
			if (number === 0) return { status: 422, fault: 'status', milliseconds };
			if (number % 9 === 0 && times === 1) return { status: 503, fault: 'status', milliseconds };
			return { status: 204, fault: null, milliseconds };
		},
		close: async () => undefined
	};
}
