INSERT INTO "T" VALUES (1, 'LOW', '{LOW,HIGH}', 'S', 'OPEN'), (2, 'HIGH', '{}', 'L', 'DONE'), (3, 'MEDIUM', '{MEDIUM}', NULL, NULL);
