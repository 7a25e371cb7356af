-- CreateIndex
CREATE INDEX "i" ON "T"("y");

-- RedefineIndex
DROP INDEX "i";
CREATE INDEX "j" ON "T"("x");
