/** Rows of the worklist that are put together: those about referrals and coaching, and people's names in a line. */
import { fullDay, fullName, shortDay, shortName } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { credentialText } from '#lib/fidelity-words.ts';
import { categoryWords } from '#lib/handoff-words.ts';
import { stepWords } from '#lib/referral-words.ts';
import type { PageData } from './$types';
import type { Row } from './Waiting.svelte';

export type Part = { title: string; rows: Row[]; note?: string };
type List = PageData['list'];
type Named = { firstName: string; lastName: string };

/** So many are named; the others are counted. */
const most = 4;

/** "Ana R., Luis P. and 3 more" */
export function namesText(people: readonly Named[]): string {
	const names = people.slice(0, most).map(shortName).join(', ');
	return people.length > most ? m.worklist_practice_more({ names, count: people.length - most }) : names;
}

const day = (on: string) => shortDay(on, getLocale());

export const referralParts = ({ eligibility, offers, seats }: List): Part[] => [
	{
		title: m.worklist_eligibility(),
		rows: eligibility.map((one) => ({
			id: one.id,
			title: fullName(one),
			lines: [m.worklist_eligibility_since({ day: day(one.referredOn) })],
			step: stepWords.referred(),
			href: `/referrals/${one.id}`
		}))
	},
	{
		title: m.worklist_offers(),
		rows: offers.map((one) => ({
			id: one.id,
			title: fullName(one),
			lines: [m.worklist_offer_until({ group: one.group, day: day(one.until) })],
			step: stepWords.offered(),
			href: `/referrals/${one.id}`
		}))
	},
	{
		title: m.worklist_seats(),
		rows: seats.map(({ groupId, group, free, waiting, first }) => ({
			id: groupId,
			title: group,
			lines: [
				m.referrals_seats_free({ count: free }),
				m.worklist_seats_waiting({ count: waiting }),
				m.worklist_seats_first({ name: shortName(first) })
			],
			step: m.worklist_seats_step(),
			href: `/referrals/${first.id}?group=${groupId}`
		}))
	}
];

export const handoffParts = ({ handoffs }: List): Part[] => [
	{
		title: m.worklist_handoffs(),
		note: m.worklist_handoffs_note(),
		rows: handoffs.map(({ id, category, days, isOverdue }) => {
			const what = categoryWords[category]();
			return {
				id,
				title: isOverdue ? m.worklist_handoff_overdue({ what }) : what,
				lines: [m.worklist_handoff_days({ count: days })],
				step: m.worklist_handoff_step(),
				href: '/handoffs'
			};
		})
	}
];

export const consentParts = ({ consents }: List): Part[] => [
	{
		title: m.worklist_consents(),
		rows: consents.map((one) => ({
			id: one.id,
			title: fullName(one),
			lines: [m.worklist_consent_until({ recipient: one.recipient, day: day(one.expiresOn) })],
			step: m.consent_renew(),
			href: `/people/${one.participantId}/consents/${one.id}`
		}))
	}
];

export const coachingParts = ({ observations, credentials, support }: List): Part[] => [
	{
		title: m.worklist_support(),
		note: m.worklist_support_note(),
		rows: support.map(({ id, organizationId, staffId, name, group, number, date }) => ({
			id,
			title: name,
			lines: [m.worklist_session({ group, number }), day(date)],
			step: m.worklist_support_step(),
			href: `/facilitators/${staffId}?organization=${organizationId}`
		}))
	},
	{
		title: m.worklist_observations(),
		rows: observations.map(({ id, organizationId, name, lastObserved }) => ({
			id: `${organizationId}/${id}`,
			title: name,
			lines: [
				lastObserved
					? m.worklist_observation_last({ day: fullDay(lastObserved, getLocale()) })
					: m.worklist_observation_never()
			],
			step: m.worklist_observation_step(),
			href: `/facilitators/${id}?organization=${organizationId}#ask`
		}))
	},
	{
		title: m.worklist_credentials(),
		rows: credentials.map(({ id, organizationId, name, ...held }) => ({
			id: `${organizationId}/${id}/${held.kind}`,
			title: name,
			lines: [credentialText(held)],
			step: m.worklist_credential_step(),
			href: `/facilitators/${id}?organization=${organizationId}`
		}))
	}
];
