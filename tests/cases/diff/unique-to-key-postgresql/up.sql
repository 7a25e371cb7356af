-- AlterTable
ALTER TABLE "A" ADD CONSTRAINT "A_pkey" PRIMARY KEY ("b");

-- DropIndex
DROP INDEX "A_b_key";
