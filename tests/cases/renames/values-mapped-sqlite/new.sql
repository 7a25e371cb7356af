SELECT id, r, s, o FROM t ORDER BY id;
