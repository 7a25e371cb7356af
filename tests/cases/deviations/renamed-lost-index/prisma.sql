-- AlterTable
ALTER TABLE "A" DROP COLUMN "b",
ADD COLUMN     "b" INTEGER NOT NULL;

-- CreateIndex
CREATE INDEX "by_b" ON "A"("b");

-- RenameIndex
ALTER INDEX "A_b_idx" RENAME TO "by_b";
