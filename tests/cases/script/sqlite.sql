-- a; comment with it's quote
/* no /* nested; comments */
CREATE TABLE [odd;name] (`a;b` INT, "c""d;" INT, e TEXT DEFAULT 'it''s;');
PRAGMA foreign_keys=OFF;
CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN
	INSERT INTO b SELECT CASE WHEN new.x THEN 1 ELSE 2 END;
	UPDATE c SET end = 1; -- END;
END;
BEGIN; INSERT INTO a VALUES (1); COMMIT;
VACUUM;
SELECT 1
