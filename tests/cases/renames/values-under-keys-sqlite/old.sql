SELECT id, u.tier, t.tier, p.tier FROM User u LEFT JOIN Team t USING (id) LEFT JOIN Plan p ON p.tier = t.tier ORDER BY id;
