INSERT INTO t (id, r, l) VALUES (1, 'ADMIN', '{ADMIN,USER}');
