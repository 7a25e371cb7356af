SELECT "A", "B" FROM "_ArticleToPerson" ORDER BY 1, 2;
