/** The vocabulary's names in the reader's language: `markWords[status]()`. One list a word, so that a page is sent only its own. */
import * as m from '#lib/i18n/paraglide/messages.js';
import type { ActivityKind, LessonKind } from '#lib/server/curriculum/outline.ts';
import type { Capability, Role } from '#lib/server/policy.ts';
import type {
	AbsenceReason,
	ActivityState,
	CancelReason,
	CorrectionReason,
	DeliveryReason,
	Engagement,
	EnrollmentChange,
	EnrollmentState,
	Entry,
	ExitReason,
	HomeworkState,
	MarkStatus,
	MilestoneKind,
	Outlook,
	PauseReason,
	PlacementReason,
	PracticeResult,
	PracticeRole,
	ReopenReason,
	OverrideReason
} from '#lib/vocabulary.ts';

/** In the reader's language; a paper's may be another. */
export type Words<Key extends string> = Record<
	Key,
	(inputs?: Record<string, never>, options?: { locale?: 'en' | 'es' }) => string
>;

export const markWords: Words<MarkStatus> = {
	present: m.word_mark_present,
	partial: m.word_mark_partial,
	'absent-excused': m.word_mark_absent_excused,
	'absent-unexcused': m.word_mark_absent_unexcused,
	'absent-neutral': m.word_mark_absent_neutral,
	'not-required': m.word_mark_not_required,
	unmarked: m.word_mark_unmarked
};

export const reasonWords: Words<AbsenceReason> = {
	lockdown: m.word_reason_lockdown,
	court: m.word_reason_court,
	transport: m.word_reason_transport,
	release: m.word_reason_release,
	program: m.word_reason_program,
	work: m.word_reason_work,
	sick: m.word_reason_sick,
	family: m.word_reason_family,
	appointment: m.word_reason_appointment,
	emergency: m.word_reason_emergency,
	other: m.word_reason_other
};

/** How an activity stands. */
export const activityWords: Words<ActivityState> = {
	done: m.word_activity_done,
	shortened: m.word_activity_shortened,
	skipped: m.word_activity_skipped,
	pending: m.word_activity_pending
};

/** Why an activity was shortened or skipped. */
export const deliveryWords: Words<DeliveryReason> = {
	time: m.word_delivery_time,
	interruption: m.word_delivery_interruption,
	'group-need': m.word_delivery_group_need,
	'covered-before': m.word_delivery_covered_before,
	room: m.word_delivery_room,
	other: m.word_delivery_other
};

export const resultWords: Words<PracticeResult> = {
	'went-well': m.word_result_went_well,
	'so-so': m.word_result_so_so,
	hard: m.word_result_hard
};
/** How it went; "tried it" where that was not said. */
export const resultText = (result: PracticeResult | null) =>
	result ? resultWords[result]() : m.practice_tried_it();

export const partWords: Words<PracticeRole> = {
	actor: m.word_part_actor,
	partner: m.word_part_partner,
	observer: m.word_part_observer
};

export const engagementWords: Words<Engagement> = {
	full: m.engagement_full,
	some: m.engagement_some,
	little: m.engagement_little
};

/** What became of the practice that was given along. */
export const homeworkWords: Words<HomeworkState> = {
	returned: m.word_homework_returned,
	tried: m.word_homework_tried,
	not: m.word_homework_not,
	unsaid: m.homework_taken_back
};

/** Why an ended session is open again. */
export const reopenWords: Words<ReopenReason> = {
	mistake: m.word_reopen_mistake,
	'went-on': m.word_reopen_went_on,
	'not-noted': m.word_reopen_not_noted,
	sheet: m.word_reopen_sheet,
	other: m.word_reopen_other
};

export const cancelWords: Words<CancelReason> = {
	holiday: m.word_cancel_holiday,
	lockdown: m.word_cancel_lockdown,
	weather: m.word_cancel_weather,
	facilitator: m.word_cancel_facilitator,
	room: m.word_cancel_room,
	'not-needed': m.word_cancel_not_needed,
	other: m.word_cancel_other
};

/** A closure's reason: one of our words, or what somebody wrote. */
export const closureText = (reason: string): string =>
	Object.hasOwn(cancelWords, reason) ? cancelWords[reason as CancelReason]() : reason;

export const overrideWords: Words<OverrideReason> = {
	shared: m.word_override_shared,
	'others-lead': m.word_override_others_lead,
	'other-moves': m.word_override_other_moves,
	agreed: m.word_override_agreed
};

export const correctionWords: Words<CorrectionReason> = {
	mistake: m.word_correction_mistake,
	sheet: m.word_correction_sheet,
	'told-later': m.word_correction_told_later,
	'participant-asked': m.word_correction_participant_asked,
	other: m.word_correction_other
};

export const exitWords: Words<ExitReason> = {
	job: m.word_exit_job,
	transferred: m.word_exit_transferred,
	custody: m.word_exit_custody,
	moved: m.word_exit_moved,
	medical: m.word_exit_medical,
	voluntary: m.word_exit_voluntary,
	safety: m.word_exit_safety,
	'lost-contact': m.word_exit_lost_contact
};

export const pauseWords: Words<PauseReason> = {
	custody: m.word_pause_custody,
	medical: m.word_pause_medical,
	work: m.word_pause_work,
	family: m.word_pause_family,
	transport: m.word_pause_transport,
	other: m.word_pause_other
};

export const entryWords: Words<Entry> = {
	open: m.word_entry_open,
	gated: m.word_entry_gated,
	closed: m.word_entry_closed
};

/** Why somebody is placed although something is in the way. */
export const placementWords: Words<PlacementReason> = {
	'caught-up': m.word_placement_caught_up,
	'next-cycle': m.word_placement_next_cycle,
	'only-fit': m.word_placement_only_fit,
	'leaving-soon': m.word_placement_leaving_soon,
	agreed: m.word_placement_agreed
};

export const stateWords: Words<EnrollmentState> = {
	enrolled: m.word_state_enrolled,
	active: m.word_state_active,
	paused: m.word_state_paused,
	completed: m.word_state_completed,
	exited: m.word_state_exited,
	'never-started': m.word_state_never_started
};

/** What became of an enrollment. */
export const changeWords: Words<EnrollmentChange> = {
	paused: m.word_change_paused,
	resumed: m.word_change_resumed,
	exited: m.word_change_exited,
	transferred: m.word_change_transferred,
	're-entered': m.word_change_re_entered,
	undone: m.word_change_undone
};

export const outlookWords: Words<Outlook> = {
	complete: m.word_outlook_complete,
	'on-course': m.word_outlook_on_course,
	'at-risk': m.word_outlook_at_risk,
	'out-of-reach': m.word_outlook_out_of_reach
};

export const milestoneWords: Words<MilestoneKind> = {
	enrolled: m.word_milestone_enrolled,
	'first-session': m.word_milestone_first_session,
	module: m.word_milestone_module,
	'half-way': m.word_milestone_half_way,
	applications: m.word_milestone_applications,
	'practice-target': m.word_milestone_practice_target,
	plan: m.word_milestone_plan,
	completed: m.word_milestone_completed,
	defined: m.word_milestone_defined
};

export const lessonKindWords: Words<LessonKind> = {
	skill: m.word_lesson_skill,
	thinking: m.word_lesson_thinking,
	application: m.word_lesson_application,
	orientation: m.word_lesson_orientation,
	booster: m.word_lesson_booster
};

export const activityKindWords: Words<ActivityKind> = {
	'check-in': m.word_kind_check_in,
	review: m.word_kind_review,
	teach: m.word_kind_teach,
	model: m.word_kind_model,
	'role-play': m.word_kind_role_play,
	feedback: m.word_kind_feedback,
	discussion: m.word_kind_discussion,
	worksheet: m.word_kind_worksheet,
	plan: m.word_kind_plan,
	close: m.word_kind_close
};

export const roleWords: Words<Role | Capability> = {
	facilitator: m.word_role_facilitator,
	coordinator: m.word_role_coordinator,
	program: m.word_role_program,
	lead: m.word_role_lead,
	administrator: m.word_role_administrator,
	observer: m.word_role_observer,
	'case-manager': m.word_role_case_manager,
	'peer-support': m.word_role_peer_support,
	approver: m.word_role_approver
};
