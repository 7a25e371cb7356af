-- AlterTable
ALTER TABLE "A" DROP COLUMN "a",
ADD COLUMN     "a" INTEGER NOT NULL,
DROP COLUMN "b",
ADD COLUMN     "b" TIMESTAMP(3) NOT NULL,
DROP COLUMN "c",
ADD COLUMN     "c" BYTEA,
DROP COLUMN "d",
ADD COLUMN     "d" DATE NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "A_b_key" ON "A"("b");

-- CreateIndex
CREATE INDEX "A_c_a_idx" ON "A"("c", "a");
