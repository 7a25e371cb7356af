SELECT p.id, u.id FROM posts p JOIN _likes ON "B" = p.id JOIN users u ON "A" = u.id ORDER BY 1;
