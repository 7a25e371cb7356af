CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS $$ SELECT count(*)::int FROM app.a $$; CREATE INDEX ON app.a (c) WHERE c = 'green';
