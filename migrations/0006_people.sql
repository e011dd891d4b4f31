-- By hand: WITHOUT ROWID of contact; drizzle does not know it.
CREATE TABLE `audit` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`person_id` text NOT NULL,
	`person_name` text NOT NULL,
	`what` text NOT NULL,
	`about` text NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_about` ON `audit` (`about`,`at`);--> statement-breakpoint
CREATE INDEX `audit_newest` ON `audit` (`at`);--> statement-breakpoint
CREATE TABLE `contact` (
	`id` text PRIMARY KEY NOT NULL,
	`channel` text NOT NULL,
	`account_id` text NOT NULL,
	`phone` text NOT NULL,
	`facts` text NOT NULL,
	`import_id` text NOT NULL,
	`taken_at` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `contact_link` (
	`conversation_id` text PRIMARY KEY NOT NULL,
	`person` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `contact_link_person` ON `contact_link` (`person`);--> statement-breakpoint
CREATE TABLE `attribute` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`of` text NOT NULL,
	`options` text NOT NULL,
	`required` integer NOT NULL,
	`filterable` integer NOT NULL,
	`position` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `follow_up` (
	`conversation_id` text NOT NULL,
	`id` text NOT NULL,
	`rev` integer NOT NULL,
	`owner_id` text NOT NULL,
	`state` text NOT NULL,
	`at` integer NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`conversation_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `follow_up_at` ON `follow_up` (`state`,`at`);--> statement-breakpoint
CREATE INDEX `follow_up_owner` ON `follow_up` (`owner_id`,`state`,`at`);--> statement-breakpoint
CREATE TABLE `import_run` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`by` text NOT NULL,
	`created_at` integer NOT NULL,
	`state` text NOT NULL,
	`plan` text NOT NULL,
	`counts` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `notice` (
	`person_id` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`read_at` integer,
	`body` text NOT NULL,
	PRIMARY KEY(`person_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `notice_newest` ON `notice` (`person_id`,`at`);--> statement-breakpoint
CREATE TABLE `notice_setting` (
	`person_id` text PRIMARY KEY NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `channel_account` ADD `group_id` text;--> statement-breakpoint
ALTER TABLE `team_group` ADD `assigning` text DEFAULT 'off' NOT NULL;--> statement-breakpoint
ALTER TABLE `team_group` ADD `most` integer;--> statement-breakpoint
ALTER TABLE `user` ADD `away` integer DEFAULT false NOT NULL;