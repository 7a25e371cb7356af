INSERT INTO "Invoice" (total) VALUES (1), (2), (NULL);
DELETE FROM "Invoice" WHERE id > 1;
INSERT INTO "it's an ""order""" (total) VALUES (1), (2);
DELETE FROM "it's an ""order""";
