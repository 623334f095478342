/** Sheets: the form of a consent before it is signed, with the recipient's terms of today. */
import { now } from '../clock.ts';
import type { Read } from '../db/open.ts';
import { notFound } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { allow, can, type Actor } from '../policy.ts';
import { choicesOf } from './consent-offers.ts';
import { consentTextVersion } from './consents.ts';
import { plusDays } from './days.ts';
import { findProgram, listOrganizations } from './organizations.ts';
import { selfOf } from './own.ts';
import { findParticipant } from './people.ts';
import { ownName } from './records.ts';
import { dayIn } from './schedule.ts';
import { longestConsent, recipientsWithTerms, type RecipientWithTerms } from './terms.ts';

export type Wanted = { recipientId: string | null; organizationId: string | null; language: 'en' | 'es' };
/** For a court or probation: from which day on the consent may be revoked; the text says so before it is signed. */
export type WantedHere = Wanted & { revocableFrom: string | null };

/**
 * For the participant's own phone. Null: nothing is chosen yet, or it can't be chosen any more.
 * @throws 403
 */
export async function ownSheet(read: Read, actor: Actor, { recipientId, organizationId, language }: Wanted) {
	selfOf(actor);
	const choice = (await choicesOf(read, actor)).find(
		(one) => one.recipientId === recipientId && one.organization.id === organizationId
	);
	if (!choice) return null;
	const { name } = await ownName(read, actor);
	const { terms, kind, organization, revocableFrom } = choice;
	return sheet(read, {
		...{ person: name ?? { firstName: '', lastName: '' }, organization, language, revocableFrom, terms },
		recipient: { id: choice.recipientId, name: choice.name, kind }
	});
}

/**
 * For a device of staff: whom and for whom one may choose, and, once it is chosen, the form.
 * @throws 403, 404
 */
export async function sheetHere(read: Read, actor: Actor, participantId: Id, wanted: WantedHere) {
	const { enrollments, ...person } = await findParticipant(read, actor, participantId);
	const here = new Set(enrollments.map(({ organizationId }) => organizationId));
	const organizations = (await listOrganizations(read, actor))
		.filter(({ id }) => here.has(id) && can(actor, 'consents.record', { organizationId: id }))
		.map(({ id, name }) => ({ id, name }));
	if (organizations.length === 0) allow(actor, 'consents.record', { organizationId: null });
	const recipients = (await recipientsWithTerms(read)).filter(isAsking);
	const { language, recipientId } = wanted;
	const organization = organizations.find(({ id }) => id === wanted.organizationId) ?? organizations[0];
	const recipient = recipients.find(({ id }) => id === recipientId);
	if (recipientId && !recipient) throw notFound();
	return {
		...{ person, organizations, organization },
		recipients: recipients.map(({ id, name, kind }) => ({ id, name, kind })),
		sheet:
			recipient &&
			(await sheet(read, {
				...{ person, organization, recipient, language, terms: recipient.terms },
				revocableFrom: recipient.kind === 'justice' ? wanted.revocableFrom : null
			}))
	};
}

type Asking = RecipientWithTerms & { terms: NonNullable<RecipientWithTerms['terms']> };
const isAsking = (recipient: RecipientWithTerms): recipient is Asking =>
	!!recipient.terms && recipient.terms.information.length > 0;

type Parts = {
	person: { firstName: string; lastName: string };
	organization: { id: Id; name: string };
	recipient: Pick<Asking, 'id' | 'name' | 'kind'>;
	terms: Asking['terms'];
	language: 'en' | 'es';
	revocableFrom: string | null;
};

async function sheet(read: Read, { person, organization, recipient, terms, ...more }: Parts) {
	const today = dayIn((await findProgram(read)).zone, now());
	const { version, information, purposeEn, purposeEs, expiryDays } = terms;
	return {
		operationId: newId(),
		person: { firstName: person.firstName, lastName: person.lastName },
		organization: { id: organization.id, name: organization.name },
		recipient: { id: recipient.id, name: recipient.name, kind: recipient.kind },
		terms: { version, information, purpose: more.language === 'es' ? purposeEs : purposeEn },
		textVersion: consentTextVersion,
		language: more.language,
		expiresOn: plusDays(today, expiryDays),
		first: plusDays(today, 1),
		last: plusDays(today, longestConsent),
		revocableFrom: more.revocableFrom
	};
}
