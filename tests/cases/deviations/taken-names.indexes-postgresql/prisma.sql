-- RenameIndex
ALTER INDEX "i" RENAME TO "j";

-- RenameIndex
ALTER INDEX "j" RENAME TO "i";
