INSERT INTO base.users (email, k) VALUES ('ann', DEFAULT), ('bob', 'Y');
INSERT INTO other."Stays" (email) VALUES (1);
