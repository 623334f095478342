/** Handoffs: a participant asks to be put in touch with help, says yes or no to an offer, and takes it back. */
import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { contacts, handoffReaches, handoffs, handoffSteps } from '../db/schema/index.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { phoneNumber } from './contacts.ts';
import { plusDays } from './days.ts';
import { consentToHandoff, destinationsOf } from './handoff-destinations.ts';
import {
	appendHandoffStep,
	handoffsWith,
	openHandoffStates,
	refuseOutdated,
	type FoundHandoff,
	type HandoffStep
} from './handoff-steps.ts';
import { line, uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { findProgram } from './organizations.ts';
import { selfOf } from './own.ts';
import { dayIn } from './schedule.ts';
import { handoffCategories, sensitiveCategories, type HandoffCategory } from '#lib/handoffs.ts';
import { contactWays } from '#lib/vocabulary.ts';

/** Days for which a participant can let their request be known. */
export const handoffDays = ['30', '90', '180'] as const;

/** What is agreed to: to whom, until when, and how to be reached. No story, and no text beside the line. */
const Agreement = z.strictObject({
	operationId: uuid,
	to: line(60),
	days: z.enum(handoffDays),
	/** As the person's contact says, now and later; or in another way, for this alone. */
	reach: z.enum(['as-said', 'other']),
	way: z.enum(contactWays).nullable().default(null),
	line: line(60).nullable().default(null),
	/** Nobody else reads or hears it there. */
	safe: z.boolean(),
	agreed: z.literal(true),
	/** That somebody wants help with their health may be told. */
	sensitive: z.boolean(),
	language: z.enum(['en', 'es'])
});
type Reach = Pick<z.infer<typeof Agreement>, 'reach' | 'way' | 'line' | 'safe'>;

/** Nobody is called or written to where it is not said to be safe. */
const reachable = <S extends z.ZodType<Reach>>(schema: S) =>
	schema
		.refine(({ reach, way }) => reach === 'as-said' || way !== null, { path: ['way'], message: 'choice' })
		.refine(({ reach, way, safe }) => reach === 'as-said' || way === 'in-person' || safe, {
			...{ path: ['safe'], message: 'handoff.safe' }
		})
		.refine((said) => !isByPhone(said) || phoneNumber.safeParse(said.line ?? '').success, {
			...{ path: ['line'], message: 'contact.phone' }
		});
const isByPhone = ({ reach, way }: Reach) => reach === 'other' && (way === 'call' || way === 'text');

export const AskedHandoff = reachable(Agreement.extend({ category: z.enum(handoffCategories) }));
/** `shared` lets whoever offered it see what becomes of it. */
export const TakenUpHandoff = reachable(
	Agreement.extend({ handoffId: uuid, stepId: uuid, shared: z.boolean() })
);
export const EndedHandoff = z.strictObject({ operationId: uuid, handoffId: uuid, stepId: uuid });

/**
 * A participant asks to be put in touch.
 * @throws 400 to, reach, sensitive; 409 handoff.open when they have asked for the same and it is not over
 */
export async function askHandoff(db: Db, actor: Actor, input: z.input<typeof AskedHandoff>) {
	const { operationId: id, category, ...told } = AskedHandoff.parse(input);
	await db.write(async (tx) => {
		const participantId = selfOf(actor);
		allow(actor, 'handoffs.ask', { participantId });
		if (!(await isNew(tx, actor, 'askHandoff', id, { category, ...told }))) return;
		const { organizationId } = await destinationFor(tx, participantId, told.to);
		await refuseSecond(tx, participantId, category);
		const handoff = { id, organizationId, participantId, category, offeredBy: null, at: now() };
		await tx.insert(handoffs).values(handoff).returning();
		await agree(tx, actor, handoff, null, { ...told, shared: false });
	});
}

/**
 * Says yes to what was offered.
 * @throws 404; 400 as for asking; 409 handoff.open, handoff.changed
 */
export async function takeUpHandoff(db: Db, actor: Actor, input: z.input<typeof TakenUpHandoff>) {
	const { operationId, handoffId, stepId, ...told } = TakenUpHandoff.parse(input);
	await db.write(async (tx) => {
		const found = await findOwnHandoff(tx, actor, handoffId);
		if (!(await isNew(tx, actor, 'takeUpHandoff', operationId, { handoffId, stepId, ...told }))) return;
		refuseOutdated(found, stepId);
		if (found.standing !== 'offered') throw conflict('handoff.changed');
		await refuseSecond(tx, found.handoff.participantId, found.handoff.category);
		await agree(tx, actor, found.handoff, found.step, told);
	});
}

/** Says no to an offer. @throws 404; 409 handoff.changed */
export const turnDownHandoff = (db: Db, actor: Actor, input: z.infer<typeof EndedHandoff>) =>
	end(db, actor, input, 'declined', ({ standing }) => standing === 'offered');

/** Takes a request back, at any time before it is over. @throws 404; 409 handoff.changed, handoff.over */
export const withdrawHandoff = (db: Db, actor: Actor, input: z.infer<typeof EndedHandoff>) =>
	end(db, actor, input, 'withdrawn', ({ standing }) => standing === 'open' || standing === 'stopped');

async function end(
	db: Db,
	actor: Actor,
	{ operationId, handoffId, stepId }: z.infer<typeof EndedHandoff>,
	state: 'declined' | 'withdrawn',
	may: (found: FoundHandoff) => boolean
) {
	await db.write(async (tx) => {
		const found = await findOwnHandoff(tx, actor, handoffId);
		if (!(await isNew(tx, actor, `${state}Handoff`, operationId, { handoffId, stepId }))) return;
		if (!may(found)) throw conflict('handoff.over');
		// Whatever a case manager said in between, a request is taken back when its owner says so.
		if (state === 'declined') refuseOutdated(found, stepId);
		await appendHandoffStep(tx, actor, found.handoff, found.step, { state });
	});
}

/** @throws 404 for one that is not the participant's own */
async function findOwnHandoff(read: Read, actor: Actor, handoffId: Id): Promise<FoundHandoff> {
	const participantId = selfOf(actor);
	allow(actor, 'handoffs.ask', { participantId });
	const own = and(eq(handoffs.id, handoffId), eq(handoffs.participantId, participantId));
	const [found] = await handoffsWith(read, own);
	if (!found) throw notFound();
	return found;
}

async function refuseSecond(tx: Tx, participantId: Id, category: HandoffCategory) {
	const same = and(eq(handoffs.participantId, participantId), eq(handoffs.category, category));
	const asked = await handoffsWith(tx, and(same, inArray(handoffSteps.state, openHandoffStates)));
	if (asked.some(({ standing }) => standing === 'open')) throw conflict('handoff.open');
}

async function destinationFor(read: Read, participantId: Id, key: string) {
	const found = (await destinationsOf(read, participantId)).find((one) => one.key === key);
	if (!found) throw invalid({ to: { code: 'choice' } });
	return found;
}

type Told = Omit<z.infer<typeof Agreement>, 'operationId'> & { shared: boolean };

/** The participant's yes: their consent, how to reach them, and the step "asked", in one. */
async function agree(
	tx: Tx,
	actor: Actor,
	handoff: typeof handoffs.$inferSelect,
	last: HandoffStep | null,
	told: Told
) {
	const { id: handoffId, participantId, organizationId, category } = handoff;
	const { way, recipientId, ...to } = await destinationFor(tx, participantId, told.to);
	if (way === 'case-manager' && to.organizationId !== organizationId)
		throw invalid({ to: { code: 'choice' } });
	if (sensitiveCategories.includes(category) && !told.sensitive)
		throw invalid({ sensitive: { code: 'handoff.tick' } });
	await keepReach(tx, handoffId, participantId, told);
	const until = plusDays(dayIn((await findProgram(tx)).zone, now()), Number(told.days));
	const { language, shared } = told;
	const consentId = recipientId
		? await consentToHandoff(tx, actor, { participantId, organizationId, recipientId, until, language })
		: null;
	const asked = { state: 'asked' as const, way, recipientId, consentId, until, shared };
	await appendHandoffStep(tx, actor, handoff, last, asked);
}

/** What the contact says is looked up when it is read: who takes back that calls are safe, takes it back here too. */
async function keepReach(tx: Tx, handoffId: Id, participantId: Id, { reach, way, line: said }: Reach) {
	const asSaid = reach === 'as-said';
	if (asSaid) {
		const own = eq(contacts.participantId, participantId);
		const [known] = await tx.select({ way: contacts.way }).from(contacts).where(own);
		if (!known) throw invalid({ reach: { code: 'handoff.no-contact' } });
	}
	const kept = asSaid ? { way: null, line: null } : { way, line: said };
	await tx
		.insert(handoffReaches)
		.values({ handoffId, asSaid, ...kept, at: now() })
		.returning();
}
