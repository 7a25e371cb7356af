SELECT id, r, s FROM t ORDER BY id;
