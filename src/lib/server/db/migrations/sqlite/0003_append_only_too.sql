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
CREATE TRIGGER legal_holds_no_update BEFORE UPDATE ON legal_holds
BEGIN
	SELECT RAISE(ABORT, 'legal_holds are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER legal_holds_no_delete BEFORE DELETE ON legal_holds
BEGIN
	SELECT RAISE(ABORT, 'legal_holds are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER legal_hold_ends_no_update BEFORE UPDATE ON legal_hold_ends
BEGIN
	SELECT RAISE(ABORT, 'legal_hold_ends are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER legal_hold_ends_no_delete BEFORE DELETE ON legal_hold_ends
BEGIN
	SELECT RAISE(ABORT, 'legal_hold_ends are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER erasures_no_update BEFORE UPDATE ON erasures
BEGIN
	SELECT RAISE(ABORT, 'erasures are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER erasures_no_delete BEFORE DELETE ON erasures
BEGIN
	SELECT RAISE(ABORT, 'erasures are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER erasure_ends_no_update BEFORE UPDATE ON erasure_ends
BEGIN
	SELECT RAISE(ABORT, 'erasure_ends are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER erasure_ends_no_delete BEFORE DELETE ON erasure_ends
BEGIN
	SELECT RAISE(ABORT, 'erasure_ends are append-only');
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
CREATE TRIGGER dosage_targets_no_update BEFORE UPDATE ON dosage_targets
BEGIN
	SELECT RAISE(ABORT, 'dosage_targets are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER dosage_targets_no_delete BEFORE DELETE ON dosage_targets
BEGIN
	SELECT RAISE(ABORT, 'dosage_targets are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER policies_no_update BEFORE UPDATE ON policies
BEGIN
	SELECT RAISE(ABORT, 'policies are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER policies_no_delete BEFORE DELETE ON policies
BEGIN
	SELECT RAISE(ABORT, 'policies are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER certificates_no_update BEFORE UPDATE ON certificates
BEGIN
	SELECT RAISE(ABORT, 'certificates are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER certificates_no_delete BEFORE DELETE ON certificates
BEGIN
	SELECT RAISE(ABORT, 'certificates are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER certificate_revocations_no_update BEFORE UPDATE ON certificate_revocations
BEGIN
	SELECT RAISE(ABORT, 'certificate_revocations are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER certificate_revocations_no_delete BEFORE DELETE ON certificate_revocations
BEGIN
	SELECT RAISE(ABORT, 'certificate_revocations are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER certificate_titles_no_update BEFORE UPDATE ON certificate_titles
BEGIN
	SELECT RAISE(ABORT, 'certificate_titles are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER certificate_titles_no_delete BEFORE DELETE ON certificate_titles
BEGIN
	SELECT RAISE(ABORT, 'certificate_titles are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER ceremony_answers_no_update BEFORE UPDATE ON ceremony_answers
BEGIN
	SELECT RAISE(ABORT, 'ceremony_answers are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER ceremony_answers_no_delete BEFORE DELETE ON ceremony_answers
BEGIN
	SELECT RAISE(ABORT, 'ceremony_answers are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER letters_no_update BEFORE UPDATE ON letters
BEGIN
	SELECT RAISE(ABORT, 'letters are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER letters_no_delete BEFORE DELETE ON letters
BEGIN
	SELECT RAISE(ABORT, 'letters are append-only');
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
--> statement-breakpoint
CREATE TRIGGER incentives_no_update BEFORE UPDATE ON incentives
BEGIN
	SELECT RAISE(ABORT, 'incentives are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER incentives_no_delete BEFORE DELETE ON incentives
BEGIN
	SELECT RAISE(ABORT, 'incentives are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER incentive_steps_no_update BEFORE UPDATE ON incentive_steps
BEGIN
	SELECT RAISE(ABORT, 'incentive_steps are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER incentive_steps_no_delete BEFORE DELETE ON incentive_steps
BEGIN
	SELECT RAISE(ABORT, 'incentive_steps are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER incentive_batches_no_update BEFORE UPDATE ON incentive_batches
BEGIN
	SELECT RAISE(ABORT, 'incentive_batches are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER incentive_batches_no_delete BEFORE DELETE ON incentive_batches
BEGIN
	SELECT RAISE(ABORT, 'incentive_batches are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER incentive_budgets_no_update BEFORE UPDATE ON incentive_budgets
BEGIN
	SELECT RAISE(ABORT, 'incentive_budgets are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER incentive_budgets_no_delete BEFORE DELETE ON incentive_budgets
BEGIN
	SELECT RAISE(ABORT, 'incentive_budgets are append-only');
END;
