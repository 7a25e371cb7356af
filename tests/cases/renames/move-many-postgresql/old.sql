SELECT * FROM base."_TeamToUser" ORDER BY 1;
