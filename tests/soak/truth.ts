/** What must hold when it is quiet again: the copy is the truth, nothing is missing, nothing was told without consent. */
import { asc, eq } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import {
	consents,
	disclosures,
	enrollments,
	events,
	marks,
	milestones,
	outbox,
	revocations
} from '#lib/server/db/schema/index.ts';
import { verifyEvents } from '#lib/server/domain/events.ts';
import type { FedRecord } from '../consumer/copy.ts';
import type { Stage } from './stage.ts';

type Heard = { id: string; type: string; participant: string | null };
export type Found = {
	copy: { milestones: FedRecord[]; enrollments: FedRecord[]; attendance: FedRecord[] };
	heard: Heard[];
	acknowledged: string[];
};

/** @returns what is wrong, a line each; nothing, where all is well */
export async function faultsIn(
	db: Db,
	stage: Stage,
	{ copy, heard, acknowledged }: Found
): Promise<string[]> {
	const faults: string[] = [];
	const same = (what: string, have: string[], want: string[]) => {
		const [here, there] = [new Set(have), new Set(want)];
		for (const id of there.difference(here)) faults.push(`${what}: ${id} is missing`);
		for (const id of here.difference(there)) faults.push(`${what}: ${id} should not be there`);
	};
	const want = await allowedNow(db, stage);
	const ids = (records: FedRecord[]) => records.map(({ id }) => id);
	same('milestones', ids(copy.milestones), want.milestones);
	same('enrollments', ids(copy.enrollments), want.enrollments);
	same('attendance', attendanceOf(copy.attendance), want.attendance);

	const kept = new Set(
		(await db.read.select({ id: marks.id }).from(marks).orderBy(asc(marks.id))).map(({ id }) => id)
	);
	faults.push(
		...acknowledged.filter((id) => !kept.has(id)).map((id) => `mark ${id} was acknowledged and is lost`)
	);
	faults.push(...(await outboxFaults(db, stage, heard)));
	faults.push(...(await disclosureFaults(db, heard)));
	const chain = await verifyEvents(db);
	faults.push(...chain.faults.map(({ chain, seq, fault }) => `log ${chain} ${seq}: ${fault}`));
	return faults;
}

/** Of each person in the group, whether they were there: session, enrollment, yes or no. */
const attendanceOf = (records: FedRecord[]) =>
	records.map(({ session, enrollment, attended }) => `${session} ${enrollment} ${attended}`);

/** What the recipient may know now, worked out from the consents by hand, apart from the product's own way. */
async function allowedNow(db: Db, { recipientId, groupId }: Stage) {
	const today = new Date().toISOString().slice(0, 10);
	const all = await db.read
		.select()
		.from(consents)
		.where(eq(consents.recipientId, recipientId))
		.orderBy(asc(consents.id));
	const gone = new Set(
		(await db.read.select().from(revocations).orderBy(asc(revocations.consentId))).map(
			({ consentId }) => consentId
		)
	);
	const who = (kind: string) =>
		new Set(
			all
				.filter(
					({ id, expiresOn, information }) =>
						!gone.has(id) && expiresOn >= today && (information as string[]).includes(kind)
				)
				.map(({ participantId }) => participantId)
		);
	const rows = await db.read
		.select()
		.from(enrollments)
		.where(eq(enrollments.groupId, groupId))
		.orderBy(asc(enrollments.id));
	const earned = await db.read.select().from(milestones).orderBy(asc(milestones.position));
	const said = await db.read.select().from(marks).orderBy(asc(marks.at), asc(marks.id));
	const replaced = new Set(said.flatMap(({ replaces }) => replaces));
	const present = new Set(
		rows.filter(({ participantId }) => who('attendance').has(participantId)).map(({ id }) => id)
	);
	return {
		milestones: earned
			.filter(({ participantId }) => who('milestones').has(participantId))
			.map(({ id }) => id),
		enrollments: rows.filter(({ participantId }) => who('enrollment').has(participantId)).map(({ id }) => id),
		attendance: said
			.filter(({ id, enrollmentId }) => !replaced.has(id) && present.has(enrollmentId))
			.map(
				({ sessionId, enrollmentId, status }) =>
					`${sessionId} ${enrollmentId} ${status === 'present' ? 'yes' : 'no'}`
			)
	};
}

const told = /^(milestone\.(awarded|voided)|enrollment\.(?!sector)\w+|consent\.recorded)$/;

/** Every event has its message; each message was settled; what counts as delivered was heard, under one name a person. */
async function outboxFaults(db: Db, { endpointId }: Stage, heard: Heard[]): Promise<string[]> {
	const rows = await db.read
		.select()
		.from(outbox)
		.where(eq(outbox.endpointId, endpointId))
		.orderBy(asc(outbox.id));
	const happened = (
		await db.read.select({ kind: events.kind }).from(events).orderBy(asc(events.position))
	).filter(({ kind }) => told.test(kind));
	const faults: string[] = [];
	if (rows.length !== happened.length) faults.push(`${happened.length} events, but ${rows.length} messages`);
	const ears = new Map(heard.map((one) => [one.id, one]));
	const names = new Map<string, string>();
	for (const { id, state, participantId } of rows) {
		if (state !== 'delivered' && state !== 'dropped') faults.push(`message ${id} is ${state}`);
		if (state === 'delivered' && !ears.has(id)) faults.push(`message ${id} was never heard`);
		const name = ears.get(id)?.participant;
		if (!name || !participantId) continue;
		if ((names.get(participantId) ?? name) !== name) faults.push(`${participantId} has two pseudonyms`);
		names.set(participantId, name);
	}
	if (new Set(names.values()).size !== names.size) faults.push('two people have one pseudonym');
	return faults;
}

/** Whatever was heard is logged, and no disclosure was made under a consent that had been revoked before it. */
async function disclosureFaults(db: Db, heard: Heard[]): Promise<string[]> {
	const rows = await db.read.select().from(disclosures).orderBy(asc(disclosures.id));
	const logged = new Set(rows.map(({ what }) => what.webhook));
	const faults = heard
		.filter(({ id }) => !logged.has(id))
		.map(({ id }) => `webhook ${id} was told and not logged`);
	const ended = new Set<string>();
	const log = await db.read.select().from(events).orderBy(asc(events.position));
	for (const { kind, data } of log) {
		if (kind !== 'consent.revoked' && kind !== 'disclosure.made') continue;
		const { consentId, disclosureId } = JSON.parse(data) as { consentId: string; disclosureId?: string };
		if (kind === 'consent.revoked') ended.add(consentId);
		else if (ended.has(consentId)) faults.push(`disclosure ${disclosureId} was made after its consent ended`);
	}
	return faults;
}
