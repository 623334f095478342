import { can } from '#lib/server/policy.ts';

/** Only what to show in the row of places: each page refuses for itself. */
export const load = ({ locals: { actor } }) => ({
	mayManage: can(actor, 'organizations.manage')
});
