SELECT * FROM base.users ORDER BY id;
