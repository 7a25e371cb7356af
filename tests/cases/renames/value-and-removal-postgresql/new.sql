SELECT id, r, l FROM t ORDER BY id;
