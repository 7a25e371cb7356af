SELECT * FROM other.users ORDER BY id;
