/** Grants: who of an organization's staff holds a role or a capability now. */
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Read } from '../db/open.ts';
import { grants, staff } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import type { Capability, Role } from '../policy.ts';

/** A condition in a query over grants and their staff. */
export const isHeld = (role: Role | Capability) =>
	and(eq(grants.role, role), isNull(grants.revokedAt), isNull(staff.suspendedAt));

/** By name. The caller has allowed it. */
export async function holdersIn(read: Read, organizationId: Id, role: Role | Capability) {
	return read
		.selectDistinct({ id: staff.id, name: staff.name })
		.from(grants)
		.innerJoin(staff, eq(staff.id, grants.staffId))
		.where(and(eq(grants.organizationId, organizationId), isHeld(role)))
		.orderBy(asc(staff.name), asc(staff.id));
}
