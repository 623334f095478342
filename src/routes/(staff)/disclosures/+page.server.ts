import { listRecipients } from '#lib/server/domain/consents.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { toldBy, ToldQuery } from '#lib/server/feed/accounting.ts';
import { organizationsOf } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor }, url }) => {
	const asked = Object.fromEntries(url.searchParams);
	/** One list to choose from: a recipient, or all courts and probation offices. */
	const query = ToldQuery.parse(
		asked.recipient === 'justice' ? { ...asked, recipient: undefined, kind: 'justice' } : asked
	);
	const { entries, more } = await toldBy(db.read, actor, query);
	for (const organizationId of organizationsOf(actor, 'coordinator')) {
		logRead(actor, { organizationId, subject: `organization:${organizationId}`, kind: 'disclosures.read' });
	}
	const recipients = await listRecipients(db.read);
	const { zone } = await findProgram(db.read);
	return {
		...{ entries, more, zone, page: query.page, from: query.from, to: query.to },
		recipient: query.recipient ?? query.kind ?? '',
		recipients: recipients.map(({ id, name, kind }) => ({ id, name, kind }))
	};
};
