CREATE TABLE `template_state` (
	`owner_id` text NOT NULL,
	`name` text NOT NULL,
	`language` text NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`category` text,
	`quality` text,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`owner_id`, `name`, `language`)
);
--> statement-breakpoint
CREATE TABLE `meta_upload` (
	`upload_id` text NOT NULL,
	`channel` text NOT NULL,
	`account_id` text NOT NULL,
	`meta_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`upload_id`, `channel`, `account_id`)
);
--> statement-breakpoint
ALTER TABLE `channel_account` ADD `login` text DEFAULT 'page' NOT NULL;--> statement-breakpoint
ALTER TABLE `channel_account` ADD `parent_id` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `channel_account` ADD `human_agent` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `channel_account` ADD `utility_templates` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `channel_account` ADD `marks_read` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `channel_account` ADD `trouble` text;--> statement-breakpoint
ALTER TABLE `conversation` ADD `opened_at` integer;--> statement-breakpoint
ALTER TABLE `conversation` ADD `free_entry_until` integer;--> statement-breakpoint
ALTER TABLE `conversation` ADD `marks` text;