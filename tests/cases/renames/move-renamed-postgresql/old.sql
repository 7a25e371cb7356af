SELECT id, email, role, pg_get_serial_sequence('"User"', 'id') FROM "User" ORDER BY id;
