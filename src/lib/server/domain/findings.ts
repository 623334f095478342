/** Findings: what an intake's rows mean here. Somebody new, somebody known, or somebody who may be known. */
import { asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Read } from '../db/open.ts';
import { enrollments, participantNames, participants } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import type { Group } from './groups.ts';
import { personName } from './inputs.ts';
import { areAlike, namesIn } from './names.ts';
import { comparable, isLike, namesakesAmong, peopleOf, type Comparable, type Namesake } from './namesakes.ts';
import { programNumber } from './people.ts';
import { sectorId } from './sectors.ts';

/** One row, put right: `called` is the first name in use where it is not the legal one. */
export const IntakeRow = z.strictObject({
	/** In the file that it came from. */
	line: z.int().min(1).max(1_000_000),
	number: programNumber,
	firstName: personName,
	lastName: personName,
	called: personName.nullable().default(null),
	language: z.enum(['en', 'es']),
	sectorId: sectorId.nullable().default(null)
});
export type IntakeRow = z.output<typeof IntakeRow>;

/**
 * new, known (the program knows the number): will be enrolled. there: is in the group, `as` where it is under another
 * name. repeated: an earlier row has the number. mismatch: the number is somebody else's, of whom no more is told.
 * namesake: somebody of the organization or of an earlier row is called nearly so. renamed: the number is that of
 * somebody of the organization who is called otherwise. left: was in the group.
 */
export type Finding =
	| { kind: 'new' | 'known' | 'mismatch' }
	| { kind: 'there'; as: Namesake | null }
	| { kind: 'repeated'; line: number }
	| { kind: 'namesake' | 'renamed' | 'left'; alike: Namesake[]; lines: number[] };

/** What was found is sent back with the row: if it is found otherwise when the row is enrolled, somebody has to look again. */
export const findingKey = (finding: Finding): string => {
	if (finding.kind === 'repeated') return `repeated:${finding.line}`;
	if (!('alike' in finding)) return finding.kind;
	return [finding.kind, ...finding.alike.map(({ participantId }) => participantId), ...finding.lines].join(
		':'
	);
};

/** What is found of each row, given those before it. Reads, and writes nothing. */
export async function findingsOf(read: Read, group: Group, rows: IntakeRow[]): Promise<Finding[]> {
	const known = await withNumbers(
		read,
		rows.map(({ number }) => number)
	);
	const own = await peopleOf(read, group.organizationId);
	const enrolled = await enrolledIn(read, group.id);
	return rows.map((row, i) => {
		const before = rows.slice(0, i);
		const repeated = before.find(({ number }) => number === row.number);
		if (repeated) return { kind: 'repeated', line: repeated.line };
		const person = known.get(row.number);
		return person ? ofKnown(row, person, own, enrolled) : ofNew(row, own, before);
	});
}

function ofKnown(row: IntakeRow, person: Comparable, own: Comparable[], enrolled: Map<Id, boolean>): Finding {
	const isIn = enrolled.get(person.participantId);
	const shown = namesakesAmong([person], namesIn(person));
	const isSame = isLike(namesOf(row), person);
	if (isIn) return { kind: 'there', as: isSame ? null : shown[0] };
	if (isIn === false) return { kind: 'left', alike: shown, lines: [] };
	if (isSame) return { kind: 'known' };
	const isOwn = own.some(({ participantId }) => participantId === person.participantId);
	return isOwn ? { kind: 'renamed', alike: shown, lines: [] } : { kind: 'mismatch' };
}

function ofNew(row: IntakeRow, own: Comparable[], before: IntakeRow[]): Finding {
	const alike = namesakesAmong(own, namesOf(row));
	const lines = before.filter((other) => areLike(row, other)).map(({ line }) => line);
	return alike.length + lines.length > 0 ? { kind: 'namesake', alike, lines } : { kind: 'new' };
}

const namesOf = ({ firstName, lastName, called }: IntakeRow) => [
	{ firstName, lastName },
	{ firstName: called ?? firstName, lastName }
];
const areLike = (row: IntakeRow, other: IntakeRow) =>
	namesOf(row).some((name) => namesOf(other).some((one) => areAlike(name, one)));

async function withNumbers(read: Read, numbers: string[]): Promise<Map<string, Comparable>> {
	if (numbers.length === 0) return new Map();
	const rows = await read
		.select(comparable)
		.from(participants)
		.innerJoin(participantNames, eq(participantNames.participantId, participants.id))
		.where(inArray(participants.number, numbers))
		.orderBy(asc(participants.number));
	return new Map(rows.map((row) => [row.number, row]));
}

/** Everybody who was ever in the group: is the person in it still? */
async function enrolledIn(read: Read, groupId: Id): Promise<Map<Id, boolean>> {
	const rows = await read
		.select({ id: enrollments.participantId, exitedAt: enrollments.exitedAt })
		.from(enrollments)
		.where(eq(enrollments.groupId, groupId))
		.orderBy(asc(enrollments.id));
	return new Map(rows.map(({ id, exitedAt }) => [id, exitedAt === null]));
}
