INSERT INTO "Ticket" VALUES (1, 'a'), (2, 'b'), (7, 'c');
INSERT INTO "odd's $$" VALUES (1, -4, '12');
INSERT INTO "Counts" VALUES (DEFAULT), (DEFAULT);
