INSERT INTO t (id, a, b) VALUES (1, 'X', '{P,Q}');
