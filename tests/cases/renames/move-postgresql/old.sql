SELECT u.id, email, u.role, p.id, p.role, pg_get_serial_sequence('base.users', 'id') FROM base.users u JOIN base."Post" p ON "userId" = u.id ORDER BY u.id;
