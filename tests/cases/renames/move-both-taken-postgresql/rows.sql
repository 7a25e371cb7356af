INSERT INTO base."from" VALUES (1, 1);
INSERT INTO base."to" VALUES (1, 2);
INSERT INTO other."from" VALUES (1, 3);
