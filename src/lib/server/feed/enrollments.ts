/** The feed of enrollments: who is in which group, and who left. Never why. */
import { asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Db, Read } from '../db/open.ts';
import { enrollments, groups, organizations, participants, sites } from '../db/schema/index.ts';
import type { Key } from '../policy.ts';
import { dayIn } from '../domain/schedule.ts';
import { versionOf, type ListQuery } from './lists.ts';
import { consent, noticed, organization, participant, version } from './shapes.ts';
import { tellPage, type List } from './telling.ts';

export const enrollmentStates = ['active', 'left'] as const;
const about = {
	id: z.uuid(),
	participant,
	organization,
	group: z.uuid().meta({ description: 'Id of the group, as the list of groups has it.' }),
	enrolled: z.iso.date().meta({ description: 'Day on which it began, where the group meets.' }),
	state: z.enum(enrollmentStates).meta({ description: '"active" also in a pause.' }),
	left: z.iso.date().nullable().meta({ description: 'Day on which it ended.' }),
	version
};
export const FedEnrollment = z.strictObject({ ...about, consent }).meta({ id: 'Enrollment' });
export const EnrollmentsAnswer = z
	.strictObject({ enrollments: z.array(FedEnrollment), ...noticed })
	.meta({ id: 'Enrollments' });
type Told = Omit<z.infer<typeof FedEnrollment>, 'consent'>;

/** Enrollments by id, as they are now. */
export async function fedEnrollments(read: Read, ids: string[]): Promise<Map<string, Told>> {
	if (ids.length === 0) return new Map();
	const rows = await read
		.select({
			...{ id: enrollments.id, group: enrollments.groupId, zone: sites.zone },
			...{ enrolled: enrollments.enrolledOn, exitedAt: enrollments.exitedAt },
			...{ number: participants.number, organizationId: organizations.id, name: organizations.name }
		})
		.from(enrollments)
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.innerJoin(sites, eq(sites.id, groups.siteId))
		.innerJoin(participants, eq(participants.id, enrollments.participantId))
		.innerJoin(organizations, eq(organizations.id, enrollments.organizationId))
		.where(inArray(enrollments.id, ids))
		.orderBy(asc(enrollments.id));
	return new Map(rows.map((row) => [row.id, asFed(row)]));
}

type Row = Pick<Told, 'id' | 'group' | 'enrolled'> & {
	zone: string;
	exitedAt: string | null;
	number: string;
	organizationId: string;
	name: string;
};

function asFed({ zone, exitedAt, number, organizationId, name, ...row }: Row): Told {
	const told = {
		...row,
		participant: { number },
		organization: { id: organizationId, name },
		state: exitedAt ? ('left' as const) : ('active' as const),
		left: exitedAt ? dayIn(zone, exitedAt) : null
	};
	const { id, group, enrolled, left } = told;
	return { ...told, version: versionOf([id, group, enrolled, left]) };
}

const list: List<Told> = {
	resource: 'enrollments',
	action: 'feed.enrollments',
	records: (tx, entries) =>
		fedEnrollments(
			tx,
			entries.map(({ recordId }) => recordId)
		)
};

/** Enrollments of those who consented that it is known; one that changes comes again. @throws 403; 400 beside `after` */
export async function taggedEnrollments(db: Db, key: Key, query: ListQuery, known?: string | null) {
	const { tag, answer } = await tellPage(db, key, list, query, known);
	if (!answer) return { tag, answer };
	const { records, ...rest } = answer;
	return { tag, answer: { enrollments: records, ...rest } satisfies z.infer<typeof EnrollmentsAnswer> };
}
