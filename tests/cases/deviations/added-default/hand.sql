CREATE TRIGGER twice AFTER INSERT ON "Invoice" WHEN new.id < 10 BEGIN
  INSERT INTO "Invoice" (id) VALUES (new.id + 10);
END;
