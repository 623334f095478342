-- Facts are appended, never changed.
CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN
	SELECT RAISE(ABORT, 'events are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN
	SELECT RAISE(ABORT, 'events are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER marks_no_update BEFORE UPDATE ON marks
BEGIN
	SELECT RAISE(ABORT, 'marks are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER marks_no_delete BEFORE DELETE ON marks
BEGIN
	SELECT RAISE(ABORT, 'marks are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER deliveries_no_update BEFORE UPDATE ON deliveries
BEGIN
	SELECT RAISE(ABORT, 'deliveries are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER deliveries_no_delete BEFORE DELETE ON deliveries
BEGIN
	SELECT RAISE(ABORT, 'deliveries are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER practices_no_update BEFORE UPDATE ON practices
BEGIN
	SELECT RAISE(ABORT, 'practices are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER practices_no_delete BEFORE DELETE ON practices
BEGIN
	SELECT RAISE(ABORT, 'practices are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER milestones_no_update BEFORE UPDATE ON milestones
BEGIN
	SELECT RAISE(ABORT, 'milestones are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER milestones_no_delete BEFORE DELETE ON milestones
BEGIN
	SELECT RAISE(ABORT, 'milestones are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER consents_no_update BEFORE UPDATE ON consents
BEGIN
	SELECT RAISE(ABORT, 'consents are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER consents_no_delete BEFORE DELETE ON consents
BEGIN
	SELECT RAISE(ABORT, 'consents are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER revocations_no_update BEFORE UPDATE ON revocations
BEGIN
	SELECT RAISE(ABORT, 'revocations are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER revocations_no_delete BEFORE DELETE ON revocations
BEGIN
	SELECT RAISE(ABORT, 'revocations are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER disclosures_no_update BEFORE UPDATE ON disclosures
BEGIN
	SELECT RAISE(ABORT, 'disclosures are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER disclosures_no_delete BEFORE DELETE ON disclosures
BEGIN
	SELECT RAISE(ABORT, 'disclosures are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER operations_no_update BEFORE UPDATE ON operations
BEGIN
	SELECT RAISE(ABORT, 'operations are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER operations_no_delete BEFORE DELETE ON operations
BEGIN
	SELECT RAISE(ABORT, 'operations are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER editions_no_update BEFORE UPDATE ON editions
BEGIN
	SELECT RAISE(ABORT, 'editions are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER editions_no_delete BEFORE DELETE ON editions
BEGIN
	SELECT RAISE(ABORT, 'editions are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER edition_files_no_update BEFORE UPDATE ON edition_files
BEGIN
	SELECT RAISE(ABORT, 'edition_files are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER edition_files_no_delete BEFORE DELETE ON edition_files
BEGIN
	SELECT RAISE(ABORT, 'edition_files are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER schedule_changes_no_update BEFORE UPDATE ON schedule_changes
BEGIN
	SELECT RAISE(ABORT, 'schedule_changes are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER schedule_changes_no_delete BEFORE DELETE ON schedule_changes
BEGIN
	SELECT RAISE(ABORT, 'schedule_changes are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER make_ups_no_update BEFORE UPDATE ON make_ups
BEGIN
	SELECT RAISE(ABORT, 'make_ups are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER make_ups_no_delete BEFORE DELETE ON make_ups
BEGIN
	SELECT RAISE(ABORT, 'make_ups are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER disputes_no_update BEFORE UPDATE ON disputes
BEGIN
	SELECT RAISE(ABORT, 'disputes are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER disputes_no_delete BEFORE DELETE ON disputes
BEGIN
	SELECT RAISE(ABORT, 'disputes are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER dispute_answers_no_update BEFORE UPDATE ON dispute_answers
BEGIN
	SELECT RAISE(ABORT, 'dispute_answers are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER dispute_answers_no_delete BEFORE DELETE ON dispute_answers
BEGIN
	SELECT RAISE(ABORT, 'dispute_answers are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER homework_no_update BEFORE UPDATE ON homework
BEGIN
	SELECT RAISE(ABORT, 'homework are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER homework_no_delete BEFORE DELETE ON homework
BEGIN
	SELECT RAISE(ABORT, 'homework are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER reopenings_no_update BEFORE UPDATE ON reopenings
BEGIN
	SELECT RAISE(ABORT, 'reopenings are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER reopenings_no_delete BEFORE DELETE ON reopenings
BEGIN
	SELECT RAISE(ABORT, 'reopenings are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER check_ins_no_update BEFORE UPDATE ON check_ins
BEGIN
	SELECT RAISE(ABORT, 'check_ins are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER check_ins_no_delete BEFORE DELETE ON check_ins
BEGIN
	SELECT RAISE(ABORT, 'check_ins are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER referrals_no_update BEFORE UPDATE ON referrals
BEGIN
	SELECT RAISE(ABORT, 'referrals are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER referrals_no_delete BEFORE DELETE ON referrals
BEGIN
	SELECT RAISE(ABORT, 'referrals are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER referral_steps_no_update BEFORE UPDATE ON referral_steps
BEGIN
	SELECT RAISE(ABORT, 'referral_steps are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER referral_steps_no_delete BEFORE DELETE ON referral_steps
BEGIN
	SELECT RAISE(ABORT, 'referral_steps are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER outreach_tries_no_update BEFORE UPDATE ON outreach_tries
BEGIN
	SELECT RAISE(ABORT, 'outreach_tries are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER outreach_tries_no_delete BEFORE DELETE ON outreach_tries
BEGIN
	SELECT RAISE(ABORT, 'outreach_tries are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER enrollment_changes_no_update BEFORE UPDATE ON enrollment_changes
BEGIN
	SELECT RAISE(ABORT, 'enrollment_changes are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER enrollment_changes_no_delete BEFORE DELETE ON enrollment_changes
BEGIN
	SELECT RAISE(ABORT, 'enrollment_changes are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER keep_aparts_no_update BEFORE UPDATE ON keep_aparts
BEGIN
	SELECT RAISE(ABORT, 'keep_aparts are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER keep_aparts_no_delete BEFORE DELETE ON keep_aparts
BEGIN
	SELECT RAISE(ABORT, 'keep_aparts are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER announced_absences_no_update BEFORE UPDATE ON announced_absences
BEGIN
	SELECT RAISE(ABORT, 'announced_absences are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER announced_absences_no_delete BEFORE DELETE ON announced_absences
BEGIN
	SELECT RAISE(ABORT, 'announced_absences are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER engagements_no_update BEFORE UPDATE ON engagements
BEGIN
	SELECT RAISE(ABORT, 'engagements are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER engagements_no_delete BEFORE DELETE ON engagements
BEGIN
	SELECT RAISE(ABORT, 'engagements are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER session_starts_no_update BEFORE UPDATE ON session_starts
BEGIN
	SELECT RAISE(ABORT, 'session_starts are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER session_starts_no_delete BEFORE DELETE ON session_starts
BEGIN
	SELECT RAISE(ABORT, 'session_starts are append-only');
END;
