INSERT INTO "Member" (id, email, status, state, tags, born) VALUES (1, 'a@x', 'ACTIVE', 'ON', 'x', '2001-02-03'), (2, 'a@x', 'GONE', NULL, NULL, NULL);
