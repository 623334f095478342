/** Who is in the demo program's groups and how steadily they come. */
import type { Db } from '#lib/server/db/open.ts';
import { enrollNewParticipant } from '#lib/server/domain/newcomers.ts';
import { enrollByNumber, exitEnrollment } from '#lib/server/domain/people.ts';
import { usualSectors } from '#lib/server/domain/sectors.ts';
import { newId, type Id } from '#lib/server/ids.ts';
import type { Staff } from '#lib/server/policy.ts';
import type { ExitReason } from '#lib/vocabulary.ts';
import { firstNames, lastNames, spanishFirstNames } from './names.ts';
import type { Random } from './random.ts';

export type Person = {
	number: string;
	enrollmentId: Id;
	participantId: Id;
	/** Chance to be there from beginning to end. */
	steadiness: number;
	/** Leaves after so many sessions of the group. */
	leaving: { after: number; reason: ExitReason } | null;
	left: boolean;
};

export type Recipient = { id: Id; kind: string };
/** One organization's program staff, and the people who left its groups and may come back. */
export type House = { organizationId: Id; coordinator: Staff; former: string[] };

/** About a quarter leave before the end (domain notes 2). */
const attrition = 0.27;
const exits: Record<ExitReason, number> = {
	'lost-contact': 28,
	job: 22,
	custody: 11,
	voluntary: 14,
	moved: 9,
	medical: 7,
	transferred: 5,
	safety: 4
};

/** Numbers as the wider program gives them, in no order that tells anything. */
export function numbers(count: number, chance: Random): () => string {
	const free = chance.shuffle(Array.from({ length: count }, (_, i) => `RW-${10_412 + i * 7}`));
	return () => free.pop()!;
}

function character(chance: Random, sessions: number): Pick<Person, 'steadiness' | 'leaving' | 'left'> {
	const steadiness = chance.chance(0.65) ? 0.96 : 0.85;
	const leaves = chance.chance(attrition);
	const reason = chance.weighted(exits);
	const first = reason === 'job' ? Math.ceil(sessions / 2) : 0;
	return {
		steadiness,
		left: false,
		leaving: leaves ? { after: chance.between(first, sessions - 1), reason } : null
	};
}

function nameOf(chance: Random) {
	const language = chance.chance(0.28) ? ('es' as const) : ('en' as const);
	const spanish = language === 'es' ? chance.chance(0.9) : chance.chance(0.25);
	const firstName = chance.pick(spanish ? spanishFirstNames : firstNames);
	return { firstName, lastName: chance.pick(lastNames), language };
}

/** Enrolls one person in a group: mostly somebody new, sometimes somebody who comes back. */
export async function enroll(
	db: Db,
	house: House,
	groupId: Id,
	number: string,
	chance: Random,
	sessions: number
): Promise<Person> {
	const comesBack = chance.chance(0.12) && house.former.shift();
	const operationId = newId();
	const sectorId = chance.chance(0.92) ? chance.pick(Object.keys(usualSectors)) : null;
	const { id, participantId } = comesBack
		? await enrollByNumber(db, house.coordinator, groupId, { operationId, number: comesBack, sectorId })
		: await enrollNewParticipant(db, house.coordinator, groupId, {
				operationId,
				number,
				sectorId,
				...nameOf(chance)
			});
	return { number: comesBack || number, enrollmentId: id, participantId, ...character(chance, sessions) };
}

export async function exit(db: Db, house: House, person: Person) {
	const { reason } = person.leaving!;
	await exitEnrollment(db, house.coordinator, person.enrollmentId, { operationId: newId(), reason });
	if (reason === 'lost-contact' || reason === 'custody' || reason === 'voluntary')
		house.former.push(person.number);
}
