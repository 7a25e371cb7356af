INSERT INTO t (id, r, s) VALUES (1, 'ADMIN', 'USER'), (2, 'USER', 'GUEST'), (3, 'ADMIN', NULL);
