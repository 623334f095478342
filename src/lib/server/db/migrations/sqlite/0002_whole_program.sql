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
CREATE INDEX `session_starts_session` ON `session_starts` (`session_id`);