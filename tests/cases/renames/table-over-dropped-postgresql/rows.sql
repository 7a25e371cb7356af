INSERT INTO a (id, x) VALUES (1, 10);
INSERT INTO c (id, r) SELECT id, 5 FROM a WHERE id = 0;
