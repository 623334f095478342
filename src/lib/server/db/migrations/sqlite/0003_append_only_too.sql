-- Facts are appended, never changed.
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
--> statement-breakpoint
CREATE TRIGGER handoffs_no_update BEFORE UPDATE ON handoffs
BEGIN
	SELECT RAISE(ABORT, 'handoffs are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER handoffs_no_delete BEFORE DELETE ON handoffs
BEGIN
	SELECT RAISE(ABORT, 'handoffs are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER handoff_steps_no_update BEFORE UPDATE ON handoff_steps
BEGIN
	SELECT RAISE(ABORT, 'handoff_steps are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER handoff_steps_no_delete BEFORE DELETE ON handoff_steps
BEGIN
	SELECT RAISE(ABORT, 'handoff_steps are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER self_reports_no_update BEFORE UPDATE ON self_reports
BEGIN
	SELECT RAISE(ABORT, 'self_reports are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER self_reports_no_delete BEFORE DELETE ON self_reports
BEGIN
	SELECT RAISE(ABORT, 'self_reports are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER observations_no_update BEFORE UPDATE ON observations
BEGIN
	SELECT RAISE(ABORT, 'observations are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER observations_no_delete BEFORE DELETE ON observations
BEGIN
	SELECT RAISE(ABORT, 'observations are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER observation_withdrawals_no_update BEFORE UPDATE ON observation_withdrawals
BEGIN
	SELECT RAISE(ABORT, 'observation_withdrawals are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER observation_withdrawals_no_delete BEFORE DELETE ON observation_withdrawals
BEGIN
	SELECT RAISE(ABORT, 'observation_withdrawals are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER signed_observations_no_update BEFORE UPDATE ON signed_observations
BEGIN
	SELECT RAISE(ABORT, 'signed_observations are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER signed_observations_no_delete BEFORE DELETE ON signed_observations
BEGIN
	SELECT RAISE(ABORT, 'signed_observations are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER acknowledgments_no_update BEFORE UPDATE ON acknowledgments
BEGIN
	SELECT RAISE(ABORT, 'acknowledgments are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER acknowledgments_no_delete BEFORE DELETE ON acknowledgments
BEGIN
	SELECT RAISE(ABORT, 'acknowledgments are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER credentials_no_update BEFORE UPDATE ON credentials
BEGIN
	SELECT RAISE(ABORT, 'credentials are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER credentials_no_delete BEFORE DELETE ON credentials
BEGIN
	SELECT RAISE(ABORT, 'credentials are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER coaching_goals_no_update BEFORE UPDATE ON coaching_goals
BEGIN
	SELECT RAISE(ABORT, 'coaching_goals are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER coaching_goals_no_delete BEFORE DELETE ON coaching_goals
BEGIN
	SELECT RAISE(ABORT, 'coaching_goals are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER recipient_terms_no_update BEFORE UPDATE ON recipient_terms
BEGIN
	SELECT RAISE(ABORT, 'recipient_terms are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER recipient_terms_no_delete BEFORE DELETE ON recipient_terms
BEGIN
	SELECT RAISE(ABORT, 'recipient_terms are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER own_disclosures_no_update BEFORE UPDATE ON own_disclosures
BEGIN
	SELECT RAISE(ABORT, 'own_disclosures are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER own_disclosures_no_delete BEFORE DELETE ON own_disclosures
BEGIN
	SELECT RAISE(ABORT, 'own_disclosures are append-only');
END;
