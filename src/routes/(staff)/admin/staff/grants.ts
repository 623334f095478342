/** Roles and capabilities in words. */
import { m } from '#lib/i18n/paraglide/messages.js';
import type { Capability, Role } from '#lib/server/policy.ts';
import { roleWords } from '#lib/words.ts';

export const roleHints: Record<Role | Capability, () => string> = {
	facilitator: m.staff_role_facilitator,
	coordinator: m.staff_role_coordinator,
	program: m.staff_role_program,
	lead: m.staff_role_lead,
	administrator: m.staff_role_administrator,
	observer: m.staff_role_observer,
	'case-manager': m.staff_role_case_manager,
	'peer-support': m.staff_role_peer_support,
	approver: m.staff_role_approver
};

/** "Facilitator, Northside Works" */
export const grantText = ({
	role,
	organization
}: {
	role: Role | Capability;
	organization: string | null;
}) => (organization ? m.staff_role_in({ role: roleWords[role](), organization }) : roleWords[role]());
