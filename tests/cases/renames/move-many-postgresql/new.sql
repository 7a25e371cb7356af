SELECT * FROM other."_TeamToUser" ORDER BY 1;
