CREATE VIEW big AS SELECT id, total FROM "Invoice" WHERE total > 100;
CREATE VIEW bigger AS SELECT id FROM big WHERE total > 1000;
CREATE VIEW logged AS SELECT "Invoice".id, what FROM "Invoice" JOIN "Log" ON "Log".id = "Invoice".id;
CREATE TRIGGER of_a_view INSTEAD OF INSERT ON big BEGIN
  INSERT INTO "Invoice" (total) VALUES (new.total);
END;
CREATE TRIGGER of_another_table AFTER INSERT ON "Log" BEGIN
  INSERT INTO "Invoice" (total) VALUES (length(new.what));
END;
