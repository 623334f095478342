import { findProgram, listOrganizations } from '#lib/server/domain/organizations.ts';
import { notFound } from '#lib/server/errors.ts';
import { refused, submit } from '#lib/server/forms.ts';
import {
	grantRole,
	listStaff,
	NewGrant,
	reinstateStaff,
	revokeRole,
	suspendStaff
} from '#lib/server/identity/colleagues.ts';
import {
	inviteAgain,
	resetAuthenticator,
	resetPassword,
	type OneTimeLink
} from '#lib/server/identity/invitations.ts';
import { can, capabilities, roles } from '#lib/server/policy.ts';
import { isOfProgram } from '../new/roles.ts';

export const load = async ({ locals: { db, actor }, params }) => {
	const person = (await listStaff(db.read, actor)).find(({ id }) => id === params.staff);
	if (!person) throw notFound();
	const everything = can(actor, 'organizations.manage');
	const organizations = await listOrganizations(db.read, actor);
	const names = new Map(organizations.map(({ id, name }) => [id, name]));
	const seesTo = (organizationId: string | null) =>
		everything || (!!organizationId && can(actor, 'staff.suspend', { organizationId }));
	const { id, name, email, ready, suspendedAt, grants } = person;
	return {
		staff: { id, name, email, ready, suspended: suspendedAt !== null },
		grants: grants.map(({ role, organizationId }) => ({
			...{ role, organizationId },
			organization: organizationId ? (names.get(organizationId) ?? null) : null
		})),
		organizations: organizations.filter((one) => seesTo(one.id)).map(({ id, name }) => ({ id, name })),
		roles: [...roles, ...capabilities].filter((role) => everything || !isOfProgram(role)),
		zone: (await findProgram(db.read)).zone,
		can: {
			manage: grants.every(({ organizationId }) => seesTo(organizationId)),
			beSomebodyElse: !('id' in actor) || actor.id !== id,
			grantForProgram: everything
		}
	};
};

type Verb<T> = (db: App.Locals['db'], actor: App.Locals['actor'], staffId: string) => Promise<T>;
type Event = { locals: App.Locals; params: { staff: string } };

/** An action that makes a link: shown in this answer alone. */
const linking =
	(make: Verb<OneTimeLink>) =>
	async ({ locals: { db, actor, config }, params: { staff } }: Event) => {
		try {
			const { token, expiresAt } = await make(db, actor, staff);
			return { link: { address: `${config.origin}/setup/${token}`, expiresAt } };
		} catch (error) {
			return refused(error);
		}
	};

const changing =
	(change: Verb<void>) =>
	async ({ locals: { db, actor }, params: { staff } }: Event) => {
		try {
			await change(db, actor, staff);
			return { done: true };
		} catch (error) {
			return refused(error);
		}
	};

export const actions = {
	again: linking(inviteAgain),
	password: linking(resetPassword),
	authenticator: linking(resetAuthenticator),
	suspend: changing(suspendStaff),
	reinstate: changing(reinstateStaff),

	grant: ({ request, locals: { db, actor }, params: { staff } }) =>
		submit(request, NewGrant, async (grant) => {
			await grantRole(db, actor, staff, grant);
			return { done: true };
		}),

	revoke: ({ request, locals: { db, actor }, params: { staff } }) =>
		submit(request, NewGrant, async (grant) => {
			await revokeRole(db, actor, staff, grant);
			return { done: true };
		})
};
