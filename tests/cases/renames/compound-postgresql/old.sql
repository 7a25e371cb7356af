SELECT * FROM orders ORDER BY no; SELECT * FROM lines;
