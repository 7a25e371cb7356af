SELECT a, b, c FROM base."from" a, base."to" b, other."from" c;
