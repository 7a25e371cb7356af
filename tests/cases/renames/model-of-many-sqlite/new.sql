SELECT "A", "B" FROM "_AuthorToPost" ORDER BY 1, 2;
