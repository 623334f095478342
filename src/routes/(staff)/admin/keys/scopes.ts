import { m } from '#lib/i18n/paraglide/messages.js';

/** What a key may do. */
export const scopeWords = {
	milestones: m.keys_scope_milestones,
	enrollments: m.keys_scope_enrollments,
	attendance: m.keys_scope_attendance,
	handoffs: m.keys_scope_handoffs,
	groups: m.keys_scope_groups,
	sessions: m.keys_scope_sessions,
	'attendance:write': m.keys_scope_write
};
