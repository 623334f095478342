CREATE TABLE `badge_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`x` text NOT NULL,
	`at` text NOT NULL,
	`ended_at` text
);
--> statement-breakpoint
CREATE TABLE `ceremony_answers` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`enrollment_id` text NOT NULL,
	`named` integer NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `ceremony_answers_enrollment` ON `ceremony_answers` (`enrollment_id`);--> statement-breakpoint
CREATE TABLE `ceremony_names` (
	`participant_id` text PRIMARY KEY NOT NULL,
	`read_as` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `certificate_revocations` (
	`certificate_id` text PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`certificate_id`) REFERENCES `certificates`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `certificate_titles` (
	`id` text PRIMARY KEY NOT NULL,
	`titles` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `certificates` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`enrollment_id` text NOT NULL,
	`milestone_id` text NOT NULL,
	`code` text NOT NULL,
	`titles` text NOT NULL,
	`completed_on` text NOT NULL,
	`minutes` integer NOT NULL,
	`edition_id` text NOT NULL,
	`lesson_ids` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`milestone_id`) REFERENCES `milestones`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`edition_id`) REFERENCES `editions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `certificates_code_unique` ON `certificates` (`code`);--> statement-breakpoint
CREATE INDEX `certificates_participant` ON `certificates` (`participant_id`);--> statement-breakpoint
CREATE INDEX `certificates_milestone` ON `certificates` (`milestone_id`);--> statement-breakpoint
CREATE TABLE `letters` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`enrollment_id` text NOT NULL,
	`milestone_id` text,
	`code` text NOT NULL,
	`kind` text NOT NULL,
	`audience` text NOT NULL,
	`wording` text NOT NULL,
	`language` text NOT NULL,
	`asked` text NOT NULL,
	`contents` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`milestone_id`) REFERENCES `milestones`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `letters_code_unique` ON `letters` (`code`);--> statement-breakpoint
CREATE INDEX `letters_participant` ON `letters` (`participant_id`);--> statement-breakpoint
CREATE TABLE `paper_names` (
	`paper_id` text PRIMARY KEY NOT NULL,
	`participant_id` text NOT NULL,
	`name` text NOT NULL,
	`line` text,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `paper_names_participant` ON `paper_names` (`participant_id`);--> statement-breakpoint
CREATE TABLE `dosage_targets` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`hours` integer,
	`replaces` text,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dosage_targets_replaces_unique` ON `dosage_targets` (`replaces`);--> statement-breakpoint
CREATE INDEX `dosage_targets_participant` ON `dosage_targets` (`participant_id`);--> statement-breakpoint
CREATE TABLE `erasure_ends` (
	`erasure_id` text PRIMARY KEY NOT NULL,
	`end` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`erasure_id`) REFERENCES `erasures`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `erasures` (
	`id` text PRIMARY KEY NOT NULL,
	`participant_id` text NOT NULL,
	`organization_id` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `erasures_participant` ON `erasures` (`participant_id`);--> statement-breakpoint
CREATE TABLE `legal_hold_ends` (
	`hold_id` text PRIMARY KEY NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`hold_id`) REFERENCES `legal_holds`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `legal_holds` (
	`id` text PRIMARY KEY NOT NULL,
	`participant_id` text NOT NULL,
	`organization_id` text NOT NULL,
	`category` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `legal_holds_participant` ON `legal_holds` (`participant_id`);--> statement-breakpoint
CREATE TABLE `feed_fills` (
	`id` text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE `feed_places` (
	`recipient_id` text NOT NULL,
	`resource` text NOT NULL,
	`record_id` text NOT NULL,
	`organization_id` text NOT NULL,
	`participant_id` text,
	`needs` text,
	`place` integer NOT NULL,
	PRIMARY KEY(`recipient_id`, `resource`, `record_id`),
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `feed_places_order` ON `feed_places` (`recipient_id`,`resource`,`place`,`record_id`);--> statement-breakpoint
CREATE TABLE `acknowledgments` (
	`id` text PRIMARY KEY NOT NULL,
	`signed_id` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`signed_id`) REFERENCES `signed_observations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `acknowledgments_signedId_unique` ON `acknowledgments` (`signed_id`);--> statement-breakpoint
CREATE TABLE `coaching_goals` (
	`id` text PRIMARY KEY NOT NULL,
	`goal_id` text NOT NULL,
	`organization_id` text NOT NULL,
	`staff_id` text NOT NULL,
	`observation_id` text,
	`line` text NOT NULL,
	`day` text NOT NULL,
	`state` text NOT NULL,
	`replaces` text,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`observation_id`) REFERENCES `observations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `coaching_goals_replaces_unique` ON `coaching_goals` (`replaces`);--> statement-breakpoint
CREATE INDEX `coaching_goals_staff` ON `coaching_goals` (`organization_id`,`staff_id`);--> statement-breakpoint
CREATE TABLE `credentials` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`staff_id` text NOT NULL,
	`kind` text NOT NULL,
	`trained_on` text NOT NULL,
	`expires_on` text,
	`replaces` text,
	`withdrawn` integer NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `credentials_replaces_unique` ON `credentials` (`replaces`);--> statement-breakpoint
CREATE INDEX `credentials_staff` ON `credentials` (`organization_id`,`staff_id`);--> statement-breakpoint
CREATE TABLE `observation_drafts` (
	`observation_id` text PRIMARY KEY NOT NULL,
	`content` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`observation_id`) REFERENCES `observations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `observation_withdrawals` (
	`id` text PRIMARY KEY NOT NULL,
	`observation_id` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`observation_id`) REFERENCES `observations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `observation_withdrawals_observationId_unique` ON `observation_withdrawals` (`observation_id`);--> statement-breakpoint
CREATE TABLE `observations` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`staff_id` text NOT NULL,
	`observer_id` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`observer_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `observations_organization` ON `observations` (`organization_id`);--> statement-breakpoint
CREATE INDEX `observations_staff` ON `observations` (`staff_id`);--> statement-breakpoint
CREATE INDEX `observations_observer` ON `observations` (`observer_id`);--> statement-breakpoint
CREATE TABLE `self_reports` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`staff_id` text NOT NULL,
	`replaces` text,
	`readiness` text,
	`obstacles` text NOT NULL,
	`support` integer,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `self_reports_replaces_unique` ON `self_reports` (`replaces`);--> statement-breakpoint
CREATE INDEX `self_reports_session` ON `self_reports` (`session_id`);--> statement-breakpoint
CREATE TABLE `signed_observations` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`observation_id` text NOT NULL,
	`replaces` text,
	`activities` text NOT NULL,
	`competences` text NOT NULL,
	`strengths` text NOT NULL,
	`goal` text NOT NULL,
	`goal_by` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`observation_id`) REFERENCES `observations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `signed_observations_replaces_unique` ON `signed_observations` (`replaces`);--> statement-breakpoint
CREATE INDEX `signed_observations_observation` ON `signed_observations` (`observation_id`);--> statement-breakpoint
CREATE TABLE `handoff_reaches` (
	`handoff_id` text PRIMARY KEY NOT NULL,
	`as_said` integer NOT NULL,
	`way` text,
	`line` text,
	`at` text NOT NULL,
	FOREIGN KEY (`handoff_id`) REFERENCES `handoffs`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `handoff_steps` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`handoff_id` text NOT NULL,
	`replaces` text,
	`state` text NOT NULL,
	`way` text,
	`recipient_id` text,
	`consent_id` text,
	`until` text,
	`shared` integer,
	`staff_id` text,
	`outcome` text,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`handoff_id`) REFERENCES `handoffs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recipient_id`) REFERENCES `recipients`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`consent_id`) REFERENCES `consents`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `handoff_steps_replaces_unique` ON `handoff_steps` (`replaces`);--> statement-breakpoint
CREATE INDEX `handoff_steps_handoff` ON `handoff_steps` (`handoff_id`);--> statement-breakpoint
CREATE INDEX `handoff_steps_recipient` ON `handoff_steps` (`recipient_id`);--> statement-breakpoint
CREATE INDEX `handoff_steps_consent` ON `handoff_steps` (`consent_id`);--> statement-breakpoint
CREATE TABLE `handoffs` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`category` text NOT NULL,
	`offered_by` text,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`offered_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `handoffs_organization` ON `handoffs` (`organization_id`);--> statement-breakpoint
CREATE INDEX `handoffs_participant` ON `handoffs` (`participant_id`);--> statement-breakpoint
CREATE TABLE `incentive_batches` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`form` text NOT NULL,
	`recipient_id` text,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recipient_id`) REFERENCES `recipients`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `incentive_batches_organization` ON `incentive_batches` (`organization_id`);--> statement-breakpoint
CREATE TABLE `incentive_budgets` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`first_day` text NOT NULL,
	`last_day` text NOT NULL,
	`cents` integer NOT NULL,
	`number` integer NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `incentive_budgets_number` ON `incentive_budgets` (`organization_id`,`number`);--> statement-breakpoint
CREATE TABLE `incentive_steps` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`incentive_id` text NOT NULL,
	`number` integer NOT NULL,
	`step` text NOT NULL,
	`stage` text NOT NULL,
	`is_open` integer NOT NULL,
	`batch_id` text,
	`form` text,
	`serial` text,
	`day` text,
	`way` text,
	`reason` text,
	`milestone_id` text,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`incentive_id`) REFERENCES `incentives`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`batch_id`) REFERENCES `incentive_batches`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`milestone_id`) REFERENCES `milestones`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `incentive_steps_number` ON `incentive_steps` (`incentive_id`,`number`);--> statement-breakpoint
CREATE INDEX `incentive_steps_organization` ON `incentive_steps` (`organization_id`,`stage`);--> statement-breakpoint
CREATE INDEX `incentive_steps_batch` ON `incentive_steps` (`batch_id`);--> statement-breakpoint
CREATE INDEX `incentive_steps_milestone` ON `incentive_steps` (`milestone_id`);--> statement-breakpoint
CREATE TABLE `incentives` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`enrollment_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`milestone_id` text NOT NULL,
	`kind` text NOT NULL,
	`module_id` text NOT NULL,
	`cents` integer NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`milestone_id`) REFERENCES `milestones`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `incentives_milestoneId_unique` ON `incentives` (`milestone_id`);--> statement-breakpoint
CREATE INDEX `incentives_organization` ON `incentives` (`organization_id`);--> statement-breakpoint
CREATE INDEX `incentives_participant` ON `incentives` (`participant_id`);--> statement-breakpoint
CREATE INDEX `incentives_enrollment` ON `incentives` (`enrollment_id`);--> statement-breakpoint
CREATE TABLE `engagements` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`enrollment_id` text NOT NULL,
	`level` text,
	`correction` text,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `engagements_session` ON `engagements` (`session_id`);--> statement-breakpoint
CREATE INDEX `engagements_enrollment` ON `engagements` (`enrollment_id`);--> statement-breakpoint
CREATE TABLE `session_starts` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`started_at` text,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `session_starts_session` ON `session_starts` (`session_id`);--> statement-breakpoint
CREATE TABLE `consent_offers` (
	`id` text PRIMARY KEY NOT NULL,
	`participant_id` text NOT NULL,
	`organization_id` text NOT NULL,
	`recipient_id` text NOT NULL,
	`revocable_from` text,
	`offered_by` text NOT NULL,
	`at` text NOT NULL,
	`ended_at` text,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recipient_id`) REFERENCES `recipients`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `consent_offers_participant` ON `consent_offers` (`participant_id`);--> statement-breakpoint
CREATE TABLE `consent_signatures` (
	`consent_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`way` text NOT NULL,
	`witness` text,
	FOREIGN KEY (`consent_id`) REFERENCES `consents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `own_disclosures` (
	`id` text PRIMARY KEY NOT NULL,
	`participant_id` text NOT NULL,
	`organization_id` text NOT NULL,
	`audience` text NOT NULL,
	`via` text NOT NULL,
	`what` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `own_disclosures_participant` ON `own_disclosures` (`participant_id`);--> statement-breakpoint
CREATE TABLE `recipient_terms` (
	`recipient_id` text NOT NULL,
	`version` integer NOT NULL,
	`information` text NOT NULL,
	`purpose_en` text NOT NULL,
	`purpose_es` text NOT NULL,
	`expiry_days` integer NOT NULL,
	`agreement` text NOT NULL,
	`listed` integer NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`recipient_id`, `version`),
	FOREIGN KEY (`recipient_id`) REFERENCES `recipients`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`endpoint_id` text NOT NULL,
	`type` text NOT NULL,
	`at` text NOT NULL,
	`participant_id` text,
	`organization_id` text,
	`about_id` text,
	`state` text NOT NULL,
	`tries` integer NOT NULL,
	`next_at` text NOT NULL,
	`leased_until` text,
	`consent_id` text,
	`settled_at` text,
	FOREIGN KEY (`endpoint_id`) REFERENCES `webhook_endpoints`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`consent_id`) REFERENCES `consents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`state`,`next_at`);--> statement-breakpoint
CREATE INDEX `outbox_endpoint` ON `outbox` (`endpoint_id`,`state`);--> statement-breakpoint
CREATE INDEX `outbox_settled` ON `outbox` (`settled_at`);--> statement-breakpoint
CREATE TABLE `recipient_keys` (
	`recipient_id` text PRIMARY KEY NOT NULL,
	`secret` text NOT NULL,
	FOREIGN KEY (`recipient_id`) REFERENCES `recipients`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `webhook_endpoints` (
	`id` text PRIMARY KEY NOT NULL,
	`recipient_id` text NOT NULL,
	`organization_id` text,
	`description` text NOT NULL,
	`url` text NOT NULL,
	`host` text NOT NULL,
	`types` text NOT NULL,
	`secret` text NOT NULL,
	`previous_secret` text,
	`previous_until` text,
	`read_to` integer NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`off_at` text,
	`off_why` text,
	`ended_at` text,
	FOREIGN KEY (`recipient_id`) REFERENCES `recipients`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `webhook_endpoints_host` ON `webhook_endpoints` (`host`);--> statement-breakpoint
CREATE TABLE `webhook_hosts` (
	`host` text PRIMARY KEY NOT NULL,
	`at` text NOT NULL,
	`added_by` text
);
--> statement-breakpoint
CREATE TABLE `webhook_tries` (
	`id` text PRIMARY KEY NOT NULL,
	`message_id` text NOT NULL,
	`endpoint_id` text NOT NULL,
	`number` integer NOT NULL,
	`at` text NOT NULL,
	`milliseconds` integer NOT NULL,
	`status` integer,
	`fault` text,
	`next_at` text,
	FOREIGN KEY (`message_id`) REFERENCES `outbox`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`endpoint_id`) REFERENCES `webhook_endpoints`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `webhook_tries_message` ON `webhook_tries` (`message_id`);--> statement-breakpoint
CREATE INDEX `webhook_tries_endpoint` ON `webhook_tries` (`endpoint_id`,`at`);--> statement-breakpoint
ALTER TABLE `consents` ADD `terms_version` integer;--> statement-breakpoint
ALTER TABLE `consents` ADD `language` text;--> statement-breakpoint
ALTER TABLE `consents` ADD `revocable_from` text;--> statement-breakpoint
ALTER TABLE `standings` ADD `dosage` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `edition_id` text;--> statement-breakpoint
ALTER TABLE `keys` ADD `last_used_at` text;--> statement-breakpoint
ALTER TABLE `keys` ADD `replaces` text;