INSERT INTO base."User" VALUES (1), (2);
INSERT INTO base."Team" VALUES (3), (4);
INSERT INTO base."_TeamToUser" VALUES (3, 2), (4, 1);
