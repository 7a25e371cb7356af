INSERT INTO "Note" VALUES ('a', 'alpha'), ('b', 'beta'), ('c', NULL);
DELETE FROM "Note" WHERE id = 'a';
INSERT INTO "Tag" (_rowid_, "rowid", "note") VALUES (7, 1, 'b'), (9, 2, 'c');
