/** Letters: what a participant shows a court, an employer or a landlord themselves, in the words that they chose. */
import { and, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import { editions, enrollments, groups, letters, organizations, paperNames } from '../db/schema/index.ts';
import { completionOf, findHolder } from '../domain/completions.ts';
import { appendEvent } from '../domain/events.ts';
import { facilitatorIdsOf } from '../domain/facilitators.ts';
import { groupScope } from '../domain/groups.ts';
import { line, uuid } from '../domain/inputs.ts';
import { isNew } from '../domain/operations.ts';
import { findProgram } from '../domain/organizations.ts';
import { dayIn } from '../domain/schedule.ts';
import { turnoutOf } from '../domain/turnouts.ts';
import { voidedFlag } from '../domain/voids.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import { newCode } from '../identity/codes.ts';
import type { Id } from '../ids.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { paperCodeLength } from './certificates.ts';
import { logOwnDisclosure } from './disclosures.ts';
import {
	letterAudiences,
	letterKinds,
	letterWordings,
	type LetterContents,
	type LetterKind
} from '#lib/paper-kinds.ts';

/** What is chosen of a letter before it is seen. */
const choice = {
	kind: z.enum(letterKinds),
	audience: z.enum(letterAudiences),
	wording: z.enum(letterWordings),
	language: z.enum(['en', 'es']),
	/** Which of the person's names is on it. */
	name: z.enum(['used', 'legal']),
	/** The days attended are listed. */
	days: z.boolean()
};
export const LetterChoice = z.object(choice);
export type LetterChoice = z.infer<typeof LetterChoice>;
export const NewLetter = z.strictObject({
	operationId: uuid,
	...choice,
	/** Whom it is for. Kept apart from the facts, erasable. */
	line: line(80).nullable().default(null),
	/** Staff: the participant asked for it in person. */
	inPerson: z.boolean()
});
export type NewLetter = z.infer<typeof NewLetter>;

/**
 * A letter as it would be made now.
 * @throws 404, 403; 409 letter.not-completed
 */
export async function draftLetter(read: Read, actor: Actor, enrollmentId: Id, chosen: LetterChoice) {
	const { kind, days: withDays } = chosen;
	const holder = await findHolder(read, actor, enrollmentId);
	allow(actor, 'letters.make', holder);
	const completion = await completionOf(read, enrollmentId);
	if (kind === 'completion' && !completion) throw conflict('letter.not-completed');
	const { days, sessions, minutes } = await turnoutOf(read, holder.groupId, enrollmentId);
	const { zone } = await findProgram(read);
	const contents: LetterContents = {
		...{ from: days[0] ?? null, until: dayIn(zone, now()), sessions, minutes },
		attended: days.length,
		days: withDays ? days : [],
		completedOn: kind === 'completion' ? completion!.on : null
	};
	const { names } = holder;
	const name = chosen.name === 'legal' ? (names[1] ?? names[0]) : names[0];
	const milestoneId = kind === 'completion' ? completion!.milestoneId : null;
	return { holder, name, contents, milestoneId };
}

/**
 * Makes a letter: the participant's own act, logged as what they told somebody themselves.
 * @returns its id
 * @throws 404, 403; 400 inPerson `letter.asked` when staff were not asked; 409 letter.not-completed
 */
export async function makeLetter(db: Db, actor: Actor, enrollmentId: Id, input: NewLetter): Promise<Id> {
	return db.write(async (tx) => {
		const isOwn = actor.kind === 'participant';
		const { operationId: id, line, inPerson, ...chosen } = input;
		const { holder, name, contents, milestoneId } = await draftLetter(tx, actor, enrollmentId, chosen);
		if (!(await isNew(tx, actor, 'makeLetter', id, { enrollmentId, line, inPerson, ...chosen }))) return id;
		if (!isOwn && !inPerson) throw invalid({ inPerson: { code: 'letter.asked' } });
		const { organizationId, participantId } = holder;
		const { kind, audience, wording, language } = chosen;
		await tx
			.insert(letters)
			.values({
				...{
					id,
					organizationId,
					participantId,
					enrollmentId,
					milestoneId,
					kind,
					audience,
					wording,
					language
				},
				...{ contents, code: newCode(paperCodeLength), asked: isOwn ? 'self' : 'in-person' },
				...{ by: nameOf(actor), at: now() }
			})
			.returning();
		await tx.insert(paperNames).values({ paperId: id, participantId, name, line }).returning();
		const subject = `participant:${participantId}`;
		const data = { letterId: id, enrollmentId, letter: kind, audience, wording };
		await appendEvent(tx, actor, { organizationId, subject, kind: 'letter.made', data });
		const what = { information: informationIn(kind), letters: [id] };
		await logOwnDisclosure(tx, actor, 'letter', { participantId, organizationId, audience, what });
		return id;
	});
}

const informationIn = (kind: LetterKind) =>
	kind === 'completion' ? ['name', 'attendance', 'completion'] : ['name', 'attendance'];

const visible = (actor: Actor) =>
	actor.kind === 'participant' ? eq(letters.participantId, actor.id) : groupScope(actor);

/** What a letter of completion attests was taken back. */
export const letterVoided = voidedFlag(letters.milestoneId);

async function rows(read: Read, where: ReturnType<typeof eq>, actor: Actor) {
	const found = await read
		.select({
			letter: letters,
			name: paperNames.name,
			line: paperNames.line,
			organization: organizations.name,
			groupId: groups.id,
			outline: editions.outline,
			voided: letterVoided
		})
		.from(letters)
		.innerJoin(enrollments, eq(enrollments.id, letters.enrollmentId))
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.innerJoin(editions, eq(editions.id, groups.editionId))
		.innerJoin(organizations, eq(organizations.id, letters.organizationId))
		.leftJoin(paperNames, eq(paperNames.paperId, letters.id))
		.where(and(where, visible(actor)))
		.orderBy(desc(letters.at), desc(letters.id));
	return found.map(({ letter, outline, voided, ...more }) => ({
		...letter,
		...more,
		curriculum: [outline.curriculum.title, outline.curriculum.subtitle].filter(Boolean).join(': '),
		over: voided === 1
	}));
}

/**
 * A letter for printing.
 * @throws 404, 403; 409 letter.over when what it says was taken back
 */
export async function readLetter(read: Read, actor: Actor, letterId: Id) {
	const [found] = await rows(read, eq(letters.id, letterId), actor);
	if (!found) throw notFound();
	const facilitatorIds = await facilitatorIdsOf(read, found.groupId);
	allow(actor, 'letters.make', { ...found, facilitatorIds });
	if (found.over) throw conflict('letter.over');
	const { name: program, zone } = await findProgram(read);
	return { ...found, program, madeOn: dayIn(zone, found.at) };
}

/**
 * A participant's letters, newest first: for themselves, or for those who may make one.
 * @throws 403
 */
export async function lettersOf(read: Read, actor: Actor, participantId: Id, organizationId?: Id) {
	allow(actor, 'letters.make', { participantId, organizationId });
	const own = await rows(read, eq(letters.participantId, participantId), actor);
	return organizationId ? own.filter((one) => one.organizationId === organizationId) : own;
}
