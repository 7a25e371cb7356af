SELECT id, "Name" FROM "User";
