SELECT id, x FROM one.a; SELECT id, x FROM two.a;
