SELECT a.id, a.x, b.id, b.x, c.r FROM a, b, c;
