INSERT INTO a (id, x) VALUES (1, 10);
INSERT INTO b (id, x) VALUES (2, 20);
INSERT INTO c (id, r) VALUES (3, 1);
