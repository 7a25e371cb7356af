INSERT INTO t (id, r, s, o) VALUES (1, 'ADMIN', 'USER', 'ADMIN'), (2, 'USER', 'GUEST', 'USER'), (3, 'ADMIN', NULL, 'ADMIN');
