INSERT INTO t (id, a, b) VALUES (1, 10, 'x'), (2, 11, 'y');
