CREATE TABLE `check_in_codes` (
	`session_id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`secret` text NOT NULL,
	`opened_at` text NOT NULL,
	`opened_by` text NOT NULL,
	`closed_at` text,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`opened_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `check_ins` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`enrollment_id` text NOT NULL,
	`check_in_id` text NOT NULL,
	`replaces` text,
	`state` text NOT NULL,
	`way` text NOT NULL,
	`arrived_at` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `check_ins_replaces_unique` ON `check_ins` (`replaces`);--> statement-breakpoint
CREATE INDEX `check_ins_session` ON `check_ins` (`session_id`);--> statement-breakpoint
CREATE INDEX `check_ins_enrollment` ON `check_ins` (`enrollment_id`);--> statement-breakpoint
CREATE TABLE `kiosks` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text NOT NULL,
	`closed_at` text,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `kiosks_tokenHash_unique` ON `kiosks` (`token_hash`);--> statement-breakpoint
CREATE INDEX `kiosks_session` ON `kiosks` (`session_id`);--> statement-breakpoint
CREATE TABLE `consents` (
	`id` text PRIMARY KEY NOT NULL,
	`participant_id` text NOT NULL,
	`organization_id` text NOT NULL,
	`recipient_id` text NOT NULL,
	`kind` text NOT NULL,
	`information` text NOT NULL,
	`purpose` text NOT NULL,
	`signed_on` text NOT NULL,
	`expires_on` text NOT NULL,
	`signature` text NOT NULL,
	`text_version` integer NOT NULL,
	`recorded_by` text NOT NULL,
	`at` text NOT NULL,
	`position` integer NOT NULL,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recipient_id`) REFERENCES `recipients`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `consents_participant` ON `consents` (`participant_id`);--> statement-breakpoint
CREATE INDEX `consents_recipient` ON `consents` (`recipient_id`);--> statement-breakpoint
CREATE TABLE `disclosures` (
	`id` text PRIMARY KEY NOT NULL,
	`participant_id` text NOT NULL,
	`organization_id` text NOT NULL,
	`recipient_id` text NOT NULL,
	`consent_id` text NOT NULL,
	`via` text NOT NULL,
	`what` text NOT NULL,
	`told_to` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recipient_id`) REFERENCES `recipients`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`consent_id`) REFERENCES `consents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `disclosures_participant` ON `disclosures` (`participant_id`);--> statement-breakpoint
CREATE INDEX `disclosures_recipient` ON `disclosures` (`recipient_id`);--> statement-breakpoint
CREATE TABLE `recipients` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `revocations` (
	`consent_id` text PRIMARY KEY NOT NULL,
	`recorded_by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`consent_id`) REFERENCES `consents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `draft_files` (
	`draft_id` text NOT NULL,
	`path` text NOT NULL,
	`text` text NOT NULL,
	`revision` integer NOT NULL,
	`updated_at` text NOT NULL,
	`updated_by` text NOT NULL,
	PRIMARY KEY(`draft_id`, `path`),
	FOREIGN KEY (`draft_id`) REFERENCES `drafts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `draft_files_draft` ON `draft_files` (`draft_id`);--> statement-breakpoint
CREATE TABLE `drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`edition_id` text NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text NOT NULL,
	`published_at` text,
	`discarded_at` text,
	FOREIGN KEY (`edition_id`) REFERENCES `editions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `edition_files` (
	`edition_id` text NOT NULL,
	`path` text NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`edition_id`, `path`),
	FOREIGN KEY (`edition_id`) REFERENCES `editions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `editions` (
	`id` text PRIMARY KEY NOT NULL,
	`curriculum` text NOT NULL,
	`version` text NOT NULL,
	`title` text NOT NULL,
	`hash` text NOT NULL,
	`outline` text NOT NULL,
	`published_at` text NOT NULL,
	`published_by` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `editions_version` ON `editions` (`curriculum`,`version`);--> statement-breakpoint
CREATE TABLE `lesson_pages` (
	`edition_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`locale` text NOT NULL,
	`audience` text NOT NULL,
	`intro` text NOT NULL,
	`activities` text NOT NULL,
	`sanitizer` integer NOT NULL,
	PRIMARY KEY(`edition_id`, `lesson_id`, `locale`, `audience`),
	FOREIGN KEY (`edition_id`) REFERENCES `editions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `dispute_answers` (
	`id` text PRIMARY KEY NOT NULL,
	`dispute_id` text NOT NULL,
	`answer` text NOT NULL,
	`mark_id` text,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`dispute_id`) REFERENCES `disputes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dispute_answers_disputeId_unique` ON `dispute_answers` (`dispute_id`);--> statement-breakpoint
CREATE TABLE `dispute_lines` (
	`dispute_id` text PRIMARY KEY NOT NULL,
	`line` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`dispute_id`) REFERENCES `disputes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `disputes` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`enrollment_id` text NOT NULL,
	`session_id` text NOT NULL,
	`claim` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `disputes_organization` ON `disputes` (`organization_id`);--> statement-breakpoint
CREATE INDEX `disputes_enrollment` ON `disputes` (`enrollment_id`,`session_id`);--> statement-breakpoint
CREATE TABLE `chain_heads` (
	`chain` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`position` integer NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `events` (
	`chain` text NOT NULL,
	`seq` integer NOT NULL,
	`position` integer PRIMARY KEY NOT NULL,
	`at` text NOT NULL,
	`actor` text NOT NULL,
	`subject` text NOT NULL,
	`kind` text NOT NULL,
	`data` text NOT NULL,
	`previous` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_chain` ON `events` (`chain`,`seq`);--> statement-breakpoint
CREATE INDEX `events_subject` ON `events` (`subject`);--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`group_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`activity` text NOT NULL,
	`state` text NOT NULL,
	`minutes` integer NOT NULL,
	`reason` text,
	`replaces` text NOT NULL,
	`correction` text,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`group_id`) REFERENCES `groups`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `deliveries_session` ON `deliveries` (`session_id`);--> statement-breakpoint
CREATE INDEX `deliveries_group` ON `deliveries` (`group_id`);--> statement-breakpoint
CREATE TABLE `marks` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`enrollment_id` text NOT NULL,
	`status` text NOT NULL,
	`came_at` integer,
	`left_at` integer,
	`reason` text,
	`late` text,
	`replaces` text NOT NULL,
	`correction` text,
	`operation_id` text NOT NULL,
	`marked_by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `marks_session` ON `marks` (`session_id`);--> statement-breakpoint
CREATE INDEX `marks_enrollment` ON `marks` (`enrollment_id`);--> statement-breakpoint
CREATE TABLE `milestones` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`enrollment_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`kind` text NOT NULL,
	`module_id` text NOT NULL,
	`voids` text,
	`at` text NOT NULL,
	`position` integer NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `milestones_enrollment` ON `milestones` (`enrollment_id`);--> statement-breakpoint
CREATE INDEX `milestones_position` ON `milestones` (`position`);--> statement-breakpoint
CREATE UNIQUE INDEX `milestones_voids` ON `milestones` (`voids`);--> statement-breakpoint
CREATE TABLE `operations` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`hash` text NOT NULL,
	`actor` text NOT NULL,
	`at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `practices` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`enrollment_id` text NOT NULL,
	`session_id` text,
	`lesson_id` text NOT NULL,
	`setting` text NOT NULL,
	`steps` text NOT NULL,
	`role` text,
	`result` text,
	`shown` integer NOT NULL,
	`replaces` text NOT NULL,
	`withdrawn` integer NOT NULL,
	`correction` text,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `practices_enrollment` ON `practices` (`enrollment_id`);--> statement-breakpoint
CREATE INDEX `practices_session` ON `practices` (`session_id`);--> statement-breakpoint
CREATE TABLE `standings` (
	`enrollment_id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`group_id` text NOT NULL,
	`lessons_done` integer NOT NULL,
	`lessons_needed` integer NOT NULL,
	`minutes` integer NOT NULL,
	`came` integer DEFAULT false NOT NULL,
	`practices` integer NOT NULL,
	`practices_needed` integer NOT NULL,
	`outlook` text NOT NULL,
	`finish_on` text,
	FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`group_id`) REFERENCES `groups`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `standings_organization` ON `standings` (`organization_id`);--> statement-breakpoint
CREATE INDEX `standings_group` ON `standings` (`group_id`);--> statement-breakpoint
CREATE TABLE `enrollments` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`group_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`sector_id` text,
	`enrolled_on` text NOT NULL,
	`enrolled_at` text NOT NULL,
	`enrolled_by` text NOT NULL,
	`exited_at` text,
	`exit_reason` text,
	`paused_on` text,
	`back_on` text,
	`pause_reason` text,
	`away` text NOT NULL,
	`carries` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`group_id`) REFERENCES `groups`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sector_id`) REFERENCES `sectors`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `enrollments_person` ON `enrollments` (`group_id`,`participant_id`);--> statement-breakpoint
CREATE INDEX `enrollments_participant` ON `enrollments` (`participant_id`);--> statement-breakpoint
CREATE INDEX `enrollments_organization` ON `enrollments` (`organization_id`);--> statement-breakpoint
CREATE TABLE `group_facilitators` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`group_id` text NOT NULL,
	`staff_id` text NOT NULL,
	`added_at` text NOT NULL,
	`ended_at` text,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`group_id`) REFERENCES `groups`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `group_facilitators_group` ON `group_facilitators` (`group_id`);--> statement-breakpoint
CREATE INDEX `group_facilitators_staff` ON `group_facilitators` (`staff_id`);--> statement-breakpoint
CREATE TABLE `groups` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`site_id` text NOT NULL,
	`edition_id` text NOT NULL,
	`policy_id` text NOT NULL,
	`name` text NOT NULL,
	`room` text NOT NULL,
	`starts_on` text NOT NULL,
	`slots` text NOT NULL,
	`capacity` integer DEFAULT 12 NOT NULL,
	`entry` text DEFAULT 'gated' NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`edition_id`) REFERENCES `editions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`policy_id`) REFERENCES `policies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `groups_organization` ON `groups` (`organization_id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`group_id` text NOT NULL,
	`number` integer NOT NULL,
	`date` text NOT NULL,
	`time` text NOT NULL,
	`zone` text NOT NULL,
	`minutes` integer NOT NULL,
	`starts_at` text NOT NULL,
	`room` text,
	`held_on` text,
	`revision` integer DEFAULT 0 NOT NULL,
	`changed_at` text,
	`kind` text DEFAULT 'course' NOT NULL,
	`lesson_ids` text NOT NULL,
	`ended_at` text,
	`ended_by` text,
	`cancelled_at` text,
	`cancelled_by` text,
	`cancel_reason` text,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`group_id`) REFERENCES `groups`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_number` ON `sessions` (`group_id`,`number`);--> statement-breakpoint
CREATE INDEX `sessions_starts` ON `sessions` (`starts_at`);--> statement-breakpoint
CREATE TABLE `homework` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`enrollment_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`state` text NOT NULL,
	`replaces` text NOT NULL,
	`correction` text,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `homework_session` ON `homework` (`session_id`);--> statement-breakpoint
CREATE INDEX `homework_enrollment` ON `homework` (`enrollment_id`);--> statement-breakpoint
CREATE TABLE `make_ups` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`enrollment_id` text NOT NULL,
	`make_up_id` text NOT NULL,
	`replaces` text,
	`lesson_id` text NOT NULL,
	`state` text NOT NULL,
	`way` text NOT NULL,
	`day` text NOT NULL,
	`session_id` text,
	`minutes` integer NOT NULL,
	`exception` text,
	`reason` text,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `make_ups_replaces_unique` ON `make_ups` (`replaces`);--> statement-breakpoint
CREATE INDEX `make_ups_enrollment` ON `make_ups` (`enrollment_id`);--> statement-breakpoint
CREATE INDEX `make_ups_organization` ON `make_ups` (`organization_id`,`make_up_id`);--> statement-breakpoint
CREATE INDEX `make_ups_session` ON `make_ups` (`session_id`);--> statement-breakpoint
CREATE TABLE `closures` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`site_id` text NOT NULL,
	`date` text NOT NULL,
	`reason` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `closures_site` ON `closures` (`site_id`,`date`);--> statement-breakpoint
CREATE TABLE `organizations` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`holidays` text,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `policies` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`data` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `policies_version_unique` ON `policies` (`version`);--> statement-breakpoint
CREATE TABLE `programs` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`zone` text NOT NULL,
	`holidays` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sectors` (
	`id` text PRIMARY KEY NOT NULL,
	`names` text NOT NULL,
	`created_at` text NOT NULL,
	`retired_at` text
);
--> statement-breakpoint
CREATE TABLE `sites` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`name` text NOT NULL,
	`zone` text NOT NULL,
	`holidays` text,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` text,
	`refresh_token_expires_at` text,
	`scope` text,
	`password` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `card_attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`card_id` text NOT NULL,
	`at` text NOT NULL,
	`succeeded` integer NOT NULL,
	FOREIGN KEY (`card_id`) REFERENCES `cards`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `card_attempts_card` ON `card_attempts` (`card_id`,`at`);--> statement-breakpoint
CREATE TABLE `card_logins` (
	`id` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`card_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`shared` integer DEFAULT false NOT NULL,
	`created_at` text NOT NULL,
	`last_seen_at` text NOT NULL,
	`ended_at` text,
	FOREIGN KEY (`card_id`) REFERENCES `cards`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `card_logins_tokenHash_unique` ON `card_logins` (`token_hash`);--> statement-breakpoint
CREATE TABLE `cards` (
	`id` text PRIMARY KEY NOT NULL,
	`participant_id` text NOT NULL,
	`token_index` text NOT NULL,
	`code_index` text NOT NULL,
	`pin_hash` text,
	`issued_at` text NOT NULL,
	`issued_by` text,
	`ended_at` text,
	`end_reason` text,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `cards_tokenIndex_unique` ON `cards` (`token_index`);--> statement-breakpoint
CREATE UNIQUE INDEX `cards_codeIndex_unique` ON `cards` (`code_index`);--> statement-breakpoint
CREATE INDEX `cards_participant` ON `cards` (`participant_id`);--> statement-breakpoint
CREATE TABLE `contacts` (
	`participant_id` text PRIMARY KEY NOT NULL,
	`phone` text,
	`way` text NOT NULL,
	`safe` text NOT NULL,
	`ask_for` text,
	`neutral` integer NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `former_names` (
	`id` text PRIMARY KEY NOT NULL,
	`participant_id` text NOT NULL,
	`first_name` text NOT NULL,
	`last_name` text NOT NULL,
	`reason` text NOT NULL,
	`changed_at` text NOT NULL,
	`changed_by` text NOT NULL,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `former_names_participant` ON `former_names` (`participant_id`);--> statement-breakpoint
CREATE TABLE `grants` (
	`id` text PRIMARY KEY NOT NULL,
	`staff_id` text NOT NULL,
	`role` text NOT NULL,
	`organization_id` text,
	`granted_at` text NOT NULL,
	`granted_by` text,
	`revoked_at` text,
	`revoked_by` text,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `grants_staff` ON `grants` (`staff_id`);--> statement-breakpoint
CREATE TABLE `invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`staff_id` text NOT NULL,
	`purpose` text NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`expires_at` text NOT NULL,
	`used_at` text,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_tokenHash_unique` ON `invitations` (`token_hash`);--> statement-breakpoint
CREATE TABLE `keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`recipient_id` text NOT NULL,
	`organization_id` text,
	`scopes` text NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`expires_at` text NOT NULL,
	`revoked_at` text,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `keys_hash` ON `keys` (`hash`);--> statement-breakpoint
CREATE TABLE `limits` (
	`key` text PRIMARY KEY NOT NULL,
	`points` integer NOT NULL,
	`expire` integer
);
--> statement-breakpoint
CREATE TABLE `logins` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` text NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`verified_at` text,
	`last_seen_at` text,
	`session_id` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `logins_token_unique` ON `logins` (`token`);--> statement-breakpoint
CREATE INDEX `logins_user` ON `logins` (`user_id`);--> statement-breakpoint
CREATE TABLE `participant_names` (
	`participant_id` text PRIMARY KEY NOT NULL,
	`first_name` text NOT NULL,
	`last_name` text NOT NULL,
	`legal_first_name` text,
	`legal_last_name` text,
	`language` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `participants` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `participants_number_unique` ON `participants` (`number`);--> statement-breakpoint
CREATE TABLE `staff` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`two_factor_enabled` integer DEFAULT false NOT NULL,
	`suspended_at` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_email_unique` ON `staff` (`email`);--> statement-breakpoint
CREATE TABLE `two_factors` (
	`id` text PRIMARY KEY NOT NULL,
	`secret` text NOT NULL,
	`backup_codes` text NOT NULL,
	`user_id` text NOT NULL,
	`verified` integer DEFAULT true,
	FOREIGN KEY (`user_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `verifications` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `verifications_identifier` ON `verifications` (`identifier`);--> statement-breakpoint
CREATE TABLE `enrollment_changes` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`enrollment_id` text NOT NULL,
	`kind` text NOT NULL,
	`day` text NOT NULL,
	`back_on` text,
	`reason` text,
	`override` text,
	`undoes` text,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `enrollment_changes_undoes_unique` ON `enrollment_changes` (`undoes`);--> statement-breakpoint
CREATE INDEX `enrollment_changes_enrollment` ON `enrollment_changes` (`enrollment_id`);--> statement-breakpoint
CREATE TABLE `keep_aparts` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`other_id` text NOT NULL,
	`ends` text,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`other_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `keep_aparts_ends_unique` ON `keep_aparts` (`ends`);--> statement-breakpoint
CREATE INDEX `keep_aparts_participant` ON `keep_aparts` (`participant_id`);--> statement-breakpoint
CREATE INDEX `keep_aparts_other` ON `keep_aparts` (`other_id`);--> statement-breakpoint
CREATE TABLE `reopenings` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`reason` text NOT NULL,
	`ended_at` text NOT NULL,
	`ended_by` text,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `reopenings_session` ON `reopenings` (`session_id`);--> statement-breakpoint
CREATE TABLE `outreach_tries` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`referral_id` text,
	`enrollment_id` text,
	`replaces` text,
	`day` text NOT NULL,
	`way` text NOT NULL,
	`outcome` text,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`referral_id`) REFERENCES `referrals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outreach_tries_replaces_unique` ON `outreach_tries` (`replaces`);--> statement-breakpoint
CREATE INDEX `outreach_tries_referral` ON `outreach_tries` (`referral_id`);--> statement-breakpoint
CREATE INDEX `outreach_tries_enrollment` ON `outreach_tries` (`enrollment_id`);--> statement-breakpoint
CREATE INDEX `outreach_tries_participant` ON `outreach_tries` (`participant_id`);--> statement-breakpoint
CREATE TABLE `referral_steps` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`referral_id` text NOT NULL,
	`replaces` text,
	`state` text NOT NULL,
	`group_id` text,
	`offered_group_id` text,
	`until` text,
	`offer_reason` text,
	`end` text,
	`enrollment_id` text,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`referral_id`) REFERENCES `referrals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`group_id`) REFERENCES `groups`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`offered_group_id`) REFERENCES `groups`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `referral_steps_replaces_unique` ON `referral_steps` (`replaces`);--> statement-breakpoint
CREATE INDEX `referral_steps_referral` ON `referral_steps` (`referral_id`);--> statement-breakpoint
CREATE INDEX `referral_steps_organization` ON `referral_steps` (`organization_id`,`state`);--> statement-breakpoint
CREATE INDEX `referral_steps_offered` ON `referral_steps` (`offered_group_id`);--> statement-breakpoint
CREATE TABLE `referrals` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`source` text NOT NULL,
	`referred_on` text NOT NULL,
	`site_id` text,
	`group_id` text,
	`day_part` text,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`group_id`) REFERENCES `groups`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `referrals_organization` ON `referrals` (`organization_id`);--> statement-breakpoint
CREATE INDEX `referrals_participant` ON `referrals` (`participant_id`);--> statement-breakpoint
CREATE TABLE `announced_absences` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`enrollment_id` text NOT NULL,
	`reason` text NOT NULL,
	`withdrawn` integer NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `announced_absences_session` ON `announced_absences` (`session_id`);--> statement-breakpoint
CREATE INDEX `announced_absences_enrollment` ON `announced_absences` (`enrollment_id`);--> statement-breakpoint
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
CREATE TABLE `guests` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`session_id` text NOT NULL,
	`first_name` text,
	`initial` text,
	`enrollment_id` text,
	`added_at` text NOT NULL,
	`added_by` text NOT NULL,
	`closed_at` text,
	`closed_by` text,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `guests_session` ON `guests` (`session_id`);--> statement-breakpoint
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
CREATE TABLE `room_screens` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text,
	`session_id` text,
	`edition_id` text NOT NULL,
	`lesson_id` text,
	`language` text NOT NULL,
	`code_index` text NOT NULL,
	`code_expires_at` text NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text NOT NULL,
	`expires_at` text NOT NULL,
	`closed_at` text,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`edition_id`) REFERENCES `editions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `room_screens_codeIndex_unique` ON `room_screens` (`code_index`);--> statement-breakpoint
CREATE INDEX `room_screens_session` ON `room_screens` (`session_id`);--> statement-breakpoint
CREATE INDEX `room_screens_creator` ON `room_screens` (`created_by`);--> statement-breakpoint
CREATE TABLE `room_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`screen_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`screen_id`) REFERENCES `room_screens`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `room_tokens_tokenHash_unique` ON `room_tokens` (`token_hash`);--> statement-breakpoint
CREATE INDEX `room_tokens_screen` ON `room_tokens` (`screen_id`);--> statement-breakpoint
CREATE TABLE `calendars` (
	`id` text PRIMARY KEY NOT NULL,
	`staff_id` text,
	`participant_id` text,
	`group_id` text,
	`language` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_at` text NOT NULL,
	`revoked_at` text,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`group_id`) REFERENCES `groups`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `calendars_tokenHash_unique` ON `calendars` (`token_hash`);--> statement-breakpoint
CREATE INDEX `calendars_staff` ON `calendars` (`staff_id`);--> statement-breakpoint
CREATE INDEX `calendars_participant` ON `calendars` (`participant_id`);--> statement-breakpoint
CREATE INDEX `calendars_group` ON `calendars` (`group_id`);--> statement-breakpoint
CREATE TABLE `covers` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`group_id` text NOT NULL,
	`staff_id` text NOT NULL,
	`session_id` text,
	`first_day` text NOT NULL,
	`last_day` text NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text NOT NULL,
	`ended_at` text,
	`ended_by` text,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`group_id`) REFERENCES `groups`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `covers_staff` ON `covers` (`staff_id`);--> statement-breakpoint
CREATE INDEX `covers_group` ON `covers` (`group_id`);--> statement-breakpoint
CREATE TABLE `schedule_changes` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`group_id` text NOT NULL,
	`kind` text NOT NULL,
	`reason` text,
	`sessions` text NOT NULL,
	`slots_before` text,
	`undoes` text,
	`at` text NOT NULL,
	`by` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`group_id`) REFERENCES `groups`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `schedule_changes_undoes_unique` ON `schedule_changes` (`undoes`);--> statement-breakpoint
CREATE INDEX `schedule_changes_group` ON `schedule_changes` (`group_id`,`at`);