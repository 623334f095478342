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
ALTER TABLE "engagements" ADD CONSTRAINT "engagements_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engagements" ADD CONSTRAINT "engagements_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engagements" ADD CONSTRAINT "engagements_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_starts" ADD CONSTRAINT "session_starts_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_starts" ADD CONSTRAINT "session_starts_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "coaching_goals_staff" ON "coaching_goals" USING btree ("organization_id","staff_id");--> statement-breakpoint
CREATE INDEX "credentials_staff" ON "credentials" USING btree ("organization_id","staff_id");--> statement-breakpoint
CREATE INDEX "observations_organization" ON "observations" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "observations_staff" ON "observations" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "observations_observer" ON "observations" USING btree ("observer_id");--> statement-breakpoint
CREATE INDEX "self_reports_session" ON "self_reports" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "signed_observations_observation" ON "signed_observations" USING btree ("observation_id");--> statement-breakpoint
CREATE INDEX "engagements_session" ON "engagements" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "engagements_enrollment" ON "engagements" USING btree ("enrollment_id");--> statement-breakpoint
CREATE INDEX "session_starts_session" ON "session_starts" USING btree ("session_id");