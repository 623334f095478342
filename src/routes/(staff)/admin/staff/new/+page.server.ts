import { z } from 'zod';
import { findProgram, listOrganizations } from '#lib/server/domain/organizations.ts';
import { forbidden } from '#lib/server/errors.ts';
import { submit } from '#lib/server/forms.ts';
import { inviteStaff, NewStaff } from '#lib/server/identity/invitations.ts';
import { newId } from '#lib/server/ids.ts';
import { can, capabilities, roles } from '#lib/server/policy.ts';
import { isOfProgram } from './roles.ts';

const Form = z
	.strictObject({
		operationId: z.uuid(),
		name: NewStaff.shape.name,
		email: NewStaff.shape.email,
		organizationId: z.uuid().nullable().default(null),
		roles: z.array(z.enum([...roles, ...capabilities])).min(1)
	})
	.refine((person) => person.organizationId !== null || person.roles.every(isOfProgram), {
		path: ['organizationId'],
		message: 'grant.organization'
	});

export const load = async ({ locals: { db, actor } }) => {
	const everything = can(actor, 'organizations.manage');
	const organizations = (await listOrganizations(db.read, actor)).filter(({ id }) =>
		can(actor, 'staff.invite', { organizationId: id })
	);
	if (!everything && organizations.length === 0) throw forbidden('staff.invite');
	const offered = [...roles, ...capabilities].filter((role) => everything || !isOfProgram(role));
	return {
		organizations: organizations.map(({ id, name }) => ({ id, name })),
		roles: offered,
		zone: (await findProgram(db.read)).zone,
		operationId: newId(),
		can: { inviteToProgram: everything }
	};
};

export const actions = {
	default: ({ request, locals: { db, actor, config } }) =>
		submit(request, Form, async ({ organizationId, roles, ...person }) => {
			const grants = roles.map((role) => ({
				role,
				organizationId: isOfProgram(role) ? null : organizationId
			}));
			const { staffId, token, expiresAt } = await inviteStaff(db, actor, { ...person, grants });
			return { link: { staffId, name: person.name, address: `${config.origin}/setup/${token}`, expiresAt } };
		})
};
