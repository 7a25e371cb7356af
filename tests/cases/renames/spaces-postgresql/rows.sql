INSERT INTO one.a (id, x) VALUES (1, 'P');
INSERT INTO two.a (id, x) VALUES (2, 'P');
