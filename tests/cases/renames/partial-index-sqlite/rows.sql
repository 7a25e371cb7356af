INSERT INTO t (id, a, deleted, b) VALUES (1, 10, NULL, 'x'), (2, 11, 7, 'y');
