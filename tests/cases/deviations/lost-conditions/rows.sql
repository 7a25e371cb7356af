INSERT INTO "Member" (id, email, name) VALUES (1, 'a@x', 'a'), (2, 'b@x', 'b');
