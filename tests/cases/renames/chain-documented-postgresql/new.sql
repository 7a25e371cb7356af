SELECT id, b, c FROM t ORDER BY id;
