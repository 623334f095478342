/** Error codes put into the reader's words: what is wrong, and what to do now. */
import * as m from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';

type Params = Record<string, string | number>;
type Text = (params: never) => string;

/** One line a code, so that a browser is sent these texts and no others. */
const texts: Record<string, Text> = {
	'authenticator.present': m.error_authenticator_present,
	'booster.planned': m.error_booster_planned,
	'card.refused': m.error_card_refused,
	'card.stopped': m.error_card_stopped,
	'card.wait': m.error_card_wait,
	'code.expired': m.error_code_expired,
	'code.refused': m.error_code_refused,
	'consent.revoked': m.error_consent_revoked,
	'course.not-over': m.error_course_not_over,
	'course.over': m.error_course_over,
	'dispute.answered': m.error_dispute_answered,
	'dispute.open': m.error_dispute_open,
	'draft.changed': m.error_draft_changed,
	'draft.closed': m.error_draft_closed,
	'draft.unchanged': m.error_draft_unchanged,
	'draft.behind': m.error_draft_behind,
	'edition.exists': m.error_edition_exists,
	'enrollment.exited': m.error_enrollment_exited,
	'enrollment.twice': m.error_enrollment_twice,
	'expires-after': m.error_expires_after,
	'form-unreadable': m.error_form_unreadable,
	'grant.organization': m.error_grant_organization,
	'invitation.over': m.error_invitation_over,
	'json-expected': m.error_json_expected,
	'json-unreadable': m.error_json_unreadable,
	'lock.over': m.error_lock_over,
	'key.shown': m.error_key_shown,
	'link.shown': m.error_link_shown,
	'make-up.changed': m.error_make_up_changed,
	'make-up.early': m.error_make_up_early,
	'make-up.late': m.error_make_up_late,
	'make-up.limit': m.error_make_up_limit,
	'make-up.no-packet': m.error_make_up_no_packet,
	'make-up.not-approved': m.error_make_up_not_approved,
	'make-up.not-needed': m.error_make_up_not_needed,
	'make-up.planned': m.error_make_up_planned,
	'minutes-order': m.error_minutes_order,
	'minutes-partial': m.error_minutes_partial,
	'minutes-session': m.error_minutes_session,
	'not-found': m.error_not_found,
	'operation.reused': m.error_operation_reused,
	'password.common': m.error_password_common,
	'password.differs': m.error_password_differs,
	'password.refused': m.error_password_refused,
	'password.short': m.error_password_short,
	'pin.chosen': m.error_pin_chosen,
	'pin.differs': m.error_pin_differs,
	'pin.digits': m.error_pin_digits,
	'pin.easy': m.error_pin_easy,
	'roll.changed': m.error_roll_changed,
	'print.busy': m.error_print_busy,
	'print.yours': m.error_print_yours,
	'room.code': m.error_room_code,
	'room.over': m.error_room_over,
	'room.wait': m.error_room_wait,
	'sector.id': m.error_sector_id,
	'session.cancelled': m.error_session_cancelled,
	'calendar.told': m.error_calendar_told,
	'cover-none': m.error_cover_none,
	'days-many': m.error_days_many,
	'days-order': m.error_days_order,
	'schedule.changed-since': m.error_schedule_changed_since,
	'schedule.clash': m.error_schedule_clash,
	'schedule.undone': m.error_schedule_undone,
	'session.ended': m.error_session_ended,
	'session.left': m.error_session_left,
	'session.not-yet': m.error_session_not_yet,
	'session.started': m.error_session_started,
	'sign-in-required': m.error_sign_in_required,
	'sign-in.refused': m.error_sign_in_refused,
	'sign-in.suspended': m.error_sign_in_suspended,
	'sign-in.wait': m.error_sign_in_wait,
	'staff.invited': m.error_staff_invited,
	'staff.known': m.error_staff_known,
	'staff.self': m.error_staff_self,
	'slots-overlap': m.error_slots_overlap,
	'too-big': m.error_too_big,
	'too-few': m.error_too_few,
	'too-large': m.error_too_large,
	'too-long': m.error_too_long,
	'too-many-items': m.error_too_many_items,
	'too-short': m.error_too_short,
	'too-small': m.error_too_small,
	'unknown-field': m.error_unknown_field,
	'version-order': m.error_version_order,
	'wrong-origin': m.error_wrong_origin,
	busy: m.error_busy,
	choice: m.error_choice,
	correction: m.error_correction,
	date: m.error_date,
	email: m.error_email,
	forbidden: m.error_forbidden,
	format: m.error_format,
	future: m.error_future,
	invalid: m.error_invalid,
	locked: m.error_locked,
	minutes: m.error_minutes,
	past: m.error_past,
	reason: m.error_reason,
	required: m.error_required,
	steps: m.error_steps,
	taken: m.error_taken,
	time: m.error_time,
	type: m.error_type,
	unexpected: m.error_unexpected,
	unknown: m.error_unknown,
	url: m.error_url,
	uuid: m.error_uuid,
	version: m.error_version
};

/** True when the code has words of its own. */
export const hasText = (code: string) => Object.hasOwn(texts, code);

/** The words for a refusal's code; for one without words, a plain sentence. */
export function errorText(code: string, params: Params = {}): string {
	const text = hasText(code) ? texts[code] : m.error_unknown_code;
	return text(readable(params) as never);
}

/** The words for what is wrong with one field; empty when nothing is. */
export function fieldText(fault: { code: string; params?: Params } | undefined): string {
	return fault ? errorText(fault.code, fault.params) : '';
}

/** Days as people write them, waiting times in minutes too. */
function readable(params: Params): Params {
	const { date, seconds } = params;
	const day = (text: string) =>
		new Intl.DateTimeFormat(getLocale(), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(text));
	return {
		...params,
		...(typeof date === 'string' && { date: day(date) }),
		...(typeof seconds === 'number' && { minutes: Math.max(1, Math.ceil(seconds / 60)) })
	};
}
