/** Payouts: what was approved is handed over, and the person says that they have it. The platform itself pays nothing. */
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import { participantNames } from '../db/schema/index.ts';
import { conflict, invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { alreadyElse, appendSteps, findIncentive, stageOf } from './incentive-steps.ts';
import { dayText, personName, uuid } from './inputs.ts';
import { areSame, namesIn } from './names.ts';
import { isNew } from './operations.ts';
import { findProgram } from './organizations.ts';
import { dayIn } from './schedule.ts';
import { incentiveForms } from '#lib/incentives.ts';

/** The last characters of a serial: never so many that somebody could spend it. */
export const serialEnd = z
	.string()
	.trim()
	.toUpperCase()
	.regex(/^[A-Z0-9]{1,4}$/, 'incentive.serial');

export const Issue = z.strictObject({
	operationId: uuid,
	form: z.enum(incentiveForms),
	serial: serialEnd.nullable().default(null),
	/** On which it was handed over or sent, where the program is. */
	day: dayText
});
/** On the participant's own phone. */
export const OwnReceipt = z.strictObject({ operationId: uuid, received: z.literal(true) });
/** Recorded by staff: the person signs on the screen with their name, or has signed a paper. */
export const Receipt = z
	.strictObject({
		operationId: uuid,
		way: z.enum(['screen', 'paper']),
		/** As the person writes it on the screen: compared, and not kept. */
		name: personName.nullable().default(null),
		day: dayText
	})
	.refine(({ way, name }) => way === 'paper' || name !== null, { path: ['name'], message: 'required' });

/** Where the program is. */
export const todayOf = async (read: Read): Promise<string> => dayIn((await findProgram(read)).zone, now());

async function refuseAhead(read: Read, day: string) {
	if (day > (await todayOf(read))) throw invalid({ day: { code: 'future' } });
}

/** @throws 404; 403; 409 incentive.not-approved, incentive.questioned, `incentive.<stage>` with who and when */
export async function issueIncentive(db: Db, actor: Actor, incentiveId: Id, input: z.input<typeof Issue>) {
	const { operationId, ...issue } = Issue.parse(input);
	await db.write(async (tx) => {
		const found = await findIncentive(tx, actor, incentiveId);
		allow(actor, 'incentives.issue', found.incentive);
		if (!(await isNew(tx, actor, 'issueIncentive', operationId, { incentiveId, ...issue }))) return;
		await refuseAhead(tx, issue.day);
		if (!['approved', 'batched'].includes(stageOf(found))) throw await alreadyElse(tx, found);
		if (found.step!.isOpen) throw conflict('incentive.questioned');
		await appendSteps(tx, actor, [{ of: found, said: { step: 'issued', stage: 'issued', ...issue } }]);
	});
}

/**
 * The participant says on their own phone that they have it.
 * @throws 404 for somebody else's; 409 incentive.not-issued, incentive.received
 */
export async function signReceipt(
	db: Db,
	actor: Actor,
	incentiveId: Id,
	{ operationId }: z.infer<typeof OwnReceipt>
) {
	await db.write(async (tx) => {
		const found = await findIncentive(tx, actor, incentiveId);
		allow(actor, 'incentives.sign', found.incentive);
		if (!(await isNew(tx, actor, 'signReceipt', operationId, incentiveId))) return;
		if (stageOf(found) !== 'issued') throw await notIssued(tx, found);
		const day = await todayOf(tx);
		const said = { step: 'received', stage: 'received', way: 'phone', day } as const;
		await appendSteps(tx, actor, [{ of: found, said }]);
	});
}

/**
 * Records that the person has signed for it.
 * @throws 404; 403; 400 name incentive.name when it is not theirs; 409 incentive.not-issued, incentive.received
 */
export async function recordReceipt(db: Db, actor: Actor, incentiveId: Id, input: z.input<typeof Receipt>) {
	const { operationId, name, ...receipt } = Receipt.parse(input);
	await db.write(async (tx) => {
		const found = await findIncentive(tx, actor, incentiveId);
		allow(actor, 'incentives.issue', found.incentive);
		if (!(await isNew(tx, actor, 'recordReceipt', operationId, { incentiveId, ...receipt }))) return;
		const { day } = receipt;
		await refuseAhead(tx, day);
		if (stageOf(found) !== 'issued') throw await notIssued(tx, found);
		if (found.step!.day && day < found.step!.day) throw invalid({ day: { code: 'incentive.before-issue' } });
		if (receipt.way === 'screen') await refuseOtherName(tx, found.incentive.participantId, name!);
		const said = { step: 'received', stage: 'received', ...receipt } as const;
		await appendSteps(tx, actor, [{ of: found, said }]);
	});
}

async function notIssued(read: Read, found: Awaited<ReturnType<typeof findIncentive>>) {
	const early = ['earned', 'approved', 'batched'].includes(stageOf(found));
	return early ? conflict('incentive.not-issued') : alreadyElse(read, found);
}

async function refuseOtherName(read: Read, participantId: Id, written: string) {
	const [own] = await read
		.select()
		.from(participantNames)
		.where(eq(participantNames.participantId, participantId));
	const signed = { firstName: written, lastName: '' };
	const isTheirs = namesIn(own).some(({ firstName, lastName }) =>
		areSame({ firstName: `${firstName} ${lastName}`, lastName: '' }, signed)
	);
	if (!isTheirs) throw invalid({ name: { code: 'incentive.name' } });
}
