INSERT INTO base.users (email) VALUES ('ann'), ('bob');
INSERT INTO other.users (email) VALUES ('cleo');
INSERT INTO base."R" VALUES (1, 2);
