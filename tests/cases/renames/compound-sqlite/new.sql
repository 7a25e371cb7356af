SELECT * FROM sales ORDER BY number; SELECT * FROM sale_lines;
