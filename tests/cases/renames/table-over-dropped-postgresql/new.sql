SELECT id, x FROM b;
