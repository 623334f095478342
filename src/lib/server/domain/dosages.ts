/** Dosages: hours of one person, of a group and of the program, beside what program staff have in view. */
import { asc, eq, isNull } from 'drizzle-orm';
import type { Read } from '../db/open.ts';
import { enrollments, groups, standings } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, can, type Actor } from '../policy.ts';
import { authorsOf } from './authors.ts';
import { dosageOf, ownDosage } from './dosage.ts';
import { targetHours, targetsOf } from './dosage-targets.ts';
import { facilitatorIdsOf } from './facilitators.ts';
import { factsIn } from './facts.ts';
import { findGroup } from './groups.ts';
import { selfOf } from './own.ts';
import { findEnrollment, peopleIn } from './people.ts';
import { progress } from './progress.ts';
import { countedMinutes, noDosage, together, type Dosage } from '#lib/dosage.ts';

/**
 * One person's minutes, by target and by source, with those of earlier groups, and the target hours with who set them.
 * @throws 404, 403
 */
export async function personDosage(read: Read, actor: Actor, enrollmentId: Id) {
	const enrollment = await findEnrollment(read, actor, enrollmentId);
	const { organizationId, participantId, groupId } = enrollment;
	const subject = { organizationId, facilitatorIds: await facilitatorIdsOf(read, groupId) };
	allow(actor, 'people.read', subject);
	const set = await targetsOf(read, organizationId, participantId);
	const author = await authorsOf(
		read,
		set.map(({ by }) => by)
	);
	return {
		enrollment,
		...(await dosageIn(read, groupId, enrollmentId)),
		target: set[0] ? { id: set[0].id, hours: set[0].hours } : null,
		history: set.map(({ id, hours, by, at }) => ({ id, hours, by: author(by), at })),
		can: { set: can(actor, 'dosage-targets.set', subject) }
	};
}

async function dosageIn(read: Read, groupId: Id, enrollmentId: Id) {
	const { facts, policy, edition } = await factsIn(read, groupId, [enrollmentId]);
	return { dosage: dosageOf(policy, edition, facts.get(enrollmentId)!), counts: policy.dosage };
}

/** Everybody who is in a group: what they were given and took part in, and their target hours. @throws 404, 403 */
export async function groupDosage(read: Read, actor: Actor, groupId: Id) {
	const group = await findGroup(read, actor, groupId);
	allow(actor, 'groups.read', group);
	const people = await peopleIn(read, groupId, true);
	const { facts, policy, edition } = await factsIn(
		read,
		groupId,
		people.map(({ enrollmentId }) => enrollmentId)
	);
	const targets = await targetHours(
		read,
		group.organizationId,
		people.map(({ participantId }) => participantId)
	);
	return {
		group,
		people: people.map(({ enrollmentId, participantId, firstName, lastName }) => ({
			...{ enrollmentId, participantId, firstName, lastName },
			dosage: dosageOf(policy, edition, facts.get(enrollmentId)!),
			target: targets.get(participantId) ?? null
		}))
	};
}

/** Fewer people than this are not told apart from none beyond their organization (CalHHS: 1 to 10 are not shown). */
const fewest = 11;

/**
 * Hours of the whole program by target: how many people have any, and how many minutes; null for both where it is so
 * few that they could be told apart.
 */
export async function programDosage(read: Read, actor: Actor) {
	allow(actor, 'program.counts');
	const rows = [...(await keptDosages(read)), ...(await unkeptDosages(read))];
	const byPerson = Map.groupBy(rows, ({ participantId }) => participantId);
	const people = [...byPerson.values()].map((own) => own.map((one) => one.dosage).reduce(together));
	const targets = [...new Set(people.flatMap((one) => Object.keys(one.byTarget)))].sort();
	const total = shownCell(people.map(countedMinutes));
	return {
		total,
		targets: targets
			.map((target) => ({
				target,
				...shownCell(people.map(({ byTarget }) => byTarget[target]?.attended ?? 0))
			}))
			.sort((a, b) => (b.minutes ?? 0) - (a.minutes ?? 0) || a.target.localeCompare(b.target))
	};
}
export type ProgramDosage = Awaited<ReturnType<typeof programDosage>>;

function shownCell(all: number[]) {
	const some = all.filter((minutes) => minutes > 0);
	if (some.length > 0 && some.length < fewest) return { people: null, minutes: null };
	return { people: some.length, minutes: some.reduce((sum, minutes) => sum + minutes, 0) };
}

type Kept = { participantId: Id; dosage: Dosage };

async function keptDosages(read: Read): Promise<Kept[]> {
	const rows = await read
		.select({ participantId: enrollments.participantId, dosage: standings.dosage })
		.from(standings)
		.innerJoin(enrollments, eq(enrollments.id, standings.enrollmentId))
		.orderBy(asc(standings.enrollmentId));
	return rows.flatMap(({ participantId, dosage }) => (dosage ? [{ participantId, dosage }] : []));
}

/** Of people whose standing is older than the column: worked out, until something is said of them again. */
async function unkeptDosages(read: Read): Promise<Kept[]> {
	const rows = await read
		.selectDistinct({ groupId: standings.groupId })
		.from(standings)
		.innerJoin(groups, eq(groups.id, standings.groupId))
		.where(isNull(standings.dosage))
		.orderBy(asc(standings.groupId));
	const all: Kept[] = [];
	for (const { groupId } of rows) {
		const missing = await read
			.select({ id: standings.enrollmentId, dosage: standings.dosage })
			.from(standings)
			.where(eq(standings.groupId, groupId))
			.orderBy(asc(standings.enrollmentId));
		const ids = missing.filter(({ dosage }) => dosage === null).map(({ id }) => id);
		const { facts, policy, edition, participants } = await factsIn(read, groupId, ids);
		for (const [id, own] of facts) {
			const dosage = ownDosage(policy, edition, own, progress(policy, edition, own).lessons);
			all.push({ participantId: participants.get(id)!, dosage });
		}
	}
	return all;
}

/** A participant's own hours in the groups that they are in, with the target of each organization. */
export async function ownHours(read: Read, actor: Actor) {
	const participantId = selfOf(actor);
	const rows = await read
		.select()
		.from(enrollments)
		.where(eq(enrollments.participantId, participantId))
		.orderBy(asc(enrollments.enrolledAt), asc(enrollments.id));
	const carried = new Set(rows.flatMap(({ carries }) => carries));
	const own = rows.filter(({ id }) => !carried.has(id));
	let dosage = noDosage();
	for (const { id, groupId } of own) dosage = together(dosage, (await dosageIn(read, groupId, id)).dosage);
	const open = own.findLast(({ exitedAt }) => exitedAt === null) ?? own.at(-1);
	const targets = open
		? await targetHours(read, open.organizationId, [participantId])
		: new Map<Id, number>();
	return { minutes: countedMinutes(dosage), dosage, target: targets.get(participantId) ?? null };
}
export type OwnHours = Awaited<ReturnType<typeof ownHours>>;
