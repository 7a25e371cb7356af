INSERT INTO "Post" VALUES (1), (2);
INSERT INTO "User" VALUES (3), (4);
INSERT INTO "_PostToUser" ("A", "B") VALUES (1, 3), (2, 4), (1, 4);
