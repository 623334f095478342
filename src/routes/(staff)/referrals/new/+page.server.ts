import { redirect } from '@sveltejs/kit';
import { now } from '#lib/server/clock.ts';
import { listOrganizations, listSites, findProgram } from '#lib/server/domain/organizations.ts';
import { KnownReferral, NewReferral, referKnown, referNew } from '#lib/server/domain/referrals.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { listStages } from '#lib/server/domain/stages.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow, can } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor } }) => {
	allow(actor, 'referrals.list');
	const mayRefer = (organizationId: string) => can(actor, 'referrals.record', { organizationId });
	const organizations = (await listOrganizations(db.read, actor)).filter(({ id }) => mayRefer(id));
	const sites = (await listSites(db.read, actor)).filter((site) => mayRefer(site.organizationId));
	const staged = (await listStages(db.read, actor)).filter(({ stage }) => stage !== 'done');
	const groups = staged.flatMap((one) => one.groups).filter((group) => mayRefer(group.organizationId));
	const named = ({ id, name }: { id: string; name: string }) => ({ id, name });
	return {
		organizations: organizations.map(named),
		sites: sites.map(named),
		groups: groups.map(named),
		today: dayIn((await findProgram(db.read)).zone, now()),
		operationId: newId(),
		knownId: newId()
	};
};

const done = (id: string) => redirect(303, `/referrals/${id}?new`);

export const actions = {
	new: ({ request, locals: { db, actor } }) =>
		submit(request, NewReferral, async (input) => done(await referNew(db, actor, input))),

	known: ({ request, locals: { db, actor } }) =>
		submit(request, KnownReferral, async (input) => done(await referKnown(db, actor, input)))
};
