INSERT INTO base.users (email) VALUES ('ann'), ('bob');
INSERT INTO base."Post" ("userId", role) VALUES (2, 'USER'), (1, DEFAULT);
