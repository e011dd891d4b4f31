-- By hand: WITHOUT ROWID, and everything from the inverted indexes on; drizzle knows neither.
CREATE TABLE `team_group` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `team_group_name` ON `team_group` (`name`);--> statement-breakpoint
CREATE TABLE `team_group_member` (
	`group_id` text NOT NULL,
	`person_id` text NOT NULL,
	PRIMARY KEY(`group_id`, `person_id`)
);
--> statement-breakpoint
CREATE INDEX `team_group_member_person` ON `team_group_member` (`person_id`);--> statement-breakpoint
CREATE TABLE `lead_status` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`colour` text NOT NULL,
	`final` integer NOT NULL,
	`position` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `tag` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`colour` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tag_name` ON `tag` (`name`);--> statement-breakpoint
CREATE TABLE `conversation` (
	`id` text PRIMARY KEY NOT NULL,
	`rev` integer NOT NULL,
	`head` text NOT NULL,
	`place` integer NOT NULL,
	`waiting_place` integer,
	`print` text NOT NULL,
	`last_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`window_expires_at` integer,
	`free_entry_until` integer,
	`follow_up_at` integer,
	`due_at` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `pin` (
	`person_id` text NOT NULL,
	`conversation_id` text NOT NULL,
	PRIMARY KEY(`person_id`, `conversation_id`)
);
--> statement-breakpoint
CREATE TABLE `tally` (
	`group_id` text PRIMARY KEY NOT NULL,
	`counts` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `view` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`owner` text NOT NULL,
	`shared` integer NOT NULL,
	`tab` text NOT NULL,
	`sort` text NOT NULL,
	`filter` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `view_owner` ON `view` (`owner`);
--> statement-breakpoint
-- What a conversation is found by, in the order of its newest message; while the customer waits, once more in the order of
-- waiting, from rowid 2^62 on. One posting list a facet: every combination is a merge, and the order is the rowid's.
CREATE VIRTUAL TABLE `facet` USING fts5(
	tokens, id UNINDEXED, content='', contentless_delete=1, contentless_unindexed=1, detail=none, tokenize='ascii'
);
--> statement-breakpoint
-- The words of messages, newest first by rowid.
CREATE VIRTUAL TABLE `said` USING fts5(
	tokens, conversation UNINDEXED, message UNINDEXED, at UNINDEXED, text UNINDEXED,
	content='', contentless_delete=1, contentless_unindexed=1, detail=none, tokenize='ascii'
);
--> statement-breakpoint
-- A row and its documents are written together, through here: INSERT INTO indexing. A row gives way only to a higher rev.
CREATE VIEW `indexing` AS SELECT *, '' AS tokens FROM `conversation`;
--> statement-breakpoint
CREATE TRIGGER `indexing_written` INSTEAD OF INSERT ON `indexing` BEGIN
	UPDATE `facet` SET rowid = new.place, tokens = new.tokens, id = new.id
	WHERE rowid = (
		SELECT place FROM `conversation` AS old
		WHERE old.id = new.id AND old.rev < new.rev AND (old.place <> new.place OR old.print <> new.print)
	);
	UPDATE `facet` SET rowid = new.waiting_place, tokens = new.tokens, id = new.id
	WHERE rowid = (
		SELECT waiting_place FROM `conversation` AS old
		WHERE old.id = new.id AND old.rev < new.rev AND new.waiting_place IS NOT NULL
			AND (old.waiting_place <> new.waiting_place OR old.print <> new.print)
	);
	DELETE FROM `facet`
	WHERE rowid = (
		SELECT waiting_place FROM `conversation` AS old
		WHERE old.id = new.id AND old.rev < new.rev AND new.waiting_place IS NULL
	);
	-- OR REPLACE: a document of its own that a spoiled row left behind.
	INSERT OR REPLACE INTO `facet` (rowid, tokens, id) SELECT new.place, new.tokens, new.id
	WHERE NOT EXISTS (SELECT 1 FROM `conversation` AS old WHERE old.id = new.id);
	INSERT OR REPLACE INTO `facet` (rowid, tokens, id) SELECT new.waiting_place, new.tokens, new.id
	WHERE new.waiting_place IS NOT NULL AND NOT EXISTS (
		SELECT 1 FROM `conversation` AS old
		WHERE old.id = new.id AND (old.rev >= new.rev OR old.waiting_place IS NOT NULL)
	);
	INSERT INTO `conversation` (
		id, rev, head, place, waiting_place, print, last_at, created_at,
		window_expires_at, free_entry_until, follow_up_at, due_at
	) VALUES (
		new.id, new.rev, new.head, new.place, new.waiting_place, new.print, new.last_at, new.created_at,
		new.window_expires_at, new.free_entry_until, new.follow_up_at, new.due_at
	) ON CONFLICT (id) DO UPDATE SET
		rev = excluded.rev, head = excluded.head, place = excluded.place, waiting_place = excluded.waiting_place,
		print = excluded.print, last_at = excluded.last_at, created_at = excluded.created_at,
		window_expires_at = excluded.window_expires_at, free_entry_until = excluded.free_entry_until,
		follow_up_at = excluded.follow_up_at, due_at = excluded.due_at
	WHERE excluded.rev > rev;
END;
--> statement-breakpoint
CREATE TRIGGER `facet_gone` AFTER DELETE ON `conversation` BEGIN
	DELETE FROM `facet` WHERE rowid IN (old.place, old.waiting_place) AND id = old.id;
END;
--> statement-breakpoint
-- As the product names them (section 5); they can be changed.
INSERT INTO `lead_status` (id, name, colour, final, position) VALUES
	('new', 'New', 'blue', 0, 1),
	('contacted', 'Contacted', 'teal', 0, 2),
	('qualifying', 'Qualifying', 'yellow', 0, 3),
	('qualified', 'Qualified', 'orange', 0, 4),
	('follow-up', 'Follow-up', 'violet', 0, 5),
	('converted', 'Converted', 'green', 1, 6),
	('lost', 'Lost', 'red', 1, 7),
	('archived', 'Archived', 'grey', 1, 8);
