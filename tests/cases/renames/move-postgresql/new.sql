SELECT u.id, email, u.role, p.id, p.role, pg_get_serial_sequence('other.users', 'id') FROM other.users u JOIN base."Post" p ON "userId" = u.id ORDER BY u.id;
