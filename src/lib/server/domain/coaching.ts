/** Coaching: what is known of a facilitator's training, observations and goals. By name, never by how well. */
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read } from '../db/open.ts';
import { grants, groupFacilitators, observations, sessions } from '../db/schema/index.ts';
import { notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, can, organizationsOf, type Actor } from '../policy.ts';
import { goalsIn, type CoachingGoal } from './coaching-goals.ts';
import { bestOf, credentialsIn, isTrained, programDay, type Credential } from './credentials.ts';
import { daysBetween, plusDays } from './days.ts';
import { facilitatorsIn } from './facilitators.ts';
import { listedObservation, observationsWith, observersIn, type Observation } from './observations.ts';
import { findProgram, listOrganizations } from './organizations.ts';
import { dayIn } from './schedule.ts';
import { supportWanted } from './self-reports.ts';
import { listed } from './sessions.ts';

/** Days after an observation, or after somebody began to facilitate, on which the next is due. */
const observationDays = 180;
/** What to do next for a facilitator, the most pressing first. */
export type CoachingStep = 'training' | 'refresher' | 'observation' | 'observe' | 'goal' | 'none';

/** Facilitators of the organizations that the actor coordinates, by name alone. */
export async function listFacilitators(read: Read, actor: Actor) {
	allow(actor, 'facilitators.list');
	const own = organizationsOf(actor, 'coordinator');
	const all = await recordsIn(read, own);
	const names = new Map((await listOrganizations(read, actor)).map(({ id, name }) => [id, name]));
	return all
		.map(({ credentials, goals, ...one }) => ({
			...one,
			/** Said where the actor coordinates more than one. */
			organization: own.length > 1 ? (names.get(one.organizationId) ?? null) : null,
			credentials: bestOf(credentials).map(({ kind, expiresOn, standing }) => ({
				kind,
				expiresOn,
				standing
			})),
			goals: goals.map(({ line, day }) => ({ line, day }))
		}))
		.sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
}

async function recordsIn(read: Read, organizationIds: Id[], at = now()) {
	const { zone } = await findProgram(read);
	const today = dayIn(zone, at);
	const trained = byPerson(await credentialsIn(read, organizationIds, today));
	const goals = byPerson(await goalsIn(read, organizationIds));
	const seen = byPerson(await observationsWith(read, inArray(observations.organizationId, organizationIds)));
	const since = await facilitatingSince(read, organizationIds);
	const records = [];
	for (const organizationId of organizationIds) {
		for (const { id, name } of await facilitatorsIn(read, organizationId)) {
			const key = `${organizationId}|${id}`;
			const open = (goals.get(key) ?? []).filter(({ state }) => state === 'open');
			const stands = standingOf(seen.get(key) ?? [], dayIn(zone, since.get(key) ?? at), today);
			const credentials = trained.get(key) ?? [];
			const step = stepOf(credentials, open, stands, today);
			records.push({ id, organizationId, name, credentials, goals: open, ...stands, step });
		}
	}
	return records;
}

const byPerson = <T extends { organizationId: Id; staffId: Id }>(all: T[]) =>
	Map.groupBy(all, ({ organizationId, staffId }) => `${organizationId}|${staffId}`);

/** Since when people facilitate in an organization. */
async function facilitatingSince(read: Read, organizationIds: Id[]): Promise<Map<string, string>> {
	const { organizationId, staffId, grantedAt } = grants;
	const rows = await read
		.select({ organizationId, staffId, grantedAt })
		.from(grants)
		.where(
			and(inArray(organizationId, organizationIds), eq(grants.role, 'facilitator'), isNull(grants.revokedAt))
		)
		.orderBy(asc(grantedAt), asc(grants.id));
	return new Map(rows.reverse().map((row) => [`${row.organizationId}|${row.staffId}`, row.grantedAt]));
}

/** When somebody was last observed, what they are to be next, and whether the next is due. */
function standingOf(seen: Observation[], since: string, today: string) {
	const last = seen.find(({ signed, state }) => signed && state !== 'over');
	const asked = seen.findLast(({ state }) => state === 'asked');
	const from = last?.date ?? since;
	return {
		lastObserved: last?.date ?? null,
		asked: asked ? { id: asked.id, date: asked.date } : null,
		isDue: !asked && daysBetween(from, today) > observationDays
	};
}

function stepOf(
	credentials: Credential[],
	goals: CoachingGoal[],
	{ asked, isDue }: ReturnType<typeof standingOf>,
	today: string
): CoachingStep {
	if (!isTrained(credentials)) return 'training';
	if (bestOf(credentials).some(({ standing }) => standing !== 'valid')) return 'refresher';
	if (asked) return 'observation';
	if (isDue) return 'observe';
	return goals.some(({ day }) => day < today) ? 'goal' : 'none';
}

/** For the worklist of coordinators: who would like support, observations due, credentials about to expire. */
export async function coachingDue(read: Read, actor: Actor, at = now()) {
	if (!can(actor, 'facilitators.list')) return { observations: [], credentials: [], support: [] };
	const own = organizationsOf(actor, 'coordinator');
	const all = await recordsIn(read, own, at);
	return {
		support: await supportWanted(read, own, at),
		observations: all
			.filter(({ isDue }) => isDue)
			.map(({ id, organizationId, name, lastObserved }) => ({ id, organizationId, name, lastObserved })),
		credentials: all.flatMap(({ id, organizationId, name, credentials }) =>
			bestOf(credentials)
				.filter(({ standing }) => standing !== 'valid')
				.map(({ kind, expiresOn, standing }) => ({
					...{ id, organizationId, name, kind, standing },
					expiresOn: expiresOn!
				}))
		)
	};
}

/**
 * One facilitator for their coordinator. Where they work in several of the coordinator's organizations, in the one asked for.
 * @throws 404, 403
 */
export async function facilitatorOf(read: Read, actor: Actor, staffId: Id, asked: Id | null = null) {
	allow(actor, 'facilitators.list');
	const own = organizationsOf(actor, 'coordinator');
	const here = (await recordsIn(read, own)).filter(({ id }) => id === staffId);
	const found = here.find(({ organizationId }) => organizationId === asked) ?? here[0];
	if (!found) throw notFound();
	const { organizationId } = found;
	const observed = await observationsWith(
		read,
		and(eq(observations.organizationId, organizationId), eq(observations.staffId, staffId))
	);
	return {
		...found,
		today: await programDay(read),
		goals: await goalsIn(read, [organizationId], staffId),
		observations: observed.map(listedObservation),
		ask: await choicesFor(read, organizationId, staffId)
	};
}

/** Days around today whose sessions can be observed, or noted from paper. */
const [back, ahead] = [14, 35];

/** Whom one may ask, and for which session of the facilitator's groups. */
async function choicesFor(read: Read, organizationId: Id, staffId: Id) {
	const at = now();
	const led = await read
		.select({ groupId: groupFacilitators.groupId, staffId: groupFacilitators.staffId })
		.from(groupFacilitators)
		.where(isNull(groupFacilitators.endedAt))
		.orderBy(asc(groupFacilitators.id));
	const own = led.filter((one) => one.staffId === staffId).map(({ groupId }) => groupId);
	const rows = await listed(
		read,
		and(
			eq(sessions.organizationId, organizationId),
			inArray(sessions.groupId, own),
			isNull(sessions.cancelledAt)
		)
	).orderBy(asc(sessions.startsAt), asc(sessions.id));
	const near = rows.filter(({ date, zone }) => {
		const today = dayIn(zone, at);
		return date >= plusDays(today, -back) && date <= plusDays(today, ahead);
	});
	return {
		sessions: near.map(({ id, group, number, date, time }) => ({ id, group, number, date, time })),
		observers: (await observersIn(read, organizationId)).filter(({ id }) => id !== staffId)
	};
}

/** A facilitator's own: trainings, goals, and what was observed. */
export async function ownCoaching(read: Read, actor: Actor) {
	allow(actor, 'coaching.read');
	const { credentials, goals, observed } = await ownRecords(read, actor);
	return {
		credentials: credentials.map(({ id, kind, trainedOn, expiresOn, standing }) => ({
			...{ id, kind, trainedOn, expiresOn, standing }
		})),
		goals,
		observations: observed.map(listedObservation),
		today: await programDay(read)
	};
}

async function ownRecords(read: Read, actor: Actor) {
	const staffId = 'id' in actor ? actor.id : '';
	const here = organizationsOf(actor, 'facilitator');
	const observed = await observationsWith(
		read,
		and(inArray(observations.organizationId, here), eq(observations.staffId, staffId))
	);
	const trained = await credentialsIn(read, here, await programDay(read));
	return {
		credentials: trained.filter((one) => one.staffId === staffId),
		goals: await goalsIn(read, here, staffId),
		observed: observed.filter(({ state }) => state !== 'over')
	};
}

/** For the day's page: open goals, and what waits to be read. Null for nothing. */
export async function coachingNow(read: Read, actor: Actor) {
	if (!can(actor, 'coaching.read')) return null;
	const { goals, observed } = await ownRecords(read, actor);
	const open = goals
		.filter(({ state }) => state === 'open')
		.map(({ goalId, line, day }) => ({ goalId, line, day }));
	const unread = observed.filter(({ state }) => state === 'signed').map(({ id, date }) => ({ id, date }));
	return open.length + unread.length > 0 ? { goals: open, unread } : null;
}
