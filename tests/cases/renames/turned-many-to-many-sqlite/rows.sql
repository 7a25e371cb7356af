INSERT INTO posts VALUES (1),(2),(3);
INSERT INTO users VALUES (2),(3),(4);
INSERT INTO _likes VALUES (1,2),(2,3),(3,4);
