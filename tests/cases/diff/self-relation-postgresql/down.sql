-- DropForeignKey
ALTER TABLE "A" DROP CONSTRAINT "A_upId_fkey";

-- AlterTable
ALTER TABLE "A" DROP COLUMN "upId";
