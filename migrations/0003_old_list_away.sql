-- The index is a copy of the objects (R-35): `npm run reindex` fills the new one.
DROP TABLE `conversation`;
--> statement-breakpoint
DROP TABLE `tally`;
