-- Kept counts of the list, per owner (R-37). Triggers, so that a row and its counts can never part.
CREATE TABLE `tally` (
	`archived` integer NOT NULL,
	`assignee_id` text NOT NULL,
	`group_id` text NOT NULL,
	`total` integer NOT NULL,
	`unread` integer NOT NULL,
	PRIMARY KEY(`archived`, `assignee_id`, `group_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TRIGGER `tally_new` AFTER INSERT ON `conversation` BEGIN
	INSERT INTO `tally` VALUES (new.archived, coalesce(new.assignee_id, ''), coalesce(new.group_id, ''), 1, new.unread > 0)
	ON CONFLICT DO UPDATE SET total = total + 1, unread = unread + excluded.unread;
END;
--> statement-breakpoint
CREATE TRIGGER `tally_read` AFTER UPDATE ON `conversation`
WHEN (old.unread > 0) <> (new.unread > 0)
	AND old.archived = new.archived AND old.assignee_id IS new.assignee_id AND old.group_id IS new.group_id
BEGIN
	UPDATE `tally` SET unread = unread + (new.unread > 0) - (old.unread > 0)
	WHERE archived = new.archived AND assignee_id = coalesce(new.assignee_id, '') AND group_id = coalesce(new.group_id, '');
END;
--> statement-breakpoint
CREATE TRIGGER `tally_moved` AFTER UPDATE ON `conversation`
WHEN old.archived <> new.archived OR old.assignee_id IS NOT new.assignee_id OR old.group_id IS NOT new.group_id
BEGIN
	UPDATE `tally` SET total = total - 1, unread = unread - (old.unread > 0)
	WHERE archived = old.archived AND assignee_id = coalesce(old.assignee_id, '') AND group_id = coalesce(old.group_id, '');
	INSERT INTO `tally` VALUES (new.archived, coalesce(new.assignee_id, ''), coalesce(new.group_id, ''), 1, new.unread > 0)
	ON CONFLICT DO UPDATE SET total = total + 1, unread = unread + excluded.unread;
END;
--> statement-breakpoint
CREATE TRIGGER `tally_gone` AFTER DELETE ON `conversation` BEGIN
	UPDATE `tally` SET total = total - 1, unread = unread - (old.unread > 0)
	WHERE archived = old.archived AND assignee_id = coalesce(old.assignee_id, '') AND group_id = coalesce(old.group_id, '');
END;
