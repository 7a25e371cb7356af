SELECT u.id, u.full_name, p.id FROM people u JOIN posts p ON p.person_id = u.id;
