INSERT INTO posts VALUES (1), (2);
INSERT INTO users VALUES (3), (4);
INSERT INTO "_PostToUser" ("A", "B") VALUES (1, 3), (2, 4);
INSERT INTO _likes ("A", "B") VALUES (1, 4);
