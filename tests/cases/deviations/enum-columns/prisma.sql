-- AlterEnum
BEGIN;
CREATE TYPE "E_new" AS ENUM ('X');
ALTER TABLE "A" ALTER COLUMN "e" TYPE "E_new" USING ("e"::text::"E_new");
ALTER TABLE "A" ALTER COLUMN "g" TYPE "E_new" USING ("g"::text::"E_new");
ALTER TABLE "B" ALTER COLUMN "e" TYPE "E_new" USING ("e"::text::"E_new");
ALTER TYPE "E" RENAME TO "E_old";
ALTER TYPE "E_new" RENAME TO "E";
DROP TYPE "E_old";
COMMIT;

-- AlterTable
ALTER TABLE "A" DROP COLUMN "f",
ADD COLUMN     "g" "E";

-- CreateTable
CREATE TABLE "B" (
    "id" INTEGER NOT NULL,
    "e" "E" NOT NULL,

    CONSTRAINT "B_pkey" PRIMARY KEY ("id")
);
