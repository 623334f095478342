/** Who was referred to the demo's first organization and is not in a group, or just came into one. */
import type { Db } from '#lib/server/db/open.ts';
import { plusDays } from '#lib/server/domain/days.ts';
import { acceptOffer, declineOffer, lapseOffers, offerPlace } from '#lib/server/domain/offers.ts';
import { noteTry } from '#lib/server/domain/outreach.ts';
import { closeReferral, confirmEligibility, referNew } from '#lib/server/domain/referrals.ts';
import { joinWaitlist } from '#lib/server/domain/waitlists.ts';
import { worklistOf } from '#lib/server/domain/worklists.ts';
import { newId, type Id } from '#lib/server/ids.ts';
import type { Actor } from '#lib/server/policy.ts';
import type { DayPart, ReferralEnd, ReferralSource } from '#lib/vocabulary.ts';
import type { Cohort, Place } from './cohorts.ts';
import { instantAt, today } from './groups.ts';
import type { Timeline } from './timeline.ts';

/** What becomes of somebody, by days before now. */
type Story = {
	firstName: string;
	lastName: string;
	language?: 'es';
	source: ReferralSource;
	/** Days ago: referred, found eligible, put on the waitlist (of `any` group), offered a place. */
	referred: number;
	eligible?: number;
	waits?: number;
	any?: true;
	offered?: number;
	/** Days from now on which the offer ends. */
	until?: number;
	answer?: 'accepts' | 'declines';
	end?: ReferralEnd;
	dayPart?: DayPart;
	tries?: [number, 'call' | 'text', 'no-answer' | 'left-word' | 'wrong-number'][];
};

const stories: Story[] = [
	{ firstName: 'Rosalva', lastName: 'Iniguez', language: 'es', source: 'partner-agency', referred: 9 },
	{ firstName: 'Terrell', lastName: 'Hodge', source: 'case-management', referred: 3, dayPart: 'evening' },
	{ firstName: 'Nadia', lastName: 'Prokop', source: 'self', referred: 5, eligible: 4 },
	{
		...{ firstName: 'Wendell', lastName: 'Pryor', source: 'case-management', referred: 10, eligible: 9 },
		...{ waits: 8, tries: [[6, 'call', 'no-answer']] }
	},
	{
		...{ firstName: 'Ximena', lastName: 'Robledo', language: 'es', source: 'outreach', referred: 8 },
		...{ eligible: 7, waits: 6, any: true, dayPart: 'morning' }
	},
	{
		...{ firstName: 'Curtis', lastName: 'Vang', source: 'organization', referred: 6, eligible: 5 },
		...{ waits: 5 }
	},
	{
		...{ firstName: 'Maribel', lastName: 'Zepeda', source: 'case-management', referred: 12, eligible: 11 },
		...{ waits: 10, offered: 5, until: 1, tries: [[2, 'text', 'left-word']] }
	},
	{
		...{ firstName: 'Josiah', lastName: 'Trent', source: 'self', referred: 13, eligible: 12, waits: 12 },
		...{ offered: 10, until: 2, answer: 'accepts' }
	},
	{
		...{ firstName: 'Anahit', lastName: 'Sarkisian', source: 'partner-agency', referred: 14, eligible: 13 },
		...{ waits: 12, offered: 9, until: -4 }
	},
	{
		...{ firstName: 'Dwight', lastName: 'Colby', source: 'case-management', referred: 14, eligible: 13 },
		...{ waits: 13, offered: 8, until: 1, answer: 'declines' }
	},
	{
		...{ firstName: 'Lupe', lastName: 'Arzate', language: 'es', source: 'outreach', referred: 16 },
		tries: [
			[14, 'call', 'no-answer'],
			[11, 'text', 'left-word'],
			[8, 'call', 'wrong-number']
		],
		end: 'unreachable'
	},
	{ firstName: 'Grady', lastName: 'Monroe', source: 'organization', referred: 7, end: 'not-eligible' }
];

/** Puts the referrals on the timeline, to the group of `find` as soon as it is there. */
export function refer(on: Timeline, now: Date, { organizationId, coordinator }: Place, find: () => Cohort) {
	const at = (ago: number, time: string) => instantAt(plusDays(today(now), -ago), time);
	const day = (ago: number) => plusDays(today(now), -ago);
	for (const [i, story] of stories.entries()) {
		const id = newId();
		const put = (ago: number | undefined, time: string, act: (db: Db, groupId: Id) => Promise<unknown>) =>
			ago !== undefined && on.put(at(ago, time), (db) => act(db, find().id));
		const { firstName, lastName, language = 'en' as const, source, dayPart = null, until = 0 } = story;
		const person = { number: `RW-${9_014 + i * 3}`, firstName, lastName, language };
		const told = { operationId: id, organizationId, source, dayPart, referredOn: day(story.referred) };
		const operation = () => ({ operationId: newId() });

		put(story.referred, '08:40', (db) => referNew(db, coordinator, { ...told, ...person }));
		put(story.eligible, '09:20', (db) =>
			confirmEligibility(db, coordinator, id, { ...operation(), eligible: 'yes' })
		);
		put(story.waits, '09:50', (db, groupId) =>
			joinWaitlist(db, coordinator, id, { ...operation(), groupId: story.any ? null : groupId })
		);
		put(story.offered, '10:30', (db, groupId) =>
			offerPlace(db, coordinator, id, { ...operation(), groupId, until: day(-until), reason: 'time' })
		);
		const answered = story.answer && story.offered! - 2;
		put(answered || undefined, '14:10', (db) =>
			story.answer === 'accepts'
				? acceptOffer(db, coordinator, id, operation())
				: declineOffer(db, coordinator, id, { ...operation(), then: 'stays' })
		);
		if (until < 0) put(-until - 1, '00:20', (db) => lapseOffers(db));
		for (const [ago, way, outcome] of story.tries ?? [])
			put(ago, '11:15', (db) =>
				noteTry(db, coordinator, { referralId: id }, { ...operation(), day: day(ago), way, outcome })
			);
		const { end } = story;
		if (end) put(2, '15:30', (db) => closeReferral(db, coordinator, id, { ...operation(), end }));
	}
}

/** Somebody who was out twice in a row was called. */
export async function reachOut(db: Db, facilitator: Actor, day: string) {
	const { absences } = await worklistOf(db.read, facilitator, 'en');
	if (absences.length === 0) return;
	const { enrollmentId } = absences[0];
	const said = { operationId: newId(), day, way: 'call' as const, outcome: 'left-word' as const };
	await noteTry(db, facilitator, { enrollmentId }, said);
}
