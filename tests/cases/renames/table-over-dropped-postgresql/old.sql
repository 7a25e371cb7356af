SELECT id, x FROM a;
