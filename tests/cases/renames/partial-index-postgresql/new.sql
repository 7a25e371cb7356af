SELECT id, "Size", gone, b FROM t ORDER BY id;
