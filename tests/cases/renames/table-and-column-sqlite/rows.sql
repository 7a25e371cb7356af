INSERT INTO users (id, name) VALUES (1, 'ada');
INSERT INTO posts (id, user_id) VALUES (7, 1);
