-- AlterEnum
BEGIN;
CREATE TYPE "one"."E_new" AS ENUM ('X', 'Y');
ALTER TABLE "one"."A" ALTER COLUMN "e" DROP DEFAULT;
ALTER TABLE "one"."A" ALTER COLUMN "e" TYPE "one"."E_new" USING ("e"::text::"one"."E_new");
ALTER TYPE "one"."E" RENAME TO "E_old";
ALTER TYPE "one"."E_new" RENAME TO "E";
DROP TYPE "one"."E_old";
COMMIT;

-- DropForeignKey
ALTER TABLE "two"."B" DROP CONSTRAINT "B_aId_fkey";

-- AlterTable
ALTER TABLE "one"."A" ALTER COLUMN "e" DROP DEFAULT;

-- DropTable
DROP TABLE "two"."B";
