SELECT nr, address, role, pg_get_serial_sequence('other."Account"', 'nr') FROM other."Account" ORDER BY nr;
