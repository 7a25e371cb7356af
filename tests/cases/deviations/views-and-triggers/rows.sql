INSERT INTO "Invoice" (total) VALUES (500), (5000);
