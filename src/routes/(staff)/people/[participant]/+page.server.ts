import { redirect } from '@sveltejs/kit';
import { consentsOf } from '#lib/server/domain/consents.ts';
import { personDosage } from '#lib/server/domain/dosages.ts';
import { facilitatorIdsOf } from '#lib/server/domain/facilitators.ts';
import {
	EndedKeepApart,
	endKeepApart,
	keepApartsOf,
	NewKeepApart,
	recordKeepApart
} from '#lib/server/domain/keep-aparts.ts';
import { incentivesOf } from '#lib/server/domain/incentive-lists.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { outreachTo } from '#lib/server/domain/outreach.ts';
import { explain } from '#lib/server/domain/outlooks.ts';
import { makeUpWays } from '#lib/server/domain/make-up-ways.ts';
import { nextGroups } from '#lib/server/domain/places.ts';
import { findParticipant } from '#lib/server/domain/people.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { sectorNames } from '#lib/server/domain/sectors.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { accountingOf } from '#lib/server/feed/accounting.ts';
import { cardStateOf } from '#lib/server/identity/cards.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { can } from '#lib/server/policy.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';

export const load = async ({ locals: { db, actor }, params, url }) => {
	const { enrollments, ...person } = await findParticipant(db.read, actor, params.participant);
	const wanted = enrollments.find(({ id }) => id === url.searchParams.get('enrollment'));
	const shown =
		wanted ?? enrollments.findLast(({ exitedAt }) => !exitedAt) ?? enrollments[enrollments.length - 1];
	const facilitatorIds = await facilitatorIdsOf(db.read, shown.groupId);
	const subject = { organizationId: shown.organizationId, facilitatorIds };
	const may = {
		list: can(actor, 'people.list'),
		change: can(actor, 'groups.exit', subject),
		keepApart: can(actor, 'keep-apart.read', subject),
		hold: can(actor, 'holds.manage', subject),
		planMakeUps: can(actor, 'make-ups.plan', subject) && !shown.exitedAt,
		chooseSector: can(actor, 'groups.enroll', subject) && !shown.exitedAt,
		reachOut: can(actor, 'outreach.record', subject) && !shown.exitedAt,
		issueCards: can(actor, 'cards.issue', subject),
		readConsents: can(actor, 'consents.read', subject),
		recordConsents: can(actor, 'consents.record', subject),
		makeLetters: can(actor, 'letters.make', subject)
	};
	logRead(actor, {
		organizationId: shown.organizationId,
		subject: `participant:${person.participantId}`,
		kind: 'people.read'
	});
	const { zone } = await findProgram(db.read);
	const { dosage, target } = await personDosage(db.read, actor, shown.id);
	return {
		person,
		enrollment: {
			id: shown.id,
			group: shown.group,
			enrolledOn: shown.enrolledOn,
			sector: shown.sectorId && ((await sectorNames(db.read, getLocale()))[shown.sectorId] ?? shown.sectorId),
			exitReason: shown.exitReason,
			exitedOn: shown.exitedAt && dayIn(zone, shown.exitedAt),
			paused: shown.pausedOn && { from: shown.pausedOn, backOn: shown.backOn, reason: shown.pauseReason }
		},
		others: enrollments.filter((one) => one !== shown).map(({ id, group }) => ({ id, group: group.name })),
		...(await toldOf()),
		hours: { dosage, target: target?.hours ?? null },
		card: may.issueCards ? await cardStateOf(db.read, actor, params.participant) : null,
		consents: may.readConsents ? await consentsOf(db.read, actor, params.participant) : null,
		disclosures: may.readConsents ? await accountingOf(db.read, actor, params.participant, {}, 5) : null,
		incentives: await incentivesOf(db.read, actor, params.participant, getLocale()),
		outreach: may.reachOut ? await outreachTo(db.read, actor, params.participant) : null,
		keepApart: may.keepApart ? await keepApartFor() : null,
		zone,
		said: ['consent', 'revoked', 'apart', 'ended'].find((word) => url.searchParams.has(word)) ?? null,
		can: may
	};

	/** Where they stand, and while they are in the group what can still be done. */
	async function toldOf() {
		const told = await explain(db.read, actor, shown.id, getLocale());
		if (shown.exitedAt || told.complete) return { told, ways: [], next: null };
		const place = { participantId: params.participant, leaving: [shown.id] };
		return {
			told,
			ways: await makeUpWays(db.read, { ...shown, participantId: params.participant }, getLocale()),
			next: told.outlook === 'out-of-reach' ? await nextGroups(db.read, actor, shown.groupId, place) : null
		};
	}

	async function keepApartFor() {
		const pairs = await keepApartsOf(db.read, actor, params.participant);
		const { organizationId } = shown;
		logRead(actor, { organizationId, subject: `participant:${params.participant}`, kind: 'keep-apart.read' });
		return { pairs: pairs.map((pair) => ({ ...pair, operationId: newId() })), operationId: newId() };
	}
};

export const actions = {
	apart: ({ request, locals: { db, actor }, params: { participant } }) =>
		submit(request, NewKeepApart, async (input) => {
			await recordKeepApart(db, actor, participant, input);
			redirect(303, `/people/${participant}?apart#keep-apart`);
		}),

	end: ({ request, locals: { db, actor }, params: { participant } }) =>
		submit(request, EndedKeepApart, async (input) => {
			await endKeepApart(db, actor, participant, input);
			redirect(303, `/people/${participant}?ended#keep-apart`);
		})
};
