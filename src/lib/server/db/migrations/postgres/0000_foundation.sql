CREATE TABLE "check_in_codes" (
	"session_id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"secret" text NOT NULL,
	"opened_at" text NOT NULL,
	"opened_by" text NOT NULL,
	"closed_at" text
);
--> statement-breakpoint
CREATE TABLE "check_ins" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"enrollment_id" text NOT NULL,
	"check_in_id" text NOT NULL,
	"replaces" text,
	"state" text NOT NULL,
	"way" text NOT NULL,
	"arrived_at" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "check_ins_replaces_unique" UNIQUE("replaces")
);
--> statement-breakpoint
CREATE TABLE "kiosks" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" text NOT NULL,
	"created_by" text NOT NULL,
	"closed_at" text,
	CONSTRAINT "kiosks_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"id" text PRIMARY KEY NOT NULL,
	"participant_id" text NOT NULL,
	"organization_id" text NOT NULL,
	"recipient_id" text NOT NULL,
	"kind" text NOT NULL,
	"information" text NOT NULL,
	"purpose" text NOT NULL,
	"signed_on" text NOT NULL,
	"expires_on" text NOT NULL,
	"signature" text NOT NULL,
	"text_version" bigint NOT NULL,
	"recorded_by" text NOT NULL,
	"at" text NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "disclosures" (
	"id" text PRIMARY KEY NOT NULL,
	"participant_id" text NOT NULL,
	"organization_id" text NOT NULL,
	"recipient_id" text NOT NULL,
	"consent_id" text NOT NULL,
	"via" text NOT NULL,
	"what" text NOT NULL,
	"told_to" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recipients" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"created_at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "revocations" (
	"consent_id" text PRIMARY KEY NOT NULL,
	"recorded_by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "draft_files" (
	"draft_id" text NOT NULL,
	"path" text NOT NULL,
	"text" text NOT NULL,
	"revision" bigint NOT NULL,
	"updated_at" text NOT NULL,
	"updated_by" text NOT NULL,
	CONSTRAINT "draft_files_draft_id_path_pk" PRIMARY KEY("draft_id","path")
);
--> statement-breakpoint
CREATE TABLE "drafts" (
	"id" text PRIMARY KEY NOT NULL,
	"edition_id" text NOT NULL,
	"created_at" text NOT NULL,
	"created_by" text NOT NULL,
	"published_at" text,
	"discarded_at" text
);
--> statement-breakpoint
CREATE TABLE "edition_files" (
	"edition_id" text NOT NULL,
	"path" text NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "edition_files_edition_id_path_pk" PRIMARY KEY("edition_id","path")
);
--> statement-breakpoint
CREATE TABLE "editions" (
	"id" text PRIMARY KEY NOT NULL,
	"curriculum" text NOT NULL,
	"version" text NOT NULL,
	"title" text NOT NULL,
	"hash" text NOT NULL,
	"outline" text NOT NULL,
	"published_at" text NOT NULL,
	"published_by" text
);
--> statement-breakpoint
CREATE TABLE "lesson_pages" (
	"edition_id" text NOT NULL,
	"lesson_id" text NOT NULL,
	"locale" text NOT NULL,
	"audience" text NOT NULL,
	"intro" text NOT NULL,
	"activities" text NOT NULL,
	"sanitizer" bigint NOT NULL,
	CONSTRAINT "lesson_pages_edition_id_lesson_id_locale_audience_pk" PRIMARY KEY("edition_id","lesson_id","locale","audience")
);
--> statement-breakpoint
CREATE TABLE "dispute_answers" (
	"id" text PRIMARY KEY NOT NULL,
	"dispute_id" text NOT NULL,
	"answer" text NOT NULL,
	"mark_id" text,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "dispute_answers_disputeId_unique" UNIQUE("dispute_id")
);
--> statement-breakpoint
CREATE TABLE "dispute_lines" (
	"dispute_id" text PRIMARY KEY NOT NULL,
	"line" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "disputes" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"enrollment_id" text NOT NULL,
	"session_id" text NOT NULL,
	"claim" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chain_heads" (
	"chain" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"position" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"chain" text NOT NULL,
	"seq" bigint NOT NULL,
	"position" bigint PRIMARY KEY NOT NULL,
	"at" text NOT NULL,
	"actor" text NOT NULL,
	"subject" text NOT NULL,
	"kind" text NOT NULL,
	"data" text NOT NULL,
	"previous" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"group_id" text NOT NULL,
	"lesson_id" text NOT NULL,
	"activity" text NOT NULL,
	"state" text NOT NULL,
	"minutes" bigint NOT NULL,
	"reason" text,
	"replaces" text NOT NULL,
	"correction" text,
	"by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "marks" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"enrollment_id" text NOT NULL,
	"status" text NOT NULL,
	"came_at" bigint,
	"left_at" bigint,
	"reason" text,
	"late" text,
	"replaces" text NOT NULL,
	"correction" text,
	"operation_id" text NOT NULL,
	"marked_by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "milestones" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"enrollment_id" text NOT NULL,
	"participant_id" text NOT NULL,
	"kind" text NOT NULL,
	"module_id" text NOT NULL,
	"voids" text,
	"at" text NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "operations" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"hash" text NOT NULL,
	"actor" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "practices" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"enrollment_id" text NOT NULL,
	"session_id" text,
	"lesson_id" text NOT NULL,
	"setting" text NOT NULL,
	"steps" text NOT NULL,
	"role" text,
	"result" text,
	"shown" boolean NOT NULL,
	"replaces" text NOT NULL,
	"withdrawn" boolean NOT NULL,
	"correction" text,
	"by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "standings" (
	"enrollment_id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"group_id" text NOT NULL,
	"lessons_done" bigint NOT NULL,
	"lessons_needed" bigint NOT NULL,
	"minutes" bigint NOT NULL,
	"came" boolean DEFAULT false NOT NULL,
	"practices" bigint NOT NULL,
	"practices_needed" bigint NOT NULL,
	"outlook" text NOT NULL,
	"finish_on" text
);
--> statement-breakpoint
CREATE TABLE "enrollments" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"group_id" text NOT NULL,
	"participant_id" text NOT NULL,
	"sector_id" text,
	"enrolled_on" text NOT NULL,
	"enrolled_at" text NOT NULL,
	"enrolled_by" text NOT NULL,
	"exited_at" text,
	"exit_reason" text,
	"paused_on" text,
	"back_on" text,
	"pause_reason" text,
	"away" text NOT NULL,
	"carries" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "group_facilitators" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"group_id" text NOT NULL,
	"staff_id" text NOT NULL,
	"added_at" text NOT NULL,
	"ended_at" text
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"site_id" text NOT NULL,
	"edition_id" text NOT NULL,
	"policy_id" text NOT NULL,
	"name" text NOT NULL,
	"room" text NOT NULL,
	"starts_on" text NOT NULL,
	"slots" text NOT NULL,
	"capacity" bigint DEFAULT 12 NOT NULL,
	"entry" text DEFAULT 'gated' NOT NULL,
	"created_at" text NOT NULL,
	"created_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"group_id" text NOT NULL,
	"number" bigint NOT NULL,
	"date" text NOT NULL,
	"time" text NOT NULL,
	"zone" text NOT NULL,
	"minutes" bigint NOT NULL,
	"starts_at" text NOT NULL,
	"room" text,
	"held_on" text,
	"revision" bigint DEFAULT 0 NOT NULL,
	"changed_at" text,
	"kind" text DEFAULT 'course' NOT NULL,
	"lesson_ids" text NOT NULL,
	"ended_at" text,
	"ended_by" text,
	"cancelled_at" text,
	"cancelled_by" text,
	"cancel_reason" text
);
--> statement-breakpoint
CREATE TABLE "homework" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"enrollment_id" text NOT NULL,
	"lesson_id" text NOT NULL,
	"state" text NOT NULL,
	"replaces" text NOT NULL,
	"correction" text,
	"by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "make_ups" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"enrollment_id" text NOT NULL,
	"make_up_id" text NOT NULL,
	"replaces" text,
	"lesson_id" text NOT NULL,
	"state" text NOT NULL,
	"way" text NOT NULL,
	"day" text NOT NULL,
	"session_id" text,
	"minutes" bigint NOT NULL,
	"exception" text,
	"reason" text,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "make_ups_replaces_unique" UNIQUE("replaces")
);
--> statement-breakpoint
CREATE TABLE "closures" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"site_id" text NOT NULL,
	"date" text NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"holidays" text,
	"created_at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policies" (
	"id" text PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL,
	"data" text NOT NULL,
	"created_at" text NOT NULL,
	CONSTRAINT "policies_version_unique" UNIQUE("version")
);
--> statement-breakpoint
CREATE TABLE "programs" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"zone" text NOT NULL,
	"holidays" text NOT NULL,
	"created_at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sectors" (
	"id" text PRIMARY KEY NOT NULL,
	"names" text NOT NULL,
	"created_at" text NOT NULL,
	"retired_at" text
);
--> statement-breakpoint
CREATE TABLE "sites" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"name" text NOT NULL,
	"zone" text NOT NULL,
	"holidays" text
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" text,
	"refresh_token_expires_at" text,
	"scope" text,
	"password" text,
	"created_at" text NOT NULL,
	"updated_at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "card_attempts" (
	"id" text PRIMARY KEY NOT NULL,
	"card_id" text NOT NULL,
	"at" text NOT NULL,
	"succeeded" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "card_logins" (
	"id" text PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"card_id" text NOT NULL,
	"participant_id" text NOT NULL,
	"shared" boolean DEFAULT false NOT NULL,
	"created_at" text NOT NULL,
	"last_seen_at" text NOT NULL,
	"ended_at" text,
	CONSTRAINT "card_logins_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "cards" (
	"id" text PRIMARY KEY NOT NULL,
	"participant_id" text NOT NULL,
	"token_index" text NOT NULL,
	"code_index" text NOT NULL,
	"pin_hash" text,
	"issued_at" text NOT NULL,
	"issued_by" text,
	"ended_at" text,
	"end_reason" text,
	CONSTRAINT "cards_tokenIndex_unique" UNIQUE("token_index"),
	CONSTRAINT "cards_codeIndex_unique" UNIQUE("code_index")
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"participant_id" text PRIMARY KEY NOT NULL,
	"phone" text,
	"way" text NOT NULL,
	"safe" text NOT NULL,
	"ask_for" text,
	"neutral" boolean NOT NULL,
	"updated_at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "former_names" (
	"id" text PRIMARY KEY NOT NULL,
	"participant_id" text NOT NULL,
	"first_name" text NOT NULL,
	"last_name" text NOT NULL,
	"reason" text NOT NULL,
	"changed_at" text NOT NULL,
	"changed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "grants" (
	"id" text PRIMARY KEY NOT NULL,
	"staff_id" text NOT NULL,
	"role" text NOT NULL,
	"organization_id" text,
	"granted_at" text NOT NULL,
	"granted_by" text,
	"revoked_at" text,
	"revoked_by" text
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" text PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"staff_id" text NOT NULL,
	"purpose" text NOT NULL,
	"created_at" text NOT NULL,
	"created_by" text,
	"expires_at" text NOT NULL,
	"used_at" text,
	CONSTRAINT "invitations_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "keys" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"recipient_id" text NOT NULL,
	"organization_id" text,
	"scopes" text NOT NULL,
	"created_at" text NOT NULL,
	"created_by" text,
	"expires_at" text NOT NULL,
	"revoked_at" text
);
--> statement-breakpoint
CREATE TABLE "limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" bigint NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "logins" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" text NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"verified_at" text,
	"last_seen_at" text,
	"session_id" text,
	"created_at" text NOT NULL,
	"updated_at" text NOT NULL,
	CONSTRAINT "logins_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "participant_names" (
	"participant_id" text PRIMARY KEY NOT NULL,
	"first_name" text NOT NULL,
	"last_name" text NOT NULL,
	"legal_first_name" text,
	"legal_last_name" text,
	"language" text NOT NULL,
	"updated_at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "participants" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"created_at" text NOT NULL,
	CONSTRAINT "participants_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"two_factor_enabled" boolean DEFAULT false NOT NULL,
	"suspended_at" text,
	"created_at" text NOT NULL,
	"updated_at" text NOT NULL,
	CONSTRAINT "staff_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "two_factors" (
	"id" text PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"backup_codes" text NOT NULL,
	"user_id" text NOT NULL,
	"verified" boolean DEFAULT true
);
--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" text NOT NULL,
	"created_at" text NOT NULL,
	"updated_at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "enrollment_changes" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"enrollment_id" text NOT NULL,
	"kind" text NOT NULL,
	"day" text NOT NULL,
	"back_on" text,
	"reason" text,
	"override" text,
	"undoes" text,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "enrollment_changes_undoes_unique" UNIQUE("undoes")
);
--> statement-breakpoint
CREATE TABLE "keep_aparts" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"participant_id" text NOT NULL,
	"other_id" text NOT NULL,
	"ends" text,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "keep_aparts_ends_unique" UNIQUE("ends")
);
--> statement-breakpoint
CREATE TABLE "reopenings" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"reason" text NOT NULL,
	"ended_at" text NOT NULL,
	"ended_by" text,
	"by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outreach_tries" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"participant_id" text NOT NULL,
	"referral_id" text,
	"enrollment_id" text,
	"replaces" text,
	"day" text NOT NULL,
	"way" text NOT NULL,
	"outcome" text,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "outreach_tries_replaces_unique" UNIQUE("replaces")
);
--> statement-breakpoint
CREATE TABLE "referral_steps" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"referral_id" text NOT NULL,
	"replaces" text,
	"state" text NOT NULL,
	"group_id" text,
	"offered_group_id" text,
	"until" text,
	"offer_reason" text,
	"end" text,
	"enrollment_id" text,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "referral_steps_replaces_unique" UNIQUE("replaces")
);
--> statement-breakpoint
CREATE TABLE "referrals" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"participant_id" text NOT NULL,
	"source" text NOT NULL,
	"referred_on" text NOT NULL,
	"site_id" text,
	"group_id" text,
	"day_part" text,
	"by" text NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "announced_absences" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"enrollment_id" text NOT NULL,
	"reason" text NOT NULL,
	"withdrawn" boolean NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL
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
CREATE TABLE "guests" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"first_name" text,
	"initial" text,
	"enrollment_id" text,
	"added_at" text NOT NULL,
	"added_by" text NOT NULL,
	"closed_at" text,
	"closed_by" text
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
CREATE TABLE "room_screens" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text,
	"session_id" text,
	"edition_id" text NOT NULL,
	"lesson_id" text,
	"language" text NOT NULL,
	"code_index" text NOT NULL,
	"code_expires_at" text NOT NULL,
	"created_at" text NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" text NOT NULL,
	"closed_at" text,
	CONSTRAINT "room_screens_codeIndex_unique" UNIQUE("code_index")
);
--> statement-breakpoint
CREATE TABLE "room_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"screen_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" text NOT NULL,
	CONSTRAINT "room_tokens_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "calendars" (
	"id" text PRIMARY KEY NOT NULL,
	"staff_id" text,
	"participant_id" text,
	"group_id" text,
	"language" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" text NOT NULL,
	"revoked_at" text,
	CONSTRAINT "calendars_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "covers" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"group_id" text NOT NULL,
	"staff_id" text NOT NULL,
	"session_id" text,
	"first_day" text NOT NULL,
	"last_day" text NOT NULL,
	"created_at" text NOT NULL,
	"created_by" text NOT NULL,
	"ended_at" text,
	"ended_by" text
);
--> statement-breakpoint
CREATE TABLE "schedule_changes" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"group_id" text NOT NULL,
	"kind" text NOT NULL,
	"reason" text,
	"sessions" text NOT NULL,
	"slots_before" text,
	"undoes" text,
	"at" text NOT NULL,
	"by" text NOT NULL,
	CONSTRAINT "schedule_changes_undoes_unique" UNIQUE("undoes")
);
--> statement-breakpoint
ALTER TABLE "check_in_codes" ADD CONSTRAINT "check_in_codes_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_in_codes" ADD CONSTRAINT "check_in_codes_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_in_codes" ADD CONSTRAINT "check_in_codes_opened_by_staff_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kiosks" ADD CONSTRAINT "kiosks_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kiosks" ADD CONSTRAINT "kiosks_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kiosks" ADD CONSTRAINT "kiosks_created_by_staff_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_recipient_id_recipients_id_fk" FOREIGN KEY ("recipient_id") REFERENCES "public"."recipients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosures" ADD CONSTRAINT "disclosures_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosures" ADD CONSTRAINT "disclosures_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosures" ADD CONSTRAINT "disclosures_recipient_id_recipients_id_fk" FOREIGN KEY ("recipient_id") REFERENCES "public"."recipients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosures" ADD CONSTRAINT "disclosures_consent_id_consents_id_fk" FOREIGN KEY ("consent_id") REFERENCES "public"."consents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revocations" ADD CONSTRAINT "revocations_consent_id_consents_id_fk" FOREIGN KEY ("consent_id") REFERENCES "public"."consents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft_files" ADD CONSTRAINT "draft_files_draft_id_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."drafts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "edition_files" ADD CONSTRAINT "edition_files_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lesson_pages" ADD CONSTRAINT "lesson_pages_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_answers" ADD CONSTRAINT "dispute_answers_dispute_id_disputes_id_fk" FOREIGN KEY ("dispute_id") REFERENCES "public"."disputes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_lines" ADD CONSTRAINT "dispute_lines_dispute_id_disputes_id_fk" FOREIGN KEY ("dispute_id") REFERENCES "public"."disputes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marks" ADD CONSTRAINT "marks_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marks" ADD CONSTRAINT "marks_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marks" ADD CONSTRAINT "marks_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "milestones" ADD CONSTRAINT "milestones_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "milestones" ADD CONSTRAINT "milestones_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practices" ADD CONSTRAINT "practices_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practices" ADD CONSTRAINT "practices_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practices" ADD CONSTRAINT "practices_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standings" ADD CONSTRAINT "standings_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standings" ADD CONSTRAINT "standings_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standings" ADD CONSTRAINT "standings_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrollments" ADD CONSTRAINT "enrollments_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrollments" ADD CONSTRAINT "enrollments_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrollments" ADD CONSTRAINT "enrollments_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrollments" ADD CONSTRAINT "enrollments_sector_id_sectors_id_fk" FOREIGN KEY ("sector_id") REFERENCES "public"."sectors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_facilitators" ADD CONSTRAINT "group_facilitators_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_facilitators" ADD CONSTRAINT "group_facilitators_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_facilitators" ADD CONSTRAINT "group_facilitators_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_policy_id_policies_id_fk" FOREIGN KEY ("policy_id") REFERENCES "public"."policies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "homework" ADD CONSTRAINT "homework_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "homework" ADD CONSTRAINT "homework_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "homework" ADD CONSTRAINT "homework_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "make_ups" ADD CONSTRAINT "make_ups_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "make_ups" ADD CONSTRAINT "make_ups_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "make_ups" ADD CONSTRAINT "make_ups_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "closures" ADD CONSTRAINT "closures_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "closures" ADD CONSTRAINT "closures_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sites" ADD CONSTRAINT "sites_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_staff_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card_attempts" ADD CONSTRAINT "card_attempts_card_id_cards_id_fk" FOREIGN KEY ("card_id") REFERENCES "public"."cards"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card_logins" ADD CONSTRAINT "card_logins_card_id_cards_id_fk" FOREIGN KEY ("card_id") REFERENCES "public"."cards"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card_logins" ADD CONSTRAINT "card_logins_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cards" ADD CONSTRAINT "cards_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "former_names" ADD CONSTRAINT "former_names_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "keys" ADD CONSTRAINT "keys_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "logins" ADD CONSTRAINT "logins_user_id_staff_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participant_names" ADD CONSTRAINT "participant_names_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "two_factors" ADD CONSTRAINT "two_factors_user_id_staff_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrollment_changes" ADD CONSTRAINT "enrollment_changes_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrollment_changes" ADD CONSTRAINT "enrollment_changes_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "keep_aparts" ADD CONSTRAINT "keep_aparts_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "keep_aparts" ADD CONSTRAINT "keep_aparts_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "keep_aparts" ADD CONSTRAINT "keep_aparts_other_id_participants_id_fk" FOREIGN KEY ("other_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reopenings" ADD CONSTRAINT "reopenings_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reopenings" ADD CONSTRAINT "reopenings_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outreach_tries" ADD CONSTRAINT "outreach_tries_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outreach_tries" ADD CONSTRAINT "outreach_tries_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outreach_tries" ADD CONSTRAINT "outreach_tries_referral_id_referrals_id_fk" FOREIGN KEY ("referral_id") REFERENCES "public"."referrals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outreach_tries" ADD CONSTRAINT "outreach_tries_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_steps" ADD CONSTRAINT "referral_steps_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_steps" ADD CONSTRAINT "referral_steps_referral_id_referrals_id_fk" FOREIGN KEY ("referral_id") REFERENCES "public"."referrals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_steps" ADD CONSTRAINT "referral_steps_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_steps" ADD CONSTRAINT "referral_steps_offered_group_id_groups_id_fk" FOREIGN KEY ("offered_group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_steps" ADD CONSTRAINT "referral_steps_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "announced_absences" ADD CONSTRAINT "announced_absences_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "announced_absences" ADD CONSTRAINT "announced_absences_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "announced_absences" ADD CONSTRAINT "announced_absences_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engagements" ADD CONSTRAINT "engagements_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engagements" ADD CONSTRAINT "engagements_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engagements" ADD CONSTRAINT "engagements_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guests" ADD CONSTRAINT "guests_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guests" ADD CONSTRAINT "guests_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guests" ADD CONSTRAINT "guests_enrollment_id_enrollments_id_fk" FOREIGN KEY ("enrollment_id") REFERENCES "public"."enrollments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_starts" ADD CONSTRAINT "session_starts_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_starts" ADD CONSTRAINT "session_starts_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_screens" ADD CONSTRAINT "room_screens_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_screens" ADD CONSTRAINT "room_screens_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_screens" ADD CONSTRAINT "room_screens_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_screens" ADD CONSTRAINT "room_screens_created_by_staff_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_tokens" ADD CONSTRAINT "room_tokens_screen_id_room_screens_id_fk" FOREIGN KEY ("screen_id") REFERENCES "public"."room_screens"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendars" ADD CONSTRAINT "calendars_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendars" ADD CONSTRAINT "calendars_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendars" ADD CONSTRAINT "calendars_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "covers" ADD CONSTRAINT "covers_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "covers" ADD CONSTRAINT "covers_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "covers" ADD CONSTRAINT "covers_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "covers" ADD CONSTRAINT "covers_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule_changes" ADD CONSTRAINT "schedule_changes_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule_changes" ADD CONSTRAINT "schedule_changes_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "check_ins_session" ON "check_ins" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "check_ins_enrollment" ON "check_ins" USING btree ("enrollment_id");--> statement-breakpoint
CREATE INDEX "kiosks_session" ON "kiosks" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "consents_participant" ON "consents" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "consents_recipient" ON "consents" USING btree ("recipient_id");--> statement-breakpoint
CREATE INDEX "disclosures_participant" ON "disclosures" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "disclosures_recipient" ON "disclosures" USING btree ("recipient_id");--> statement-breakpoint
CREATE INDEX "draft_files_draft" ON "draft_files" USING btree ("draft_id");--> statement-breakpoint
CREATE UNIQUE INDEX "editions_version" ON "editions" USING btree ("curriculum","version");--> statement-breakpoint
CREATE INDEX "disputes_organization" ON "disputes" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "disputes_enrollment" ON "disputes" USING btree ("enrollment_id","session_id");--> statement-breakpoint
CREATE UNIQUE INDEX "events_chain" ON "events" USING btree ("chain","seq");--> statement-breakpoint
CREATE INDEX "events_subject" ON "events" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "deliveries_session" ON "deliveries" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "deliveries_group" ON "deliveries" USING btree ("group_id");--> statement-breakpoint
CREATE INDEX "marks_session" ON "marks" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "marks_enrollment" ON "marks" USING btree ("enrollment_id");--> statement-breakpoint
CREATE INDEX "milestones_enrollment" ON "milestones" USING btree ("enrollment_id");--> statement-breakpoint
CREATE INDEX "milestones_position" ON "milestones" USING btree ("position");--> statement-breakpoint
CREATE UNIQUE INDEX "milestones_voids" ON "milestones" USING btree ("voids");--> statement-breakpoint
CREATE INDEX "practices_enrollment" ON "practices" USING btree ("enrollment_id");--> statement-breakpoint
CREATE INDEX "practices_session" ON "practices" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "standings_organization" ON "standings" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "standings_group" ON "standings" USING btree ("group_id");--> statement-breakpoint
CREATE UNIQUE INDEX "enrollments_person" ON "enrollments" USING btree ("group_id","participant_id");--> statement-breakpoint
CREATE INDEX "enrollments_participant" ON "enrollments" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "enrollments_organization" ON "enrollments" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "group_facilitators_group" ON "group_facilitators" USING btree ("group_id");--> statement-breakpoint
CREATE INDEX "group_facilitators_staff" ON "group_facilitators" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "groups_organization" ON "groups" USING btree ("organization_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_number" ON "sessions" USING btree ("group_id","number");--> statement-breakpoint
CREATE INDEX "sessions_starts" ON "sessions" USING btree ("starts_at");--> statement-breakpoint
CREATE INDEX "homework_session" ON "homework" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "homework_enrollment" ON "homework" USING btree ("enrollment_id");--> statement-breakpoint
CREATE INDEX "make_ups_enrollment" ON "make_ups" USING btree ("enrollment_id");--> statement-breakpoint
CREATE INDEX "make_ups_organization" ON "make_ups" USING btree ("organization_id","make_up_id");--> statement-breakpoint
CREATE INDEX "make_ups_session" ON "make_ups" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "closures_site" ON "closures" USING btree ("site_id","date");--> statement-breakpoint
CREATE INDEX "card_attempts_card" ON "card_attempts" USING btree ("card_id","at");--> statement-breakpoint
CREATE INDEX "cards_participant" ON "cards" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "former_names_participant" ON "former_names" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "grants_staff" ON "grants" USING btree ("staff_id");--> statement-breakpoint
CREATE UNIQUE INDEX "keys_hash" ON "keys" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "logins_user" ON "logins" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verifications_identifier" ON "verifications" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "enrollment_changes_enrollment" ON "enrollment_changes" USING btree ("enrollment_id");--> statement-breakpoint
CREATE INDEX "keep_aparts_participant" ON "keep_aparts" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "keep_aparts_other" ON "keep_aparts" USING btree ("other_id");--> statement-breakpoint
CREATE INDEX "reopenings_session" ON "reopenings" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "outreach_tries_referral" ON "outreach_tries" USING btree ("referral_id");--> statement-breakpoint
CREATE INDEX "outreach_tries_enrollment" ON "outreach_tries" USING btree ("enrollment_id");--> statement-breakpoint
CREATE INDEX "outreach_tries_participant" ON "outreach_tries" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "referral_steps_referral" ON "referral_steps" USING btree ("referral_id");--> statement-breakpoint
CREATE INDEX "referral_steps_organization" ON "referral_steps" USING btree ("organization_id","state");--> statement-breakpoint
CREATE INDEX "referral_steps_offered" ON "referral_steps" USING btree ("offered_group_id");--> statement-breakpoint
CREATE INDEX "referrals_organization" ON "referrals" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "referrals_participant" ON "referrals" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "announced_absences_session" ON "announced_absences" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "announced_absences_enrollment" ON "announced_absences" USING btree ("enrollment_id");--> statement-breakpoint
CREATE INDEX "engagements_session" ON "engagements" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "engagements_enrollment" ON "engagements" USING btree ("enrollment_id");--> statement-breakpoint
CREATE INDEX "guests_session" ON "guests" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "session_starts_session" ON "session_starts" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "room_screens_session" ON "room_screens" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "room_screens_creator" ON "room_screens" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "room_tokens_screen" ON "room_tokens" USING btree ("screen_id");--> statement-breakpoint
CREATE INDEX "calendars_staff" ON "calendars" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "calendars_participant" ON "calendars" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "calendars_group" ON "calendars" USING btree ("group_id");--> statement-breakpoint
CREATE INDEX "covers_staff" ON "covers" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "covers_group" ON "covers" USING btree ("group_id");--> statement-breakpoint
CREATE INDEX "schedule_changes_group" ON "schedule_changes" USING btree ("group_id","at");