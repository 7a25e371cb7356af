SELECT u.*, pg_typeof(k) FROM base.users u ORDER BY id;
SELECT u.*, pg_typeof(k) FROM other.users u ORDER BY id;
SELECT pg_get_serial_sequence('base.users', 'id'), pg_get_serial_sequence('other.users', 'id');
SELECT nextval(pg_get_serial_sequence('other.users', 'id')) > 3;
