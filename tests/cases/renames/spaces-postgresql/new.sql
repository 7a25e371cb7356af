SELECT id, y FROM one.b; SELECT id, x FROM two.b;
