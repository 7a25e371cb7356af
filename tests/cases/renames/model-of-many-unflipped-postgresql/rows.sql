INSERT INTO "Post" VALUES (1), (2);
INSERT INTO "User" VALUES ('a'), ('b');
INSERT INTO "_PostToUser" ("A", "B") VALUES (1, 'a'), (2, 'b');
