/** What the demo's people let recipients know: on paper when they enroll, later on their phones; one runs out soon. */
import { eq } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import { participantNames } from '#lib/server/db/schema/index.ts';
import { offerConsent } from '#lib/server/domain/consent-offers.ts';
import { consentTextVersion, recordConsent, revokeConsent } from '#lib/server/domain/consents.ts';
import { signOneself } from '#lib/server/domain/signatures.ts';
import { changeTerms, termsOf } from '#lib/server/domain/terms.ts';
import { plusDays } from '#lib/server/domain/days.ts';
import { feedMilestones } from '#lib/server/feed/milestones.ts';
import { newId, type Id } from '#lib/server/ids.ts';
import { system, type Key, type Participant } from '#lib/server/policy.ts';
import { fullName } from '#lib/format.ts';
import type { InformationKind } from '#lib/disclosures.ts';
import { instantAt, today } from './groups.ts';
import type { House, Person, Recipient } from './people.ts';
import type { Random } from './random.ts';
import type { Timeline } from './timeline.ts';

/** A court may ask for nothing until the agreement with it is on file. */
export async function agree(db: Db, recipients: Recipient[]) {
	const court = recipients.find(({ kind }) => kind === 'justice')!;
	const { recipientId: _of, by: _by, at: _at, ...terms } = (await termsOf(db.read, court.id))!;
	await changeTerms(db, system, court.id, {
		...terms,
		operationId: newId(),
		information: ['attendance', 'completion'],
		agreement: 'Agreement 24-118'
	});
}

const asked: Record<string, { share: number; purpose: string; information: InformationKind[] }> = {
	program: {
		share: 0.75,
		purpose: 'Run the program and report on it',
		information: ['name', 'enrollment', 'milestones']
	},
	'case-management': {
		share: 0.85,
		purpose: 'Plan services together',
		information: ['enrollment', 'attendance', 'milestones']
	},
	incentives: { share: 0.6, purpose: 'Pay incentives for milestones', information: ['name', 'incentives'] },
	evaluator: { share: 0.45, purpose: 'Evaluate the program', information: ['attendance', 'milestones'] },
	justice: {
		share: 0.08,
		purpose: 'Confirm to the court that the program is being followed',
		information: ['attendance', 'completion']
	}
};

/** Two thirds sign some consents on the day they enroll. Some run out, some are taken back. */
export async function sign(
	db: Db,
	on: Timeline,
	house: House,
	person: Person,
	recipients: Recipient[],
	signedAt: Date,
	chance: Random
) {
	if (!chance.chance(0.67)) return;
	for (const { id: recipientId, kind } of recipients) {
		const { share, purpose, information } = asked[kind];
		if (!chance.chance(share)) continue;
		const signedOn = today(signedAt);
		const operationId = newId();
		const days = chance.chance(0.85) ? (chance.chance(0.8) ? 365 : 300) : 30;
		await recordConsent(db, house.coordinator, person.participantId, {
			operationId,
			organizationId: house.organizationId,
			recipientId,
			information,
			purpose,
			signedOn,
			expiresOn: plusDays(signedOn, days),
			signature: 'paper',
			toldOfRevocation: true
		});
		if (!chance.chance(0.06)) continue;
		const revokedOn = instantAt(plusDays(signedOn, chance.between(7, 40)), '11:20');
		on.put(revokedOn, (later) => revokeConsent(later, house.coordinator, person.participantId, operationId));
	}
}

/**
 * The person whose card is known: asked about the court, signed for the evaluation on the phone, and with one consent
 * that runs out soon.
 */
export async function signNow(db: Db, house: House, participantId: Id, recipients: Recipient[], now: Date) {
	const day = today(now);
	const idOf = (kind: Recipient['kind']) => recipients.find((one) => one.kind === kind)!.id;
	const self: Participant = { kind: 'participant', id: participantId, loginId: '' };
	const { organizationId } = house;
	await recordConsent(db, house.coordinator, participantId, {
		...{ operationId: newId(), organizationId, recipientId: idOf('incentives') },
		...{ information: ['name', 'milestones', 'incentives'], purpose: 'Pay incentives for milestones' },
		...{ signedOn: plusDays(day, -78), expiresOn: plusDays(day, 12), signature: 'paper' },
		toldOfRevocation: true
	});
	await signOneself(db, self, {
		...{ operationId: newId(), organizationId, recipientId: idOf('evaluator') },
		...{ information: ['attendance', 'completion'], expiresOn: plusDays(day, 365) },
		...{ termsVersion: 1, textVersion: consentTextVersion, ...(await signatureOf(db, participantId)) },
		toldOfRevocation: true
	});
	await offerConsent(db, house.coordinator, participantId, {
		...{ operationId: newId(), organizationId, recipientId: idOf('justice') },
		revocableFrom: plusDays(day, 60)
	});
}

/** Their name, and the language that they read. */
async function signatureOf(db: Db, participantId: Id) {
	const { firstName, lastName, language } = participantNames;
	const [name] = await db.read
		.select({ firstName, lastName, language })
		.from(participantNames)
		.where(eq(participantNames.participantId, participantId));
	return { signedName: fullName(name), language: name.language };
}

/** Case management's system has read what it may know. */
export async function read(db: Db, house: House, recipients: Recipient[]) {
	const recipientId = recipients.find(({ kind }) => kind === 'case-management')!.id;
	const { organizationId } = house;
	const key: Key = { kind: 'key', id: newId(), recipientId, organizationId, scopes: ['milestones'] };
	await feedMilestones(db, key, { after: '0', limit: 500 });
}
