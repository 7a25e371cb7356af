INSERT INTO "User" (email, role) VALUES ('ann', DEFAULT), ('bob', '{ADMIN,USER}');
