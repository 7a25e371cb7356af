SELECT "A", "B" FROM "_PostToUser" ORDER BY 1, 2;
