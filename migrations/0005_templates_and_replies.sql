CREATE TABLE `template_sync` (
	`owner_id` text PRIMARY KEY NOT NULL,
	`synced_at` integer NOT NULL,
	`sentence` text
);
--> statement-breakpoint
CREATE TABLE `quick_reply` (
	`id` text PRIMARY KEY NOT NULL,
	`scope` text NOT NULL,
	`owner_id` text NOT NULL,
	`group_id` text,
	`shortcut` text NOT NULL,
	`title` text NOT NULL,
	`text` text NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `quick_reply_owner` ON `quick_reply` (`owner_id`);--> statement-breakpoint
CREATE TABLE `saved_interactive` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`channel` text NOT NULL,
	`draft` text NOT NULL,
	`owner_id` text NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `template_state` ADD `meta_id` text;--> statement-breakpoint
ALTER TABLE `template_state` ADD `components` text;--> statement-breakpoint
ALTER TABLE `template_state` ADD `format` text;--> statement-breakpoint
ALTER TABLE `template_state` ADD `synced_at` integer;