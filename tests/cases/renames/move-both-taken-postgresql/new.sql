SELECT a, b, c FROM other."to" a, base."to" b, other."from" c;
