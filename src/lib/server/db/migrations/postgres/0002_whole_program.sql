CREATE TABLE "badge_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"x" text NOT NULL,
	"at" text NOT NULL,
	"ended_at" text
);
--> statement-breakpoint
CREATE TABLE "ceremony_answers" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"participant_id" text NOT NULL,
	"enrollment_id" text NOT NULL,
	"named" boolean NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ceremony_names" (
	"participant_id" text PRIMARY KEY NOT NULL,
	"read_as" text NOT NULL,
	"updated_at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificate_revocations" (
	"certificate_id" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificate_titles" (
	"id" text PRIMARY KEY NOT NULL,
	"titles" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificates" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"participant_id" text NOT NULL,
	"enrollment_id" text NOT NULL,
	"milestone_id" text NOT NULL,
	"code" text NOT NULL,
	"titles" text NOT NULL,
	"completed_on" text NOT NULL,
	"minutes" bigint NOT NULL,
	"edition_id" text NOT NULL,
	"lesson_ids" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "certificates_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "letters" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"participant_id" text NOT NULL,
	"enrollment_id" text NOT NULL,
	"milestone_id" text,
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"audience" text NOT NULL,
	"wording" text NOT NULL,
	"language" text NOT NULL,
	"asked" text NOT NULL,
	"contents" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "letters_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "paper_names" (
	"paper_id" text PRIMARY KEY NOT NULL,
	"participant_id" text NOT NULL,
	"name" text NOT NULL,
	"line" text
);
--> statement-breakpoint
CREATE TABLE "dosage_targets" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"participant_id" text NOT NULL,
	"hours" bigint,
	"replaces" text,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "dosage_targets_replaces_unique" UNIQUE("replaces")
);
--> statement-breakpoint
CREATE TABLE "erasure_ends" (
	"erasure_id" text PRIMARY KEY NOT NULL,
	"end" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"id" text PRIMARY KEY NOT NULL,
	"participant_id" text NOT NULL,
	"organization_id" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "legal_hold_ends" (
	"hold_id" text PRIMARY KEY NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "legal_holds" (
	"id" text PRIMARY KEY NOT NULL,
	"participant_id" text NOT NULL,
	"organization_id" text NOT NULL,
	"category" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feed_fills" (
	"id" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feed_places" (
	"recipient_id" text NOT NULL,
	"resource" text NOT NULL,
	"record_id" text NOT NULL,
	"organization_id" text NOT NULL,
	"participant_id" text,
	"needs" text,
	"place" bigint NOT NULL,
	CONSTRAINT "feed_places_recipient_id_resource_record_id_pk" PRIMARY KEY("recipient_id","resource","record_id")
);
--> statement-breakpoint
CREATE TABLE "acknowledgments" (
	"id" text PRIMARY KEY NOT NULL,
	"signed_id" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "acknowledgments_signedId_unique" UNIQUE("signed_id")
);
--> statement-breakpoint
CREATE TABLE "coaching_goals" (
	"id" text PRIMARY KEY NOT NULL,
	"goal_id" text NOT NULL,
	"organization_id" text NOT NULL,
	"staff_id" text NOT NULL,
	"observation_id" text,
	"line" text NOT NULL,
	"day" text NOT NULL,
	"state" text NOT NULL,
	"replaces" text,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "coaching_goals_replaces_unique" UNIQUE("replaces")
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"staff_id" text NOT NULL,
	"kind" text NOT NULL,
	"trained_on" text NOT NULL,
	"expires_on" text,
	"replaces" text,
	"withdrawn" boolean NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "credentials_replaces_unique" UNIQUE("replaces")
);
--> statement-breakpoint
CREATE TABLE "observation_drafts" (
	"observation_id" text PRIMARY KEY NOT NULL,
	"content" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "observation_withdrawals" (
	"id" text PRIMARY KEY NOT NULL,
	"observation_id" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "observation_withdrawals_observationId_unique" UNIQUE("observation_id")
);
--> statement-breakpoint
CREATE TABLE "observations" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"staff_id" text NOT NULL,
	"observer_id" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "self_reports" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"staff_id" text NOT NULL,
	"replaces" text,
	"readiness" text,
	"obstacles" text NOT NULL,
	"support" boolean,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "self_reports_replaces_unique" UNIQUE("replaces")
);
--> statement-breakpoint
CREATE TABLE "signed_observations" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"observation_id" text NOT NULL,
	"replaces" text,
	"activities" text NOT NULL,
	"competences" text NOT NULL,
	"strengths" text NOT NULL,
	"goal" text NOT NULL,
	"goal_by" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "signed_observations_replaces_unique" UNIQUE("replaces")
);
--> statement-breakpoint
CREATE TABLE "handoff_reaches" (
	"handoff_id" text PRIMARY KEY NOT NULL,
	"as_said" boolean NOT NULL,
	"way" text,
	"line" text,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "handoff_steps" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"handoff_id" text NOT NULL,
	"replaces" text,
	"state" text NOT NULL,
	"way" text,
	"recipient_id" text,
	"consent_id" text,
	"until" text,
	"shared" boolean,
	"staff_id" text,
	"outcome" text,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "handoff_steps_replaces_unique" UNIQUE("replaces")
);
--> statement-breakpoint
CREATE TABLE "handoffs" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"participant_id" text NOT NULL,
	"category" text NOT NULL,
	"offered_by" text,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incentive_batches" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"form" text NOT NULL,
	"recipient_id" text,
	"by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incentive_budgets" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"first_day" text NOT NULL,
	"last_day" text NOT NULL,
	"cents" bigint NOT NULL,
	"number" bigint NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incentive_steps" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"incentive_id" text NOT NULL,
	"number" bigint NOT NULL,
	"step" text NOT NULL,
	"stage" text NOT NULL,
	"is_open" boolean NOT NULL,
	"batch_id" text,
	"form" text,
	"serial" text,
	"day" text,
	"way" text,
	"reason" text,
	"milestone_id" text,
	"by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incentives" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"enrollment_id" text NOT NULL,
	"participant_id" text NOT NULL,
	"milestone_id" text NOT NULL,
	"kind" text NOT NULL,
	"module_id" text NOT NULL,
	"cents" bigint NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "incentives_milestoneId_unique" UNIQUE("milestone_id")
);
--> statement-breakpoint
CREATE TABLE "engagements" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"enrollment_id" text NOT NULL,
	"level" text,
	"correction" text,
	"by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_starts" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"started_at" text,
	"by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consent_offers" (
	"id" text PRIMARY KEY NOT NULL,
	"participant_id" text NOT NULL,
	"organization_id" text NOT NULL,
	"recipient_id" text NOT NULL,
	"revocable_from" text,
	"offered_by" text NOT NULL,
	"at" text NOT NULL,
	"ended_at" text
);
--> statement-breakpoint
CREATE TABLE "consent_signatures" (
	"consent_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"way" text NOT NULL,
	"witness" text
);
--> statement-breakpoint
CREATE TABLE "own_disclosures" (
	"id" text PRIMARY KEY NOT NULL,
	"participant_id" text NOT NULL,
	"organization_id" text NOT NULL,
	"audience" text NOT NULL,
	"via" text NOT NULL,
	"what" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recipient_terms" (
	"recipient_id" text NOT NULL,
	"version" bigint NOT NULL,
	"information" text NOT NULL,
	"purpose_en" text NOT NULL,
	"purpose_es" text NOT NULL,
	"expiry_days" bigint NOT NULL,
	"agreement" text NOT NULL,
	"listed" boolean NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "recipient_terms_recipient_id_version_pk" PRIMARY KEY("recipient_id","version")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" text PRIMARY KEY NOT NULL,
	"endpoint_id" text NOT NULL,
	"type" text NOT NULL,
	"at" text NOT NULL,
	"participant_id" text,
	"organization_id" text,
	"about_id" text,
	"state" text NOT NULL,
	"tries" bigint NOT NULL,
	"next_at" text NOT NULL,
	"leased_until" text,
	"consent_id" text,
	"settled_at" text
);
--> statement-breakpoint
CREATE TABLE "recipient_keys" (
	"recipient_id" text PRIMARY KEY NOT NULL,
	"secret" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"id" text PRIMARY KEY NOT NULL,
	"recipient_id" text NOT NULL,
	"organization_id" text,
	"description" text NOT NULL,
	"url" text NOT NULL,
	"host" text NOT NULL,
	"types" text NOT NULL,
	"secret" text NOT NULL,
	"previous_secret" text,
	"previous_until" text,
	"read_to" bigint NOT NULL,
	"created_at" text NOT NULL,
	"created_by" text,
	"off_at" text,
	"off_why" text,
	"ended_at" text
);
--> statement-breakpoint
CREATE TABLE "webhook_hosts" (
	"host" text PRIMARY KEY NOT NULL,
	"at" text NOT NULL,
	"added_by" text
);
--> statement-breakpoint
CREATE TABLE "webhook_tries" (
	"id" text PRIMARY KEY NOT NULL,
	"message_id" text NOT NULL,
	"endpoint_id" text NOT NULL,
	"number" bigint NOT NULL,
	"at" text NOT NULL,
	"milliseconds" bigint NOT NULL,
	"status" bigint,
	"fault" text,
	"next_at" text
);
--> statement-breakpoint
ALTER TABLE "consents" ADD COLUMN "terms_version" bigint;--> statement-breakpoint
ALTER TABLE "consents" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "consents" ADD COLUMN "revocable_from" text;--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "dosage" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "edition_id" text;--> statement-breakpoint
ALTER TABLE "keys" ADD COLUMN "last_used_at" text;--> statement-breakpoint
ALTER TABLE "keys" ADD COLUMN "replaces" text;--> statement-breakpoint
ALTER TABLE "ceremony_answers" ADD CONSTRAINT "ceremony_answers_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ceremony_answers" ADD CONSTRAINT "ceremony_answers_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ceremony_answers" ADD CONSTRAINT "ceremony_answers_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ceremony_names" ADD CONSTRAINT "ceremony_names_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_revocations" ADD CONSTRAINT "certificate_revocations_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_milestone_id_milestones_id_fk" FOREIGN KEY ("milestone_id") REFERENCES "public"."milestones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_milestone_id_milestones_id_fk" FOREIGN KEY ("milestone_id") REFERENCES "public"."milestones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_names" ADD CONSTRAINT "paper_names_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dosage_targets" ADD CONSTRAINT "dosage_targets_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dosage_targets" ADD CONSTRAINT "dosage_targets_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasure_ends" ADD CONSTRAINT "erasure_ends_erasure_id_erasures_id_fk" FOREIGN KEY ("erasure_id") REFERENCES "public"."erasures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_hold_ends" ADD CONSTRAINT "legal_hold_ends_hold_id_legal_holds_id_fk" FOREIGN KEY ("hold_id") REFERENCES "public"."legal_holds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_holds" ADD CONSTRAINT "legal_holds_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_holds" ADD CONSTRAINT "legal_holds_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_places" ADD CONSTRAINT "feed_places_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "acknowledgments" ADD CONSTRAINT "acknowledgments_signed_id_signed_observations_id_fk" FOREIGN KEY ("signed_id") REFERENCES "public"."signed_observations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coaching_goals" ADD CONSTRAINT "coaching_goals_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coaching_goals" ADD CONSTRAINT "coaching_goals_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coaching_goals" ADD CONSTRAINT "coaching_goals_observation_id_observations_id_fk" FOREIGN KEY ("observation_id") REFERENCES "public"."observations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "observation_drafts" ADD CONSTRAINT "observation_drafts_observation_id_observations_id_fk" FOREIGN KEY ("observation_id") REFERENCES "public"."observations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "observation_withdrawals" ADD CONSTRAINT "observation_withdrawals_observation_id_observations_id_fk" FOREIGN KEY ("observation_id") REFERENCES "public"."observations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "observations" ADD CONSTRAINT "observations_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "observations" ADD CONSTRAINT "observations_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "observations" ADD CONSTRAINT "observations_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "observations" ADD CONSTRAINT "observations_observer_id_staff_id_fk" FOREIGN KEY ("observer_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "self_reports" ADD CONSTRAINT "self_reports_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "self_reports" ADD CONSTRAINT "self_reports_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "self_reports" ADD CONSTRAINT "self_reports_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signed_observations" ADD CONSTRAINT "signed_observations_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signed_observations" ADD CONSTRAINT "signed_observations_observation_id_observations_id_fk" FOREIGN KEY ("observation_id") REFERENCES "public"."observations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handoff_reaches" ADD CONSTRAINT "handoff_reaches_handoff_id_handoffs_id_fk" FOREIGN KEY ("handoff_id") REFERENCES "public"."handoffs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handoff_steps" ADD CONSTRAINT "handoff_steps_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handoff_steps" ADD CONSTRAINT "handoff_steps_handoff_id_handoffs_id_fk" FOREIGN KEY ("handoff_id") REFERENCES "public"."handoffs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handoff_steps" ADD CONSTRAINT "handoff_steps_recipient_id_recipients_id_fk" FOREIGN KEY ("recipient_id") REFERENCES "public"."recipients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handoff_steps" ADD CONSTRAINT "handoff_steps_consent_id_consents_id_fk" FOREIGN KEY ("consent_id") REFERENCES "public"."consents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handoff_steps" ADD CONSTRAINT "handoff_steps_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handoffs" ADD CONSTRAINT "handoffs_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handoffs" ADD CONSTRAINT "handoffs_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handoffs" ADD CONSTRAINT "handoffs_offered_by_staff_id_fk" FOREIGN KEY ("offered_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incentive_batches" ADD CONSTRAINT "incentive_batches_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incentive_batches" ADD CONSTRAINT "incentive_batches_recipient_id_recipients_id_fk" FOREIGN KEY ("recipient_id") REFERENCES "public"."recipients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incentive_budgets" ADD CONSTRAINT "incentive_budgets_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incentive_steps" ADD CONSTRAINT "incentive_steps_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incentive_steps" ADD CONSTRAINT "incentive_steps_incentive_id_incentives_id_fk" FOREIGN KEY ("incentive_id") REFERENCES "public"."incentives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incentive_steps" ADD CONSTRAINT "incentive_steps_batch_id_incentive_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."incentive_batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incentive_steps" ADD CONSTRAINT "incentive_steps_milestone_id_milestones_id_fk" FOREIGN KEY ("milestone_id") REFERENCES "public"."milestones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incentives" ADD CONSTRAINT "incentives_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incentives" ADD CONSTRAINT "incentives_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incentives" ADD CONSTRAINT "incentives_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incentives" ADD CONSTRAINT "incentives_milestone_id_milestones_id_fk" FOREIGN KEY ("milestone_id") REFERENCES "public"."milestones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engagements" ADD CONSTRAINT "engagements_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engagements" ADD CONSTRAINT "engagements_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engagements" ADD CONSTRAINT "engagements_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_starts" ADD CONSTRAINT "session_starts_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_starts" ADD CONSTRAINT "session_starts_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_offers" ADD CONSTRAINT "consent_offers_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_offers" ADD CONSTRAINT "consent_offers_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_offers" ADD CONSTRAINT "consent_offers_recipient_id_recipients_id_fk" FOREIGN KEY ("recipient_id") REFERENCES "public"."recipients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_signatures" ADD CONSTRAINT "consent_signatures_consent_id_consents_id_fk" FOREIGN KEY ("consent_id") REFERENCES "public"."consents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "own_disclosures" ADD CONSTRAINT "own_disclosures_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "own_disclosures" ADD CONSTRAINT "own_disclosures_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recipient_terms" ADD CONSTRAINT "recipient_terms_recipient_id_recipients_id_fk" FOREIGN KEY ("recipient_id") REFERENCES "public"."recipients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_endpoint_id_webhook_endpoints_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "public"."webhook_endpoints"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_consent_id_consents_id_fk" FOREIGN KEY ("consent_id") REFERENCES "public"."consents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recipient_keys" ADD CONSTRAINT "recipient_keys_recipient_id_recipients_id_fk" FOREIGN KEY ("recipient_id") REFERENCES "public"."recipients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_recipient_id_recipients_id_fk" FOREIGN KEY ("recipient_id") REFERENCES "public"."recipients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_tries" ADD CONSTRAINT "webhook_tries_message_id_outbox_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."outbox"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_tries" ADD CONSTRAINT "webhook_tries_endpoint_id_webhook_endpoints_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "public"."webhook_endpoints"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ceremony_answers_enrollment" ON "ceremony_answers" USING btree ("enrollment_id");--> statement-breakpoint
CREATE INDEX "certificates_participant" ON "certificates" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "certificates_milestone" ON "certificates" USING btree ("milestone_id");--> statement-breakpoint
CREATE INDEX "letters_participant" ON "letters" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "paper_names_participant" ON "paper_names" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "dosage_targets_participant" ON "dosage_targets" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "erasures_participant" ON "erasures" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "legal_holds_participant" ON "legal_holds" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "feed_places_order" ON "feed_places" USING btree ("recipient_id","resource","place","record_id");--> statement-breakpoint
CREATE INDEX "coaching_goals_staff" ON "coaching_goals" USING btree ("organization_id","staff_id");--> statement-breakpoint
CREATE INDEX "credentials_staff" ON "credentials" USING btree ("organization_id","staff_id");--> statement-breakpoint
CREATE INDEX "observations_organization" ON "observations" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "observations_staff" ON "observations" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "observations_observer" ON "observations" USING btree ("observer_id");--> statement-breakpoint
CREATE INDEX "self_reports_session" ON "self_reports" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "signed_observations_observation" ON "signed_observations" USING btree ("observation_id");--> statement-breakpoint
CREATE INDEX "handoff_steps_handoff" ON "handoff_steps" USING btree ("handoff_id");--> statement-breakpoint
CREATE INDEX "handoff_steps_recipient" ON "handoff_steps" USING btree ("recipient_id");--> statement-breakpoint
CREATE INDEX "handoff_steps_consent" ON "handoff_steps" USING btree ("consent_id");--> statement-breakpoint
CREATE INDEX "handoffs_organization" ON "handoffs" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "handoffs_participant" ON "handoffs" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "incentive_batches_organization" ON "incentive_batches" USING btree ("organization_id");--> statement-breakpoint
CREATE UNIQUE INDEX "incentive_budgets_number" ON "incentive_budgets" USING btree ("organization_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "incentive_steps_number" ON "incentive_steps" USING btree ("incentive_id","number");--> statement-breakpoint
CREATE INDEX "incentive_steps_organization" ON "incentive_steps" USING btree ("organization_id","stage");--> statement-breakpoint
CREATE INDEX "incentive_steps_batch" ON "incentive_steps" USING btree ("batch_id");--> statement-breakpoint
CREATE INDEX "incentive_steps_milestone" ON "incentive_steps" USING btree ("milestone_id");--> statement-breakpoint
CREATE INDEX "incentives_organization" ON "incentives" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "incentives_participant" ON "incentives" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "incentives_enrollment" ON "incentives" USING btree ("enrollment_id");--> statement-breakpoint
CREATE INDEX "engagements_session" ON "engagements" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "engagements_enrollment" ON "engagements" USING btree ("enrollment_id");--> statement-breakpoint
CREATE INDEX "session_starts_session" ON "session_starts" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "consent_offers_participant" ON "consent_offers" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "own_disclosures_participant" ON "own_disclosures" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("state","next_at");--> statement-breakpoint
CREATE INDEX "outbox_endpoint" ON "outbox" USING btree ("endpoint_id","state");--> statement-breakpoint
CREATE INDEX "outbox_settled" ON "outbox" USING btree ("settled_at");--> statement-breakpoint
CREATE INDEX "webhook_endpoints_host" ON "webhook_endpoints" USING btree ("host");--> statement-breakpoint
CREATE INDEX "webhook_tries_message" ON "webhook_tries" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "webhook_tries_endpoint" ON "webhook_tries" USING btree ("endpoint_id","at");