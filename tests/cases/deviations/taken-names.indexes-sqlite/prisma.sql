-- RedefineIndex
DROP INDEX "i";
CREATE INDEX "j" ON "T"("x");

-- RedefineIndex
DROP INDEX "j";
CREATE INDEX "i" ON "T"("y");
