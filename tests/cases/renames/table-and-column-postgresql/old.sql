SELECT u.id, u.name, p.id FROM users u JOIN posts p ON p.user_id = u.id;
