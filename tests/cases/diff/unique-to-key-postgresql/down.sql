-- AlterTable
ALTER TABLE "A" DROP CONSTRAINT "A_pkey";

-- CreateIndex
CREATE UNIQUE INDEX "A_b_key" ON "A"("b");
