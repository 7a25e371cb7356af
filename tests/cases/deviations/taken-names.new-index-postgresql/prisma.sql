-- CreateIndex
CREATE INDEX "i" ON "T"("y");

-- RenameIndex
ALTER INDEX "i" RENAME TO "j";
