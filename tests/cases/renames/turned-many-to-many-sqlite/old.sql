SELECT p.id, u.id FROM posts p JOIN _likes ON "A" = p.id JOIN users u ON "B" = u.id ORDER BY 1;
