INSERT INTO orders VALUES ('eu', 1, NULL, NULL), ('eu', 2, 1, 'eu');
INSERT INTO lines VALUES (5, 2, 'eu');
