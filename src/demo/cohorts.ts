/** How a group of the demo program lives: made, filled, meeting, losing people. */
import { eq } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import { sessions } from '#lib/server/db/schema/index.ts';
import { boostersOf, planBooster } from '#lib/server/domain/boosters.ts';
import { plusDays } from '#lib/server/domain/days.ts';
import { chooseElectives } from '#lib/server/domain/electives.ts';
import { createGroup, findGroup } from '#lib/server/domain/groups.ts';
import { planSessions } from '#lib/server/domain/schedule.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { sessionsOf } from '#lib/server/domain/sessions.ts';
import { newId, type Id } from '#lib/server/ids.ts';
import type { Staff } from '#lib/server/policy.ts';
import { beganBefore, instantAt, openOn, type GroupPlan } from './groups.ts';
import { sign } from './consents.ts';
import { enroll, exit, type House, type Person, type Recipient } from './people.ts';
import { rooms, zone } from './program.ts';
import type { Random } from './random.ts';
import { hold, type Crew } from './sessions.ts';
import type { Timeline } from './timeline.ts';

/** An organization in the demo, with those who lead its groups. */
export type Place = House & {
	siteIds: Id[];
	facilitators: Staff[];
	observer: Staff | null;
	caseManager: Staff | null;
	/** Approves incentives, and has no part in what earns them. */
	approver: Staff;
};
export type Setting = {
	on: Timeline;
	now: Date;
	editionId: Id;
	recipients: Recipient[];
	nextNumber(): string;
	isClosed(day: string): boolean;
};

export type Cohort = {
	id: Id;
	plan: GroupPlan;
	place: Place;
	crew: Crew;
	people: Person[];
	chance: Random;
	/** Sessions that are on the timeline. */
	known: Set<Id>;
};

/** Puts a group's making on the timeline; everything else about it follows from there. */
export function begin(
	setting: Setting,
	plan: GroupPlan,
	place: Place,
	name: string,
	chance: Random,
	cohorts: Cohort[]
) {
	const crew = crewOf(plan, place, chance);
	setting.on.put(instantAt(plusDays(plan.startsOn, -21), '10:15'), async (db) => {
		const { id } = await createGroup(db, place.coordinator, {
			name,
			siteId: chance.pick(place.siteIds),
			room: chance.pick(rooms),
			editionId: setting.editionId,
			facilitatorIds: [crew.first.id, crew.second.id],
			startsOn: plan.startsOn,
			slots: plan.slots,
			electives: plan.electives
		});
		if (plan.live) await meetToday(db, id, plan, setting);
		const cohort = { id, plan, place, crew, people: [], chance, known: new Set<Id>() };
		cohorts.push(cohort);
		await takeIn(setting, cohort, db);
		await schedule(setting, cohort, db);
	});
}

function crewOf(plan: GroupPlan, { facilitators }: Place, chance: Random): Crew {
	const [known, ...others] = facilitators;
	const [first, second] = plan.own
		? [known, chance.pick(others)]
		: chance.shuffle(plan.organization === 0 ? others : facilitators);
	return { first, second };
}

/** The live group meets today even if today is a holiday. */
async function meetToday(db: Db, groupId: Id, plan: GroupPlan, { now, isClosed }: Setting) {
	const planned = await sessionsOf(db.read, groupId);
	const times = planSessions(
		plan.slots,
		zone,
		plan.startsOn,
		planned.length,
		openOn(beganBefore(now).date, { isClosed })
	);
	await db.write(async (tx) => {
		for (const [i, { id }] of planned.entries())
			await tx.update(sessions).set(times[i]).where(eq(sessions.id, id)).returning();
	});
}

/** People are enrolled in the two weeks before the first session; a few come a little late. */
async function takeIn({ on, recipients, nextNumber }: Setting, cohort: Cohort, db: Db) {
	const { plan, place, chance, people } = cohort;
	const meetings = (await sessionsOf(db.read, cohort.id)).length;
	for (let i = 0; i < plan.people; i++) {
		const day = plusDays(plan.startsOn, !plan.live && chance.chance(0.06) ? 1 : -chance.between(1, 14));
		const at = instantAt(day, chance.pick(['09:10', '10:40', '13:05', '14:30', '15:45']));
		on.put(at, async (later) => {
			const person = await enroll(later, place, cohort.id, nextNumber(), chance, meetings);
			people.push(plan.live ? { ...person, leaving: null } : person);
			await sign(later, on, place, person, recipients, at, chance);
		});
	}
}

/** Puts the group's meetings on the timeline; now and then one is cancelled, and one is added at the end. */
async function schedule(setting: Setting, cohort: Cohort, db: Db) {
	const { on } = setting;
	const { plan, place, chance } = cohort;
	const meetings = await sessionsOf(db.read, cohort.id);
	await putMeetings(setting, cohort, db);
	if (plan.laterElective) {
		const chosen = { operationId: newId(), electives: [...plan.electives, plan.laterElective] };
		on.put(Date.parse(meetings[1].startsAt) + 20 * 3_600_000, async (later) => {
			await chooseElectives(later, place.coordinator, cohort.id, chosen);
			await putMeetings(setting, cohort, later);
		});
	}
	if (plan.own || !chance.chance(0.3)) return;
	const lost = chance.pick(meetings.slice(1));
	const reason = chance.pick(['weather', 'facilitator', 'room', 'lockdown'] as const);
	on.put(Date.parse(lost.startsAt) - 5 * 3_600_000, async (later) => {
		await cancelSession(later, place.coordinator, lost.id, { operationId: newId(), reason });
		await putMeetings(setting, cohort, later);
	});
}

/** Meetings that are not on the timeline yet. */
async function putMeetings({ on, ...setting }: Setting, cohort: Cohort, db: Db) {
	for (const { id, startsAt } of await sessionsOf(db.read, cohort.id)) {
		if (cohort.known.has(id)) continue;
		cohort.known.add(id);
		on.put(startsAt, (later) => meet({ on, ...setting }, cohort, id, later));
	}
}

/** The day after the course its boosters are planned: the first two, as far as they suit. */
async function planBoosters(setting: Setting, cohort: Cohort, db: Db) {
	const { coordinator } = cohort.place;
	const group = await findGroup(db.read, coordinator, cohort.id);
	for (const { id: lessonId, suggested } of (await boostersOf(db.read, group, 'en')).slice(0, 2)) {
		await planBooster(db, coordinator, cohort.id, {
			...{ operationId: newId(), lessonId, ...suggested },
			/** Boosters are short: what they meet is moved for them. */
			override: 'agreed'
		});
	}
	await putMeetings(setting, cohort, db);
}

/** One meeting, and who leaves after it. */
async function meet(setting: Setting, cohort: Cohort, sessionId: Id, db: Db) {
	const { on, now } = setting;
	const { plan, place, crew, people, chance } = cohort;
	const meetings = (await sessionsOf(db.read, cohort.id)).filter((one) => one.cancelledAt === null);
	const held = meetings.findIndex((one) => one.id === sessionId);
	if (held < 0) return;
	const begun = meetings.filter((one) => one.startsAt < now.toISOString()).length;
	const isLast = held === begun - 1;
	if (plan.live && isLast) return;
	const course = meetings.filter(({ kind }) => kind === 'course');
	if (course.at(-1)!.id === sessionId)
		on.put(Date.parse(meetings[held].startsAt) + 22 * 3_600_000, (later) =>
			planBoosters(setting, cohort, later)
		);

	const turn = {
		unfinished: plan.unfinished && isLast,
		disputed: plan.live ? held === begun - 2 : chance.chance(0.03),
		corrected: plan.live && held === 0,
		cut: held < course.length - 1 && chance.chance(0.06)
	};
	await hold(
		db,
		on,
		sessionId,
		crew,
		people.filter((person) => !person.left),
		held,
		turn,
		chance
	);
	for (const person of people.filter((one) => !one.left && one.leaving && one.leaving.after <= held + 1)) {
		const at = Date.parse(meetings[held].startsAt) + chance.between(20, 70) * 3_600_000;
		on.put(at, (later) => leave(later, place, person));
	}
}

async function leave(db: Db, place: Place, person: Person) {
	if (person.left) return;
	person.left = true;
	await exit(db, place, person);
}
