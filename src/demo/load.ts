/** Loads the demo program: its whole past is lived through by the product's own verbs, at the times when it happened. */
import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import type { SourceFile } from '#lib/server/curriculum/source.ts';
import { asOf } from '#lib/server/clock.ts';
import type { Db } from '#lib/server/db/open.ts';
import { enrollments, standings } from '#lib/server/db/schema/index.ts';
import { createRecipient } from '#lib/server/domain/consents.ts';
import { plusDays } from '#lib/server/domain/days.ts';
import { importEdition } from '#lib/server/domain/editions.ts';
import { outlineOf } from '#lib/server/domain/lessons.ts';
import { createOrganization, createSite, establishProgram } from '#lib/server/domain/organizations.ts';
import { holidaysOf } from '#lib/server/domain/holidays.ts';
import type { Id } from '#lib/server/ids.ts';
import { system, type Capability } from '#lib/server/policy.ts';
import { giveCard, giveKey, hire, hireKnown } from './access.ts';
import { coach } from './coaching.ts';
import { celebrate, writeFor } from './certificates.ts';
import { begin, type Cohort, type Place, type Setting } from './cohorts.ts';
import { agree, read, signNow } from './consents.ts';
import { instantAt, planGroups, today, type Stage } from './groups.ts';
import { handOver, offer } from './handoffs.ts';
import { hireApprover, payOut, setAmounts } from './incentives.ts';
import { makeKeys } from './keys.ts';
import { keepAndForget } from './keeping.ts';
import { groupNames, strangers, type Stranger } from './names.ts';
import { setTargets } from './hours.ts';
import { numbers, type Recipient } from './people.ts';
import { reconsider } from './policies.ts';
import { organizations, program, recipients, zone } from './program.ts';
import { random, type Random } from './random.ts';
import { reachOut, refer } from './referrals.ts';
import { timeline } from './timeline.ts';
import { turn } from './turns.ts';
import { ask, propose } from './waiting.ts';
import { listen } from './webhooks.ts';

const seed = 20_260_301;

export type DemoSize = { groups: number; organizations: number };
const fullSize: DemoSize = { groups: 10, organizations: 6 };
/** Days before now on which the program began: longer than the longest group's past. */
const past = 480;

/**
 * Fills an empty database: the curriculum, and a program that has worked with it for some months.
 * @throws when the curriculum has faults
 */
export async function loadDemo(db: Db, files: SourceFile[], { size = fullSize, now = new Date() } = {}) {
	const chance = random(seed);
	const isClosed = holidaysOf(program.holidays);
	const opening = instantAt(plusDays(today(now), -past), '09:00').toISOString();
	const { places, head, known, editionId } = await asOf(opening, () => open(db, files, size, chance));
	const outline = await outlineOf(db.read, editionId);
	const plans = planGroups(size.groups, size.organizations, { now, outline, isClosed }, chance);

	const on = timeline();
	const nextNumber = numbers(size.groups * 12, chance);
	const setting = { on, now, editionId, recipients: known, nextNumber, isClosed };
	const names = chance.shuffle(groupNames);
	const cohorts: Cohort[] = [];
	for (const [i, plan] of plans.entries()) {
		begin(setting, plan, places[plan.organization], names[i], random(seed + 1 + i), cohorts);
	}
	refer(on, now, places[0], () => cohorts.find(({ plan }) => plan.own && plan.stage === 'starting')!);
	handOver(on, now, places[0]);
	listen(on, now, known.find(({ kind }) => kind === 'case-management')!.id);
	payOut(on, now, places, head);
	reconsider(on, now, places[0], head, outline);
	await on.live(db, now.toISOString());
	const live = cohorts.find(({ plan }) => plan.live)!;
	const ownAt = (stage: Stage) => cohorts.find(({ plan }) => plan.own && plan.stage === stage)!;
	await asOf(now.toISOString(), async () => {
		await giveKeys(db, setting, live);
		await ask(db, live.id);
		await turn(db, ownAt('beginning'), ownAt('starting'), today(now));
		await propose(db, live.place.facilitators[0], live.id);
		await setTargets(db, live);
		await reachOut(db, live.place.facilitators[0], today(now));
		await coach(db, live.place, today(now));
		await celebrate(db, head, places[0]);
		await keepAndForget(db, places[0]);
	});
}

/** The card of somebody in the group that meets now, who came often and has something left; a key for case management. */
async function giveKeys(db: Db, { recipients, now }: Setting, { id, place }: Cohort) {
	const [holder] = await db.read
		.select({ participantId: enrollments.participantId })
		.from(standings)
		.innerJoin(enrollments, eq(enrollments.id, standings.enrollmentId))
		.where(and(eq(standings.groupId, id), isNull(enrollments.exitedAt)))
		.orderBy(desc(standings.minutes), asc(standings.practices), asc(enrollments.id))
		.limit(1);
	await giveCard(db, place.coordinator, holder.participantId);
	await offer(db, place.facilitators[0], holder.participantId);
	await signNow(db, place, holder.participantId, recipients, now);
	await read(db, place, recipients);
	await writeFor(db, place, holder.participantId);
	const caseManagement = recipients.find(({ kind }) => kind === 'case-management')!.id;
	await giveKey(db, caseManagement);
	await makeKeys(db, place.organizationId, caseManagement);
}

/** The program with its curriculum, who delivers it, and who may be told something about it. */
async function open(db: Db, files: SourceFile[], size: DemoSize, chance: Random) {
	await establishProgram(db, system, program);
	const { edition } = await importEdition(db, system, files);
	if (!edition) throw new Error('the curriculum has faults: run `npm run groundwork -- check`');
	await setAmounts(db);
	const stranger = strangers(chance);
	const places: Place[] = [];
	for (const [i, { name, sites }] of organizations.slice(0, size.organizations).entries()) {
		places.push(await openPlace(db, i, name, sites, stranger));
	}
	const head = await hireKnown(db, 'program', null);
	for (const role of ['lead', 'administrator'] as const) await hireKnown(db, role, null);
	const known: Recipient[] = [];
	for (const recipient of recipients) known.push(await createRecipient(db, system, recipient));
	await agree(db, known);
	return { places, head, known, editionId: edition.id };
}

/** An organization with a coordinator and four facilitators; the first one with those whose sign-ins are known. */
async function openPlace(
	db: Db,
	nth: number,
	name: string,
	sites: string[],
	stranger: () => Stranger
): Promise<Place> {
	const first = nth === 0;
	const { id: organizationId } = await createOrganization(db, system, { name });
	const siteIds: Id[] = [];
	for (const site of sites)
		siteIds.push((await createSite(db, system, organizationId, { name: site, zone })).id);
	const add = (role: 'coordinator' | 'facilitator', ...more: Capability[]) => {
		const { name, email } = stranger();
		return hire(
			db,
			name,
			email,
			[role, ...more].map((role) => ({ role, organizationId }))
		);
	};
	const known = (role: 'coordinator' | 'facilitator') =>
		first ? hireKnown(db, role, organizationId, ...mayApprove(role)) : add(role);
	return {
		organizationId,
		siteIds,
		coordinator: await known('coordinator'),
		facilitators: [
			await known('facilitator'),
			await add('facilitator', 'peer-support'),
			await add('facilitator'),
			await add('facilitator', 'observer')
		],
		observer: first ? await hireKnown(db, 'observer', organizationId) : null,
		caseManager: first ? await hireKnown(db, 'case-manager', organizationId) : null,
		approver: await hireApprover(db, nth, organizationId),
		former: []
	};
}

/** The demo's coordinator approves incentives too: of what they had a part in themselves, somebody else does. */
const mayApprove = (role: string): Capability[] => (role === 'coordinator' ? ['approver'] : []);
