SELECT id, a, deleted, b FROM t ORDER BY id;
