-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "two";

-- AlterEnum
BEGIN;
CREATE TYPE "one"."E_new" AS ENUM ('X', 'Z');
ALTER TABLE "one"."A" ALTER COLUMN "e" TYPE "one"."E_new" USING ("e"::text::"one"."E_new");
ALTER TYPE "one"."E" RENAME TO "E_old";
ALTER TYPE "one"."E_new" RENAME TO "E";
DROP TYPE "one"."E_old";
COMMIT;

-- AlterTable
ALTER TABLE "one"."A" ALTER COLUMN "e" SET DEFAULT 'Z';

-- CreateTable
CREATE TABLE "two"."B" (
    "id" INTEGER NOT NULL,
    "aId" INTEGER NOT NULL,

    CONSTRAINT "B_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "B_aId_key" ON "two"."B"("aId");

-- AddForeignKey
ALTER TABLE "two"."B" ADD CONSTRAINT "B_aId_fkey" FOREIGN KEY ("aId") REFERENCES "one"."A"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
