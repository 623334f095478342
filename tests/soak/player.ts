/** Plays random histories against the running server: marks over the wire, people, consents and revocations beside it. */
import { and, eq, isNull, lte } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import { outbox } from '#lib/server/db/schema/index.ts';
import { recordConsent, revokeConsent } from '#lib/server/domain/consents.ts';
import { enrollNewParticipant } from '#lib/server/domain/newcomers.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import type { Stage } from './stage.ts';

export type Chance = () => number;
type Person = { id: string; participantId: string; consents: string[] };

const pick = <T>(chance: Chance, from: readonly T[]): T => from[Math.floor(chance() * from.length)];
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** @param origin where the server is now: another address after each start */
export function player(db: Db, stage: Stage, chance: Chance, origin: () => string) {
	const people: Person[] = [];
	/** Of each person's mark of each session, the operation that said it last. */
	const heads = new Map<string, string>();
	const acknowledged: string[] = [];
	const counts = { marks: 0, corrections: 0, enrolled: 0, consents: 0, revocations: 0, leaps: 0 };

	async function enroll() {
		const number = `P-${1000 + people.length}`;
		const name = { firstName: 'Person', lastName: `Number ${people.length}` };
		const asked = { operationId: newId(), number, ...name, language: 'en' as const };
		const made = await enrollNewParticipant(db, system, stage.groupId, { ...asked, override: 'next-cycle' });
		people.push({ id: made.id, participantId: made.participantId, consents: [] });
		counts.enrolled += 1;
	}

	async function consent() {
		const person = pick(chance, people);
		const kinds = ['milestones', 'enrollment', 'attendance'] as const;
		const chosen = kinds.filter(() => chance() < 0.7);
		const { organizationId, recipientId } = stage;
		const { id } = await recordConsent(db, system, person.participantId, {
			...{ operationId: newId(), organizationId, recipientId, purpose: 'Plan services together' },
			information: chosen.length > 0 ? [...chosen] : ['milestones'],
			...{
				signedOn: day(-2),
				expiresOn: day(300),
				signature: 'paper' as const,
				toldOfRevocation: true as const
			}
		});
		person.consents.push(id);
		counts.consents += 1;
	}

	async function revoke() {
		const person = pick(
			chance,
			people.filter(({ consents }) => consents.length > 0)
		);
		const id = person?.consents.pop();
		if (!person || !id) return;
		await revokeConsent(db, system, person.participantId, id);
		counts.revocations += 1;
	}

	/** One mark, asked for until it is acknowledged: the server may be killed meanwhile. */
	async function mark() {
		const person = pick(chance, people);
		const sessionId = pick(chance, stage.sessions);
		const place = `${sessionId} ${person.id}`;
		const before = heads.get(place);
		const operationId = newId();
		const status = pick(chance, ['present', 'present', 'present', 'absent-unexcused'] as const);
		const operation = {
			...{ kind: 'mark', operationId, enrollmentId: person.id, status },
			...{ replaces: before ? [before] : [] }
		};
		await untilAcknowledged(sessionId, operation);
		heads.set(place, operationId);
		acknowledged.push(operationId);
		counts[before ? 'corrections' : 'marks'] += 1;
	}

	async function untilAcknowledged(sessionId: string, operation: object) {
		const body = JSON.stringify(operation);
		while (true) {
			const address = origin();
			const headers = {
				...{ cookie: stage.cookie, origin: address },
				...{ 'content-type': 'application/json', accept: 'application/json' }
			};
			const to = `${address}/sessions/${sessionId}/operations`;
			const answer = await fetch(to, { method: 'POST', headers, body }).then(
				async (response) => ({ status: response.status, text: await response.text() }),
				() => null
			);
			if (answer === null) await pause(50);
			else if (answer.status >= 500) await pause(50);
			else return refuseRefusal(answer);
		}
	}

	/** As if the pauses between two tries were over, and the leases of whoever was killed. */
	async function leap() {
		const due = { nextAt: new Date().toISOString(), leasedUntil: null };
		const waits = and(eq(outbox.state, 'waiting'), isNull(outbox.settledAt));
		await db.write((tx) => tx.update(outbox).set(due).where(waits).returning({ id: outbox.id }));
		counts.leaps += 1;
		return due.nextAt;
	}

	/** Until the server has tried what was due, or was killed with it in hand. */
	async function tried(since: string) {
		const untouched = and(eq(outbox.state, 'waiting'), lte(outbox.nextAt, since), isNull(outbox.leasedUntil));
		while ((await db.read.$count(outbox, untouched)) > 0) await pause(20);
	}

	async function step() {
		const at = chance();
		if (people.length < 3 || at < 0.07) return enroll();
		if (at < 0.22) return consent();
		if (at < 0.28) return revoke();
		if (at < 0.4) return tried(await leap());
		return mark();
	}
	return { step, leap, acknowledged, counts, people };
}

function refuseRefusal({ status, text }: { status: number; text: string }) {
	const { results } = JSON.parse(text) as { results?: { ok: boolean }[] };
	if (status !== 200 || !results?.[0]?.ok)
		throw new Error(`a mark was refused: ${status} ${text.slice(0, 500)}`);
}

export const pause = (ms: number) => new Promise<void>((over) => void setTimeout(over, ms));

/** Numbers from 0 to 1 that come again with the same seed (mulberry32). */
export function chances(seed: number): Chance {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
