-- AlterTable
ALTER TABLE "A" ADD COLUMN "b "c"" INTEGER;
