/** Handoffs in the demo: some wait, one is on its way, most are over; and one is offered to whoever has the card. */
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import { enrollments } from '#lib/server/db/schema/index.ts';
import { plusDays } from '#lib/server/domain/days.ts';
import { askHandoff } from '#lib/server/domain/handoffs.ts';
import { offerHandoff } from '#lib/server/domain/handoff-offers.ts';
import { ownHandoffs } from '#lib/server/domain/own-handoffs.ts';
import { answerHandoff, takeHandoff } from '#lib/server/feed/handoffs.ts';
import { newId, type Id } from '#lib/server/ids.ts';
import type { Participant, Staff } from '#lib/server/policy.ts';
import { sensitiveCategories, type HandoffCategory, type HandoffOutcome } from '#lib/handoffs.ts';
import type { Place } from './cohorts.ts';
import { instantAt, today } from './groups.ts';
import type { Timeline } from './timeline.ts';

type Step = 'received' | 'contacted' | 'connected' | HandoffOutcome;
/** Days ago on which it was asked for, and what followed, a day or two apart. */
type Story = [ago: number, category: HandoffCategory, steps?: Step[]];

const ended: Record<string, Step[]> = {
	connected: ['received', 'contacted', 'connected', 'connected'],
	elsewhere: ['received', 'contacted', 'elsewhere'],
	'not-reached': ['received', 'contacted', 'not-reached']
};
const stories: Story[] = [
	[80, 'housing', ended.connected],
	[76, 'papers', ended.connected],
	[71, 'housing', ended.elsewhere],
	[66, 'transport', ended.connected],
	[62, 'housing', ended.connected],
	[57, 'papers', ended.connected],
	[52, 'mental-health', ended.connected],
	[48, 'housing', ended['not-reached']],
	[43, 'papers', ended.connected],
	[39, 'child-care', ended.elsewhere],
	[34, 'papers', ended['not-reached']],
	[30, 'housing', ended.connected],
	[27, 'papers', ended.elsewhere],
	[24, 'transport', ended.connected],
	[15, 'legal', ['received', 'contacted', 'connected']],
	[13, 'housing'],
	[9, 'substance-use', ['received', 'contacted']],
	[6, 'papers'],
	[4, 'transport', ['received']],
	[1, 'health']
];

/** Puts the requests of the organization's participants on the timeline, each answered by its case manager. */
export function handOver(on: Timeline, now: Date, { organizationId, caseManager }: Place) {
	if (!caseManager) return;
	for (const [i, [ago, category, steps = []]] of stories.entries()) {
		const at = (day: number) => instantAt(plusDays(today(now), -day), '10:20');
		const id = newId();
		let self: Participant | undefined;
		on.put(at(ago), async (db) => {
			self = await somebody(db, organizationId, i);
			if (self) await ask(db, self, organizationId, id, category);
		});
		for (const [n, step] of steps.entries())
			on.put(at(ago - 1 - n), async (db) => {
				if (self) await answer(db, self, caseManager, id, step, n === steps.length - 1);
			});
	}
}

/** Another of those who are in a group at the time. */
async function somebody(db: Db, organizationId: Id, i: number): Promise<Participant | undefined> {
	const there = await db.read
		.select({ id: enrollments.participantId })
		.from(enrollments)
		.where(and(eq(enrollments.organizationId, organizationId), isNull(enrollments.exitedAt)))
		.orderBy(asc(enrollments.id));
	const one = there[(i * 7) % Math.max(1, there.length)];
	return one && { kind: 'participant', id: one.id, loginId: newId() };
}

const ask = (db: Db, self: Participant, organizationId: Id, operationId: Id, category: HandoffCategory) =>
	askHandoff(db, self, {
		...{ operationId, category, to: `case-manager/${organizationId}`, days: '180', reach: 'other' },
		...{ way: 'text', line: '213-555-0148', safe: true, agreed: true, language: 'en' },
		sensitive: sensitiveCategories.includes(category)
	});

async function answer(db: Db, self: Participant, by: Staff, id: Id, step: Step, isLast: boolean) {
	const { open } = await ownHandoffs(db.read, self);
	const { stepId, state } = open.find((one) => one.id === id)!;
	const said = { operationId: newId(), stepId };
	if (step === 'received') return takeHandoff(db, by, id, said);
	if (step === 'contacted' || (step === 'connected' && !(isLast && state === 'connected')))
		return answerHandoff(db, by, id, { ...said, state: step });
	return answerHandoff(db, by, id, { ...said, state: 'closed', outcome: step });
}

/** Whoever has the demo's card finds an offer. */
export const offer = (db: Db, by: Staff, participantId: Id) =>
	offerHandoff(db, by, participantId, { operationId: newId(), category: 'training' });
